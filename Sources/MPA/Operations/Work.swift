package import AWSProtocol

/// One operation under way: who asks, when, and what there is to work with.
struct Work {
    let caller: Caller
    let now: Int64
    let store: Store
    let settings: ServiceSettings
}

/// What an operation answers.
package enum Answer: Sendable, Equatable {
    case structure(Structure)
    /// The encoded document, as it was first given to this request or is given now and kept.
    case document([UInt8], isReplay: Bool)

    /// An output without members.
    static let empty = Answer.structure(Structure())
}

/// How the service behaves where a user may choose.
package struct ServiceSettings: Sendable {
    /// How long asynchronous steps take on the emulator's clock; 0 settles them at once.
    package var transitionDelayMilliseconds: Int64 = 0
    /// The page that GetIdentitySource sends approvers to.
    package var approvalPortalURL = "http://127.0.0.1/portal/"

    package init() {}
}

typealias OperationHandler = (Structure, Work) throws -> Answer

extension OperationName {
    /// What performs the operation; nil for those that are not emulated yet.
    var handler: OperationHandler? {
        switch self {
        case .createIdentitySource: CreateIdentitySource.perform
        case .deleteIdentitySource: DeleteIdentitySource.perform
        case .getIdentitySource: GetIdentitySource.perform
        case .listIdentitySources: ListIdentitySources.perform
        case .listTagsForResource: ListTagsForResource.perform
        case .tagResource: TagResource.perform
        case .untagResource: UntagResource.perform
        case .cancelSession, .createApprovalTeam, .deleteInactiveApprovalTeamVersion,
            .getApprovalTeam, .getPolicyVersion, .getResourcePolicy, .getSession,
            .listApprovalTeams, .listPolicies, .listPolicyVersions, .listResourcePolicies,
            .listSessions, .startActiveApprovalTeamDeletion, .startApprovalTeamBaseline,
            .updateApprovalTeam:
            nil
        }
    }

    /// True when the emulator performs the operation rather than answering 501.
    package var isEmulated: Bool { handler != nil }
}

extension Structure {
    /// A string that the API requires: validation has seen to it by now.
    func text(_ name: String) -> String {
        guard let text = self[name]?.string else {
            preconditionFailure("\(name) is required, yet absent after validation")
        }
        return text
    }

    /// The tags that were sent, none when the member is absent.
    var tags: [Tag] {
        (self["Tags"]?.map?.entries ?? []).map { Tag(key: $0.key, value: $0.value.string ?? "") }
    }
}
