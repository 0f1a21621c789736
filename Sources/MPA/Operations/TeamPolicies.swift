/// The policies on a team: those attached, then the one of its shares.
enum TeamPolicies {
    static func all(on team: ApprovalTeam, _ work: Work) throws -> [ResourcePolicy] {
        try all(
            attached: team.policies, sharedWith: work.store.shares.accounts(teamARN: team.arn),
            work)
    }

    static func all(
        attached: [String], sharedWith accounts: [String], _ work: Work
    ) throws -> [ResourcePolicy] {
        try ResourcePolicy.all(attached: attached, sharedWith: accounts) { arn in
            try GetPolicyVersion.find(arn, work)
        }
    }
}
