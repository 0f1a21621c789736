/// One text that a policy has or had.
package struct PolicyVersion: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        case attachable = "ATTACHABLE"
        case deprecated = "DEPRECATED"
    }

    package let policyPath: String
    /// From 1.
    package let number: Int64
    package let status: Status
    package let creationTime: Int64
    package let lastUpdatedTime: Int64
    /// The text of the policy in IAM's language.
    package let document: String

    package init(
        policyPath: String, number: Int64, status: Status, creationTime: Int64,
        lastUpdatedTime: Int64, document: String
    ) {
        self.policyPath = policyPath
        self.number = number
        self.status = status
        self.creationTime = creationTime
        self.lastUpdatedTime = lastUpdatedTime
        self.document = document
    }
}
