package import AWSProtocol

/// Sessions, and the operations on them.
package enum SessionShapes {
    package static let actionCompletionStrategy = Shape(
        "ActionCompletionStrategy",
        .string(StringConstraints(values: ["AUTO_COMPLETION_UPON_APPROVAL"])))
    package static let actionName = Shape("ActionName", .string(StringConstraints(length: 0...500)))
    package static let additionalSecurityRequirement = Shape(
        "AdditionalSecurityRequirement",
        .string(StringConstraints(values: ["APPROVER_VERIFICATION_REQUIRED"])))
    package static let additionalSecurityRequirements = Shape(
        "AdditionalSecurityRequirements",
        .list(element: additionalSecurityRequirement, length: 0...100))
    package static let getSessionResponseApproverResponse = Shape(
        "GetSessionResponseApproverResponse",
        .structure(
            [
                Member("ApproverId", ApprovalTeamShapes.participantId),
                Member("IdentitySourceArn", CommonShapes.string),
                Member("IdentityId", ApprovalTeamShapes.identityId),
                Member("Response", sessionResponse),
                Member("ResponseTime", CommonShapes.isoTimestamp),
            ], isUnion: false))
    package static let getSessionResponseApproverResponses = Shape(
        "GetSessionResponseApproverResponses",
        .list(element: getSessionResponseApproverResponse, length: 0...20))
    package static let listSessionsResponseSession = Shape(
        "ListSessionsResponseSession",
        .structure(
            [
                Member("SessionArn", sessionArn),
                Member("ApprovalTeamName", ApprovalTeamShapes.approvalTeamName),
                Member("ApprovalTeamArn", ApprovalTeamShapes.approvalTeamArn),
                Member("InitiationTime", CommonShapes.isoTimestamp),
                Member("ExpirationTime", CommonShapes.isoTimestamp),
                Member("CompletionTime", CommonShapes.isoTimestamp),
                Member("Description", CommonShapes.description),
                Member("ActionName", actionName),
                Member("ProtectedResourceArn", CommonShapes.string),
                Member("RequesterServicePrincipal", CommonShapes.servicePrincipal),
                Member("RequesterPrincipalArn", CommonShapes.string),
                Member("RequesterRegion", CommonShapes.region),
                Member("RequesterAccountId", CommonShapes.accountId),
                Member("Status", sessionStatus),
                Member("StatusCode", sessionStatusCode),
                Member("StatusMessage", CommonShapes.message),
                Member("ActionCompletionStrategy", actionCompletionStrategy),
                Member("AdditionalSecurityRequirements", additionalSecurityRequirements),
            ], isUnion: false))
    package static let listSessionsResponseSessions = Shape(
        "ListSessionsResponseSessions", .list(element: listSessionsResponseSession, length: 0...20))
    package static let requesterComment = Shape(
        "RequesterComment", .string(StringConstraints(length: 0...200)), isSensitive: true)
    package static let sessionArn = Shape(
        "SessionArn", .string(StringConstraints(length: 20...2048, pattern: .sessionARN)))
    package static let sessionExecutionStatus = Shape(
        "SessionExecutionStatus",
        .string(StringConstraints(values: ["EXECUTED", "FAILED", "PENDING"])))
    package static let sessionKey = Shape(
        "SessionKey", .string(StringConstraints(length: 1...100, pattern: .sessionMetadataText)),
        isSensitive: true)
    package static let sessionMetadata = Shape(
        "SessionMetadata", .map(key: sessionKey, value: sessionValue), isSensitive: true)
    package static let sessionResponse = Shape(
        "SessionResponse",
        .string(StringConstraints(values: ["APPROVED", "REJECTED", "NO_RESPONSE"])))
    package static let sessionStatus = Shape(
        "SessionStatus",
        .string(
            StringConstraints(values: ["PENDING", "CANCELLED", "APPROVED", "FAILED", "CREATING"])))
    package static let sessionStatusCode = Shape(
        "SessionStatusCode",
        .string(
            StringConstraints(values: [
                "REJECTED", "EXPIRED", "CONFIGURATION_CHANGED", "ALL_APPROVERS_IN_SESSION",
            ])))
    package static let sessionValue = Shape(
        "SessionValue", .string(StringConstraints(length: 1...200, pattern: .sessionMetadataText)),
        isSensitive: true)
}
