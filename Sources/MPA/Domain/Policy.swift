/// What says who may start and cancel sessions on the teams that it is attached to.
///
/// Policies belong to AWS, not to an account: every caller sees the same ones, under ARNs of its
/// own partition.
package struct Policy: Sendable, Equatable {
    package enum PolicyType: String, Sendable, CaseIterable {
        case awsManaged = "AWS_MANAGED"
        /// Written by AWS Resource Access Manager on a team that is shared.
        case awsRAM = "AWS_RAM"
    }

    /// The service and the name, as in `backup.amazonaws.com/CreateRestoreAccessVault`.
    package let path: String
    package let name: String
    package let type: PolicyType
    /// The number of the version that `$DEFAULT` stands for.
    package let defaultVersion: Int64

    package init(path: String, name: String, type: PolicyType, defaultVersion: Int64) {
        self.path = path
        self.name = name
        self.type = type
        self.defaultVersion = defaultVersion
    }
}
