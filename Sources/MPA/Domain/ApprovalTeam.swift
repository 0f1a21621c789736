/// A group of people whose agreement an operation needs,
/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_GetApprovalTeam.html.
package struct ApprovalTeam: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        case active = "ACTIVE"
        case inactive = "INACTIVE"
        case deleting = "DELETING"
        case pending = "PENDING"
    }

    package enum StatusCode: String, Sendable, CaseIterable {
        case validating = "VALIDATING"
        case pendingActivation = "PENDING_ACTIVATION"
        case failedValidation = "FAILED_VALIDATION"
        case failedActivation = "FAILED_ACTIVATION"
        case updatePendingApproval = "UPDATE_PENDING_APPROVAL"
        case updatePendingActivation = "UPDATE_PENDING_ACTIVATION"
        case updateFailedApproval = "UPDATE_FAILED_APPROVAL"
        case updateFailedActivation = "UPDATE_FAILED_ACTIVATION"
        case updateFailedValidation = "UPDATE_FAILED_VALIDATION"
        case deletePendingApproval = "DELETE_PENDING_APPROVAL"
        case deleteFailedApproval = "DELETE_FAILED_APPROVAL"
        case deleteFailedValidation = "DELETE_FAILED_VALIDATION"
    }

    package static let perAccountMax = 10
    /// How long invited people have for their answer.
    package static let invitationMilliseconds: Int64 = 24 * 60 * 60 * 1_000

    /// Its place in the order of creation; 0 until it is stored.
    package var id: Int64 = 0
    package let account: String
    package let region: String
    package let arn: String
    package let name: String
    package var description: String
    package var threshold: Int64
    package var approvers: [Approver]
    /// Qualified policy ARNs, as sent and in the order sent.
    package let policies: [String]
    package var versionID: Int64
    /// The highest version that was ever given, also to a draft that is gone.
    package var latestVersionID: Int64
    package let creationTime: Int64
    package var lastUpdateTime: Int64?
    package var status: Status
    package var statusCode: StatusCode?
    package var statusMessage: String?
    package var updateSessionARN: String?
    package var draft: Draft?
    /// Days between the approval of a deletion and the deletion itself.
    package var pendingWindowDays: Int64 = 0
    /// When the step under way ends by itself; absent in a lasting state.
    package var dueTime: Int64?

    package init(
        id: Int64 = 0, account: String, region: String, arn: String, name: String,
        description: String, threshold: Int64, approvers: [Approver], policies: [String],
        versionID: Int64, creationTime: Int64, status: Status, statusCode: StatusCode? = nil
    ) {
        self.id = id
        self.account = account
        self.region = region
        self.arn = arn
        self.name = name
        self.description = description
        self.threshold = threshold
        self.approvers = approvers
        self.policies = policies
        self.versionID = versionID
        latestVersionID = versionID
        self.creationTime = creationTime
        self.status = status
        self.statusCode = statusCode
    }
}

/// A change of an active team that its approvers have to agree to.
package struct Draft: Sendable, Equatable {
    package let versionID: Int64
    package let description: String
    package let threshold: Int64
    package var approvers: [Approver]
    /// VALIDATING at first, then the team's own UPDATE_* code.
    package var statusCode: ApprovalTeam.StatusCode
    package var statusMessage: String?
    package let initiationTime: Int64
    /// Registers the approvers' present e-mail addresses anew when the draft is applied.
    package let synchronizesMfaDevices: Bool
    /// The IAM principal that asked for the update.
    package let requesterARN: String

    package init(
        versionID: Int64, description: String, threshold: Int64, approvers: [Approver],
        statusCode: ApprovalTeam.StatusCode, statusMessage: String? = nil, initiationTime: Int64,
        synchronizesMfaDevices: Bool, requesterARN: String
    ) {
        self.versionID = versionID
        self.description = description
        self.threshold = threshold
        self.approvers = approvers
        self.statusCode = statusCode
        self.statusMessage = statusMessage
        self.initiationTime = initiationTime
        self.synchronizesMfaDevices = synchronizesMfaDevices
        self.requesterARN = requesterARN
    }

    /// True once it can only be replaced or deleted.
    package var isFailed: Bool {
        switch statusCode {
        case .updateFailedValidation, .updateFailedApproval, .updateFailedActivation: true
        case .validating, .pendingActivation, .failedValidation, .failedActivation,
            .updatePendingApproval, .updatePendingActivation, .deletePendingApproval,
            .deleteFailedApproval, .deleteFailedValidation:
            false
        }
    }
}
