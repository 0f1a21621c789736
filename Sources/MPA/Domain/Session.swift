/// One request for approval,
/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_GetSession.html.
package struct Session: Sendable, Equatable {
    /// What is asked for: an operation of an integrated service, or a change of the team itself.
    package enum Kind: String, Sendable, CaseIterable {
        case protectedOperation = "PROTECTED_OPERATION"
        case update = "UPDATE"
        case deletion = "DELETION"
        case baseline = "BASELINE"
    }

    package enum Status: String, Sendable, CaseIterable {
        case creating = "CREATING"
        case pending = "PENDING"
        case approved = "APPROVED"
        case failed = "FAILED"
        case cancelled = "CANCELLED"
    }

    package enum StatusCode: String, Sendable, CaseIterable {
        case rejected = "REJECTED"
        case expired = "EXPIRED"
        case configurationChanged = "CONFIGURATION_CHANGED"
        case allApproversInSession = "ALL_APPROVERS_IN_SESSION"
    }

    package enum ExecutionStatus: String, Sendable, CaseIterable {
        case executed = "EXECUTED"
        case failed = "FAILED"
        case pending = "PENDING"
    }

    package static let completionStrategy = "AUTO_COMPLETION_UPON_APPROVAL"
    package static let verificationRequirement = "APPROVER_VERIFICATION_REQUIRED"
    /// What a session lasts, unless the integrated service asks for another duration.
    package static let standardMinutes: Int64 = 24 * 60

    /// Its place in the order of creation; 0 until it is stored.
    package var id: Int64 = 0
    package let arn: String
    package let kind: Kind
    package let team: SessionTeam
    package internal(set) var request: SessionRequest
    package let initiationTime: Int64
    package let expirationTime: Int64
    package var completionTime: Int64?
    package var status: Status
    package var statusCode: StatusCode?
    package var statusMessage: String?
    package var executionStatus: ExecutionStatus? = .pending
    /// What the operation will report once it is approved.
    package var plannedExecution = ExecutionStatus.executed
    package let requiresVerification: Bool
    package var responses: [ApproverResponse]
    /// When the step under way ends by itself; absent once the session has ended.
    package var dueTime: Int64?

    /// The status with its code, for texts.
    var statusText: String {
        statusCode.map { "\(status.rawValue) (\($0.rawValue))" } ?? status.rawValue
    }

    package init(
        id: Int64 = 0, arn: String, kind: Kind, team: SessionTeam, request: SessionRequest,
        initiationTime: Int64, expirationTime: Int64, status: Status,
        requiresVerification: Bool, responses: [ApproverResponse], dueTime: Int64?
    ) {
        self.id = id
        self.arn = arn
        self.kind = kind
        self.team = team
        self.request = request
        self.initiationTime = initiationTime
        self.expirationTime = expirationTime
        self.status = status
        self.requiresVerification = requiresVerification
        self.responses = responses
        self.dueTime = dueTime
    }

    package var isOpen: Bool { status == .creating || status == .pending }
}

/// The team as it was when the session began.
package struct SessionTeam: Sendable, Equatable {
    package let account: String
    package let region: String
    package let arn: String
    package let name: String
    package let threshold: Int64

    package init(account: String, region: String, arn: String, name: String, threshold: Int64) {
        self.account = account
        self.region = region
        self.arn = arn
        self.name = name
        self.threshold = threshold
    }
}

/// Who asks for what.
package struct SessionRequest: Sendable, Equatable {
    package let actionName: String
    package let description: String?
    package let protectedResourceARN: String
    package let servicePrincipal: String
    package let principalARN: String
    package let account: String
    package let region: String
    package let comment: String?
    /// Keys in the order of their bytes.
    package internal(set) var metadata: [MetadataEntry]
    package let deduplicationToken: String?

    package init(
        actionName: String, description: String?, protectedResourceARN: String,
        servicePrincipal: String, principalARN: String, account: String, region: String,
        comment: String? = nil, metadata: [MetadataEntry] = [], deduplicationToken: String? = nil
    ) {
        self.actionName = actionName
        self.description = description
        self.protectedResourceARN = protectedResourceARN
        self.servicePrincipal = servicePrincipal
        self.principalARN = principalARN
        self.account = account
        self.region = region
        self.comment = comment
        self.metadata = metadata
        self.deduplicationToken = deduplicationToken
    }
}

package struct MetadataEntry: Sendable, Equatable {
    package let key: String
    package let value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}

/// What one approver says in a session.
package struct ApproverResponse: Sendable, Equatable {
    package enum Response: String, Sendable, CaseIterable {
        case approved = "APPROVED"
        case rejected = "REJECTED"
        case none = "NO_RESPONSE"
    }

    package let approverID: String
    package let identityID: String
    package let identitySourceARN: String
    package var response = Response.none
    package var responseTime: Int64?
    package var comment: String?

    package init(
        approverID: String, identityID: String, identitySourceARN: String,
        response: Response = .none, responseTime: Int64? = nil, comment: String? = nil
    ) {
        self.approverID = approverID
        self.identityID = identityID
        self.identitySourceARN = identitySourceARN
        self.response = response
        self.responseTime = responseTime
        self.comment = comment
    }

    package init(askedOf approver: Approver) {
        self.init(
            approverID: approver.id, identityID: approver.identityID,
            identitySourceARN: approver.identitySourceARN)
    }
}
