/// One policy on one team: attached to it, or written by AWS RAM because the team is shared.
package enum ResourcePolicy: Sendable, Equatable {
    case attached(Policy, PolicyVersion)
    case shared(with: [String])

    /// The name of the RAM permission for teams,
    /// https://docs.aws.amazon.com/mpa/latest/userguide/share-team.html.
    package static let shareName = "AWSRAMMPAApprovalTeamAccess"

    /// What an account that a team is shared with may do.
    package static let shareActions = [
        "mpa:GetApprovalTeam", "mpa:ListSessions", "mpa:GetSession", "mpa:StartSession",
        "mpa:CancelSession",
    ]

    /// The policies on a team: those attached, in the order sent, then the one of its shares.
    ///
    /// `attached` are qualified ARNs. One whose version `find` no longer knows is left out: there
    /// is nothing to show of it.
    package static func all<Failure: Error>(
        attached: [String], sharedWith accounts: [String],
        find: (PolicyARN) throws(Failure) -> (Policy, PolicyVersion)?
    ) throws(Failure) -> [ResourcePolicy] {
        var policies: [ResourcePolicy] = []
        for text in attached {
            guard let arn = PolicyARN(text), let (policy, version) = try find(arn) else { continue }
            policies.append(.attached(policy, version))
        }
        if !accounts.isEmpty { policies.append(.shared(with: accounts)) }
        return policies
    }

    package var name: String {
        switch self {
        case .attached(let policy, _): policy.name
        case .shared: Self.shareName
        }
    }

    package var type: Policy.PolicyType {
        switch self {
        case .attached(let policy, _): policy.type
        case .shared: .awsRAM
        }
    }

    /// The ARN of the version in force; the policy of a share has none.
    package func versionARN(partition: String) -> String? {
        switch self {
        case .attached(_, let version):
            PolicyARN(
                partition: partition, path: version.policyPath, version: .number(version.number)
            ).description
        case .shared: nil
        }
    }
}
