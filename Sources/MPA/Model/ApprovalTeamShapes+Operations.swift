package import AWSProtocol

/// Inputs and outputs of the operations.
extension ApprovalTeamShapes {
    package static let createApprovalTeamRequest = Shape(
        "CreateApprovalTeamRequest",
        .structure(
            [
                Member("ClientToken", CommonShapes.token, idempotencyToken: true),
                Member("ApprovalStrategy", approvalStrategy, required: true),
                Member("Approvers", approvalTeamRequestApprovers, required: true),
                Member("Description", CommonShapes.description, required: true),
                Member("Policies", PolicyShapes.policiesReferences, required: true),
                Member("Name", approvalTeamName, required: true),
                Member("Tags", TagShapes.tags),
            ], isUnion: false))
    package static let createApprovalTeamResponse = Shape(
        "CreateApprovalTeamResponse",
        .structure(
            [
                Member("CreationTime", CommonShapes.isoTimestamp),
                Member("Arn", approvalTeamArn),
                Member("Name", CommonShapes.string),
                Member("VersionId", CommonShapes.string),
            ], isUnion: false))
    package static let deleteInactiveApprovalTeamVersionRequest = Shape(
        "DeleteInactiveApprovalTeamVersionRequest",
        .structure(
            [
                Member("Arn", approvalTeamArn, .uri, required: true),
                Member("VersionId", CommonShapes.string, .uri, required: true),
            ], isUnion: false))
    package static let deleteInactiveApprovalTeamVersionResponse = Shape(
        "DeleteInactiveApprovalTeamVersionResponse", .structure([], isUnion: false))
    package static let getApprovalTeamRequest = Shape(
        "GetApprovalTeamRequest",
        .structure(
            [
                Member("Arn", approvalTeamArn, .uri, required: true)
            ], isUnion: false))
    package static let getApprovalTeamResponse = Shape(
        "GetApprovalTeamResponse",
        .structure(
            [
                Member("CreationTime", CommonShapes.isoTimestamp),
                Member("ApprovalStrategy", approvalStrategyResponse),
                Member("NumberOfApprovers", CommonShapes.integer),
                Member("Approvers", getApprovalTeamResponseApprovers),
                Member("Arn", CommonShapes.string),
                Member("Description", CommonShapes.description),
                Member("Name", CommonShapes.string),
                Member("Status", approvalTeamStatus),
                Member("StatusCode", approvalTeamStatusCode),
                Member("StatusMessage", CommonShapes.message),
                Member("UpdateSessionArn", CommonShapes.string),
                Member("VersionId", CommonShapes.string),
                Member("Policies", PolicyShapes.policiesReferences),
                Member("LastUpdateTime", CommonShapes.isoTimestamp),
                Member("PendingUpdate", pendingUpdate),
            ], isUnion: false))
    package static let listApprovalTeamsRequest = Shape(
        "ListApprovalTeamsRequest",
        .structure(
            [
                Member("MaxResults", CommonShapes.maxResults, .query),
                Member("NextToken", CommonShapes.token, .query),
            ], isUnion: false))
    package static let listApprovalTeamsResponse = Shape(
        "ListApprovalTeamsResponse",
        .structure(
            [
                Member("NextToken", CommonShapes.token),
                Member("ApprovalTeams", listApprovalTeamsResponseApprovalTeams),
            ], isUnion: false))
    package static let startActiveApprovalTeamDeletionRequest = Shape(
        "StartActiveApprovalTeamDeletionRequest",
        .structure(
            [
                Member("PendingWindowDays", CommonShapes.integer),
                Member("Arn", approvalTeamArn, .uri, required: true),
            ], isUnion: false))
    package static let startActiveApprovalTeamDeletionResponse = Shape(
        "StartActiveApprovalTeamDeletionResponse",
        .structure(
            [
                Member("DeletionCompletionTime", CommonShapes.isoTimestamp),
                Member("DeletionStartTime", CommonShapes.isoTimestamp),
            ], isUnion: false))
    package static let startApprovalTeamBaselineRequest = Shape(
        "StartApprovalTeamBaselineRequest",
        .structure(
            [
                Member("Arn", approvalTeamArn, .uri, required: true),
                Member("ApproverIds", startApprovalTeamBaselineApproverIds),
            ], isUnion: false))
    package static let startApprovalTeamBaselineResponse = Shape(
        "StartApprovalTeamBaselineResponse",
        .structure(
            [
                Member("BaselineSessionArn", SessionShapes.sessionArn)
            ], isUnion: false))
    package static let updateApprovalTeamRequest = Shape(
        "UpdateApprovalTeamRequest",
        .structure(
            [
                Member("ApprovalStrategy", approvalStrategy),
                Member("Approvers", approvalTeamRequestApprovers),
                Member("Description", CommonShapes.description),
                Member("Arn", approvalTeamArn, .uri, required: true),
                Member("UpdateActions", updateActions),
            ], isUnion: false))
    package static let updateApprovalTeamResponse = Shape(
        "UpdateApprovalTeamResponse",
        .structure(
            [
                Member("VersionId", CommonShapes.string)
            ], isUnion: false))
}
