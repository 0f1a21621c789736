/// The policies on a team of the store.
enum TeamPolicies {
    /// What ListResourcePolicies and GetResourcePolicy tell of a team; nil for an unknown one.
    static func load(_ arn: String, _ work: Work) throws -> [ResourcePolicy]? {
        // No team can be made yet; the handlers of both operations wait for the first.
        nil
    }

    static func all(
        attached: [String], sharedWith accounts: [String], _ work: Work
    ) throws -> [ResourcePolicy] {
        try ResourcePolicy.all(attached: attached, sharedWith: accounts) { arn in
            try GetPolicyVersion.find(arn, work)
        }
    }
}
