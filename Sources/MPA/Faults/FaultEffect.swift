/// What happens to a call.
package enum FaultEffect: Sendable, Equatable {
    case error(code: String, message: String?, status: Int?, retryAfterSeconds: Int64?)
    /// As a load balancer answers, in HTML or without a body.
    case status(Int, hasBody: Bool, retryAfterSeconds: Int64?)
    /// The answer comes later.
    case delay(ClosedRange<Int64>)
    /// A pause before every byte of the body.
    case delayBetweenBytes(ClosedRange<Int64>)
    /// The body takes so long altogether.
    case slowBody(ClosedRange<Int64>)
    case reset(FaultMoment)
    /// Half of the body unless so many bytes of it.
    case truncatedBody(bytes: Int64?)
    case malformedJSON
    case contentType(String)
    case failure(FaultFailure, message: String?)
}

/// When a connection is reset.
package enum FaultMoment: String, Sendable, CaseIterable {
    case beforeWork
    /// All is done and kept, and only the answer is lost.
    case afterWork
}

/// How something ends that goes on after its call was answered.
package enum FaultFailure: String, Sendable, CaseIterable {
    case accessDenied = "ACCESS_DENIED"
    case instanceNotFound = "IDC_INSTANCE_NOT_FOUND"
    case instanceNotValid = "IDC_INSTANCE_NOT_VALID"
    case deletionFailed = "DELETION_FAILED"
    case failedValidation = "FAILED_VALIDATION"
    case updateFailedValidation = "UPDATE_FAILED_VALIDATION"
    case deleteFailedValidation = "DELETE_FAILED_VALIDATION"
    case executionFailed = "EXECUTION_FAILED"

    /// The operations that put it under way; none where an integrated service does.
    package var operations: [OperationName] {
        switch self {
        case .accessDenied, .instanceNotFound, .instanceNotValid: [.createIdentitySource]
        case .deletionFailed: [.deleteIdentitySource]
        case .failedValidation: [.createApprovalTeam, .updateApprovalTeam]
        case .updateFailedValidation: [.updateApprovalTeam]
        case .deleteFailedValidation: [.startActiveApprovalTeamDeletion]
        case .executionFailed: []
        }
    }
}
