package import AWSProtocol

/// Inputs and outputs of the operations.
extension SessionShapes {
    package static let cancelSessionRequest = Shape(
        "CancelSessionRequest",
        .structure(
            [
                Member("SessionArn", sessionArn, .uri, required: true)
            ], isUnion: false))
    package static let cancelSessionResponse = Shape(
        "CancelSessionResponse", .structure([], isUnion: false))
    package static let getSessionRequest = Shape(
        "GetSessionRequest",
        .structure(
            [
                Member("SessionArn", sessionArn, .uri, required: true)
            ], isUnion: false))
    package static let getSessionResponse = Shape(
        "GetSessionResponse",
        .structure(
            [
                Member("SessionArn", sessionArn),
                Member("ApprovalTeamArn", ApprovalTeamShapes.approvalTeamArn),
                Member("ApprovalTeamName", ApprovalTeamShapes.approvalTeamName),
                Member("ProtectedResourceArn", CommonShapes.string),
                Member("ApprovalStrategy", ApprovalTeamShapes.approvalStrategyResponse),
                Member("NumberOfApprovers", CommonShapes.integer),
                Member("InitiationTime", CommonShapes.isoTimestamp),
                Member("ExpirationTime", CommonShapes.isoTimestamp),
                Member("CompletionTime", CommonShapes.isoTimestamp),
                Member("Description", CommonShapes.description),
                Member("Metadata", sessionMetadata),
                Member("Status", sessionStatus),
                Member("StatusCode", sessionStatusCode),
                Member("StatusMessage", CommonShapes.message),
                Member("ExecutionStatus", sessionExecutionStatus),
                Member("ActionName", actionName),
                Member("RequesterServicePrincipal", CommonShapes.servicePrincipal),
                Member("RequesterPrincipalArn", CommonShapes.string),
                Member("RequesterAccountId", CommonShapes.accountId),
                Member("RequesterRegion", CommonShapes.region),
                Member("RequesterComment", requesterComment),
                Member("ActionCompletionStrategy", actionCompletionStrategy),
                Member("ApproverResponses", getSessionResponseApproverResponses),
                Member("AdditionalSecurityRequirements", additionalSecurityRequirements),
            ], isUnion: false))
    package static let listSessionsRequest = Shape(
        "ListSessionsRequest",
        .structure(
            [
                Member("ApprovalTeamArn", ApprovalTeamShapes.approvalTeamArn, .uri, required: true),
                Member("MaxResults", CommonShapes.maxResults),
                Member("NextToken", CommonShapes.token),
                Member("Filters", FilterShapes.filters),
            ], isUnion: false))
    package static let listSessionsResponse = Shape(
        "ListSessionsResponse",
        .structure(
            [
                Member("NextToken", CommonShapes.token),
                Member("Sessions", listSessionsResponseSessions),
            ], isUnion: false))
}
