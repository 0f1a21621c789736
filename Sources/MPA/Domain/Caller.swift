/// For whom and where a call is made.
package final class Caller: Sendable, Equatable {
    package let account: String
    package let region: String
    package let partition: String
    /// The principal that is named; nil for the account itself.
    let namedPrincipalARN: String?
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
        namedPrincipalARN = principalARN
        self.permissions = permissions
    }

    /// The IAM principal that access-denied texts and events name.
    package var principalARN: String {
        namedPrincipalARN ?? "arn:\(partition):iam::\(account):root"
    }

    package static func == (left: Caller, right: Caller) -> Bool {
        left.account == right.account && left.region == right.region
            && left.partition == right.partition && left.principalARN == right.principalARN
            && left.permissions == right.permissions
    }

    /// The ARN of a resource of this caller's account and Region.
    package func arn(_ resource: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(128)
        for part in ["arn:", partition, ":mpa:", region, ":", account, ":", resource] {
            bytes.append(contentsOf: part.utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
