/// For whom and where a call is made.
package struct Caller: Sendable, Equatable {
    package let account: String
    package let region: String
    package let partition: String
    /// The IAM principal that access-denied texts and events name.
    package let principalARN: String
    /// Nil for one who may do everything.
    package let permissions: Permissions?

    /// The account itself, unless a principal of it is named.
    package init(
        account: String, region: String, partition: String, principalARN: String? = nil,
        permissions: Permissions? = nil
    ) {
        self.account = account
        self.region = region
        self.partition = partition
        self.principalARN = principalARN ?? "arn:\(partition):iam::\(account):root"
        self.permissions = permissions
    }

    /// The ARN of a resource of this caller's account and Region.
    package func arn(_ resource: String) -> String {
        "arn:\(partition):mpa:\(region):\(account):\(resource)"
    }
}
