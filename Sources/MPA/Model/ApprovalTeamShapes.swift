package import AWSProtocol

/// Approval teams, and the operations on them.
package enum ApprovalTeamShapes {
    package static let approvalStrategy = Shape(
        "ApprovalStrategy",
        .structure(
            [
                Member("MofN", mofNApprovalStrategy)
            ], isUnion: true))
    package static let approvalStrategyResponse = Shape(
        "ApprovalStrategyResponse",
        .structure(
            [
                Member("MofN", mofNApprovalStrategy)
            ], isUnion: true))
    package static let approvalTeamArn = Shape(
        "ApprovalTeamArn", .string(StringConstraints(length: 20...2048, pattern: .approvalTeamARN)))
    package static let approvalTeamName = Shape(
        "ApprovalTeamName", .string(StringConstraints(length: 0...64, pattern: .approvalTeamName)))
    package static let approvalTeamRequestApprover = Shape(
        "ApprovalTeamRequestApprover",
        .structure(
            [
                Member("PrimaryIdentityId", identityId, required: true),
                Member("PrimaryIdentitySourceArn", CommonShapes.string, required: true),
            ], isUnion: false))
    package static let approvalTeamRequestApprovers = Shape(
        "ApprovalTeamRequestApprovers", .list(element: approvalTeamRequestApprover, length: 1...20))
    package static let approvalTeamStatus = Shape(
        "ApprovalTeamStatus",
        .string(StringConstraints(values: ["ACTIVE", "INACTIVE", "DELETING", "PENDING"])))
    package static let approvalTeamStatusCode = Shape(
        "ApprovalTeamStatusCode",
        .string(
            StringConstraints(values: [
                "VALIDATING", "PENDING_ACTIVATION", "FAILED_VALIDATION", "FAILED_ACTIVATION",
                "UPDATE_PENDING_APPROVAL", "UPDATE_PENDING_ACTIVATION", "UPDATE_FAILED_APPROVAL",
                "UPDATE_FAILED_ACTIVATION", "UPDATE_FAILED_VALIDATION", "DELETE_PENDING_APPROVAL",
                "DELETE_FAILED_APPROVAL", "DELETE_FAILED_VALIDATION",
            ])))
    package static let approverLastActivity = Shape(
        "ApproverLastActivity",
        .string(StringConstraints(values: ["VOTED", "BASELINED", "RESPONDED_TO_INVITATION"])))
    package static let getApprovalTeamResponseApprover = Shape(
        "GetApprovalTeamResponseApprover",
        .structure(
            [
                Member("ApproverId", participantId),
                Member("ResponseTime", CommonShapes.isoTimestamp),
                Member("PrimaryIdentityId", identityId),
                Member("PrimaryIdentitySourceArn", CommonShapes.string),
                Member("PrimaryIdentityStatus", identityStatus),
                Member("LastActivity", approverLastActivity),
                Member("LastActivityTime", CommonShapes.isoTimestamp),
                Member("PendingBaselineSessionArn", SessionShapes.sessionArn),
                Member("MfaMethods", mfaMethods),
            ], isUnion: false))
    package static let getApprovalTeamResponseApprovers = Shape(
        "GetApprovalTeamResponseApprovers",
        .list(element: getApprovalTeamResponseApprover, length: 0...20))
    package static let identityId = Shape("IdentityId", .string(StringConstraints(length: 1...100)))
    package static let identityStatus = Shape(
        "IdentityStatus",
        .string(StringConstraints(values: ["PENDING", "ACCEPTED", "REJECTED", "INVALID"])))
    package static let listApprovalTeamsResponseApprovalTeam = Shape(
        "ListApprovalTeamsResponseApprovalTeam",
        .structure(
            [
                Member("CreationTime", CommonShapes.isoTimestamp),
                Member("ApprovalStrategy", approvalStrategyResponse),
                Member("NumberOfApprovers", CommonShapes.integer),
                Member("Arn", approvalTeamArn),
                Member("Name", approvalTeamName),
                Member("Description", CommonShapes.description),
                Member("Status", approvalTeamStatus),
                Member("StatusCode", approvalTeamStatusCode),
                Member("StatusMessage", CommonShapes.message),
            ], isUnion: false))
    package static let listApprovalTeamsResponseApprovalTeams = Shape(
        "ListApprovalTeamsResponseApprovalTeams",
        .list(element: listApprovalTeamsResponseApprovalTeam, length: 0...20))
    package static let mfaMethod = Shape(
        "MfaMethod",
        .structure(
            [
                Member("Type", mfaType, required: true),
                Member("SyncStatus", mfaSyncStatus, required: true),
            ], isUnion: false))
    package static let mfaMethods = Shape("MfaMethods", .list(element: mfaMethod, length: 0...5))
    package static let mfaSyncStatus = Shape(
        "MfaSyncStatus", .string(StringConstraints(values: ["IN_SYNC", "OUT_OF_SYNC"])))
    package static let mfaType = Shape("MfaType", .string(StringConstraints(values: ["EMAIL_OTP"])))
    package static let mofNApprovalStrategy = Shape(
        "MofNApprovalStrategy",
        .structure(
            [
                Member(
                    "MinApprovalsRequired", mofNApprovalStrategyMinApprovalsRequiredInteger,
                    required: true)
            ], isUnion: false))
    package static let mofNApprovalStrategyMinApprovalsRequiredInteger = Shape(
        "MofNApprovalStrategyMinApprovalsRequiredInteger", .integer(minimum: 1, maximum: nil))
    package static let participantId = Shape(
        "ParticipantId", .string(StringConstraints(length: 1...100)))
    package static let pendingUpdate = Shape(
        "PendingUpdate",
        .structure(
            [
                Member("VersionId", CommonShapes.string),
                Member("Description", CommonShapes.string),
                Member("ApprovalStrategy", approvalStrategyResponse),
                Member("NumberOfApprovers", CommonShapes.integer),
                Member("Status", approvalTeamStatus),
                Member("StatusCode", approvalTeamStatusCode),
                Member("StatusMessage", CommonShapes.message),
                Member("Approvers", getApprovalTeamResponseApprovers),
                Member("UpdateInitiationTime", CommonShapes.isoTimestamp),
            ], isUnion: false))
    package static let startApprovalTeamBaselineApproverIds = Shape(
        "StartApprovalTeamBaselineApproverIds", .list(element: participantId, length: 0...20))
    package static let updateAction = Shape(
        "UpdateAction", .string(StringConstraints(values: ["SYNCHRONIZE_MFA_DEVICES"])))
    package static let updateActions = Shape(
        "UpdateActions", .list(element: updateAction, length: 0...100))
}
