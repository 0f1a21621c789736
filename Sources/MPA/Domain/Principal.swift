/// Who holds an access key.
package struct Principal: Sendable, Equatable, CustomStringConvertible {
    package let accessKeyID: String
    package let secretAccessKey: String
    /// What a temporary key must be used with.
    package let sessionToken: String?
    package let account: String
    package let arn: String
    package let permissions: Permissions

    package init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String?, account: String,
        arn: String, permissions: Permissions
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.account = account
        self.arn = arn
        self.permissions = permissions
    }

    /// Without the secrets, wherever it is told.
    package var description: String { "\(accessKeyID) of \(arn)" }
}
