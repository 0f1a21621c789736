/// The link between MPA and an organization's Identity Center: one in an account and Region.
package struct IdentitySource: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        case creating = "CREATING"
        case active = "ACTIVE"
        case deleting = "DELETING"
        case error = "ERROR"
    }

    package enum StatusCode: String, Sendable, CaseIterable {
        case accessDenied = "ACCESS_DENIED"
        case deletionFailed = "DELETION_FAILED"
        case instanceNotFound = "IDC_INSTANCE_NOT_FOUND"
        case instanceNotValid = "IDC_INSTANCE_NOT_VALID"
    }

    /// The only type there is.
    package static let type = "IAM_IDENTITY_CENTER"
    /// The resource part of its ARN is a fixed word.
    package static let resource = "identity-source/IamIdentityCenter"

    package let account: String
    package let region: String
    package let arn: String
    package let instanceARN: String
    package let instanceRegion: String
    package let creationTime: Int64
    package var status: Status
    package var statusCode: StatusCode?
    package var statusMessage: String?
    /// When the step under way ends; absent in a lasting status.
    package var dueTime: Int64?

    package init(
        account: String, region: String, arn: String, instanceARN: String, instanceRegion: String,
        creationTime: Int64, status: Status, statusCode: StatusCode? = nil,
        statusMessage: String? = nil, dueTime: Int64? = nil
    ) {
        self.account = account
        self.region = region
        self.arn = arn
        self.instanceARN = instanceARN
        self.instanceRegion = instanceRegion
        self.creationTime = creationTime
        self.status = status
        self.statusCode = statusCode
        self.statusMessage = statusMessage
        self.dueTime = dueTime
    }
}
