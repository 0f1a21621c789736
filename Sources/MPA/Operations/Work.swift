package import AWSProtocol

/// One turn of the service: a moment, and what there is to work with.
struct Turn {
    let now: Int64
    let store: Store
    let settings: ServiceSettings
    let ids: RequestIDs
    var faults = FaultPlan()

    /// The same at another moment.
    func at(_ time: Int64) -> Turn {
        Turn(now: time, store: store, settings: settings, ids: ids, faults: faults)
    }
}

/// One operation under way: who asks, and the turn in which it happens.
struct Work {
    let caller: Caller
    let turn: Turn

    var now: Int64 { turn.now }
    var store: Store { turn.store }
    var settings: ServiceSettings { turn.settings }
}

/// What an operation answers.
package enum Answer: Sendable, Equatable {
    case structure(Structure)
    /// The encoded document, as it was first given to this request or is given now and kept; nil
    /// beside it tells a replay.
    case document([UInt8], Structure?)

    /// An output without members.
    static let empty = Answer.structure(Structure())

    /// What was made for this call; nil for a replay.
    var structure: Structure? {
        switch self {
        case .structure(let structure): structure
        case .document(_, let structure): structure
        }
    }
}

typealias OperationHandler = (Structure, Work) throws -> Answer

extension OperationName {
    /// What performs the operation.
    var handler: OperationHandler {
        switch self {
        case .cancelSession: CancelSession.perform
        case .createApprovalTeam: CreateApprovalTeam.perform
        case .createIdentitySource: CreateIdentitySource.perform
        case .deleteIdentitySource: DeleteIdentitySource.perform
        case .deleteInactiveApprovalTeamVersion: DeleteInactiveApprovalTeamVersion.perform
        case .getApprovalTeam: GetApprovalTeam.perform
        case .getIdentitySource: GetIdentitySource.perform
        case .getPolicyVersion: GetPolicyVersion.perform
        case .getResourcePolicy: GetResourcePolicy.perform
        case .getSession: GetSession.perform
        case .listApprovalTeams: ListApprovalTeams.perform
        case .listIdentitySources: ListIdentitySources.perform
        case .listPolicies: ListPolicies.perform
        case .listPolicyVersions: ListPolicyVersions.perform
        case .listResourcePolicies: ListResourcePolicies.perform
        case .listSessions: ListSessions.perform
        case .listTagsForResource: ListTagsForResource.perform
        case .startActiveApprovalTeamDeletion: StartActiveApprovalTeamDeletion.perform
        case .startApprovalTeamBaseline: StartApprovalTeamBaseline.perform
        case .tagResource: TagResource.perform
        case .untagResource: UntagResource.perform
        case .updateApprovalTeam: UpdateApprovalTeam.perform
        }
    }
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
