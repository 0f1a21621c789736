import AWSProtocol
import MPA

/// What belongs to an account: identity sources, teams and sessions.
extension StateDocument {
    private static let owner: [Member] = [
        .always("account", CommonShapes.accountId), text("region"),
    ]

    static let identitySource = object(
        "StateIdentitySource",
        owner + [
            text("arn"), .always("instanceArn", IdentitySourceShapes.idcInstanceArn),
            text("instanceRegion"), Member("creationTime", ControlShapes.time),
            Member("status", IdentitySourceShapes.identitySourceStatus),
            Member("statusCode", IdentitySourceShapes.identitySourceStatusCode),
            text("statusMessage"), Member("dueTime", ControlShapes.time), Member("tags", tags),
        ])

    static let approvalTeam = object(
        "StateTeam",
        owner + [
            Member("arn", ApprovalTeamShapes.approvalTeamArn),
            .always("name", ApprovalTeamShapes.approvalTeamName),
            Member("description", ControlShapes.text), Member("threshold", ControlShapes.count),
            Member("status", ApprovalTeamShapes.approvalTeamStatus),
            Member("statusCode", ApprovalTeamShapes.approvalTeamStatusCode),
            text("statusMessage"), Member("updateSessionArn", SessionShapes.sessionArn),
            text("versionId"), text("latestVersionId"),
            Member("creationTime", ControlShapes.time),
            Member("lastUpdateTime", ControlShapes.time),
            Member("pendingWindowDays", ControlShapes.count),
            Member("dueTime", ControlShapes.time),
            Member("policies", list(ControlShapes.text, atMost: 10)),
            .always("approvers", list(approver, atMost: 20)), Member("draft", draft),
            Member("tags", tags), Member("sharedWith", list(CommonShapes.accountId)),
        ])

    static let approver = Shape("StateApproverOrIdentityId", .json)
    static let approverObject = object(
        "StateApprover",
        [
            Member("id", ControlShapes.person), .always("identityId", ControlShapes.person),
            text("identitySourceArn"),
            Member("status", ControlShapes.choice(["PENDING", "ACCEPTED", "REJECTED"])),
            Member("invalid", ControlShapes.flag), Member("invitationTime", ControlShapes.time),
            Member("responseTime", ControlShapes.time),
            Member("lastActivity", ApprovalTeamShapes.approverLastActivity),
            Member("lastActivityTime", ControlShapes.time),
            Member("pendingBaselineSessionArn", SessionShapes.sessionArn),
            text("registeredEmail"),
        ])

    private static let draft = object(
        "StateDraft",
        [
            text("versionId"), text("description"), Member("threshold", ControlShapes.count),
            Member("statusCode", ApprovalTeamShapes.approvalTeamStatusCode),
            text("statusMessage"), Member("initiationTime", ControlShapes.time),
            Member("synchronizesMfaDevices", ControlShapes.flag), text("requesterArn"),
            Member("approvers", list(approver, atMost: 20)),
        ])

    static let session = object("StateSession", sessionSubject + sessionRequest + sessionCourse)

    private static let sessionSubject = [
        Member("arn", SessionShapes.sessionArn),
        Member("kind", ControlShapes.choice(Session.Kind.self)),
        Member("teamArn", ApprovalTeamShapes.approvalTeamArn), text("teamName"),
        Member("threshold", ControlShapes.count),
    ]
    private static let sessionRequest = [
        text("actionName"), text("description"), text("protectedResourceArn"),
        text("requesterServicePrincipal"), text("requesterPrincipalArn"),
        Member("requesterAccountId", CommonShapes.accountId), text("requesterRegion"),
        text("requesterComment"), Member("metadata", tags), text("deduplicationToken"),
    ]
    private static let sessionCourse = [
        Member("initiationTime", ControlShapes.time),
        Member("expirationTime", ControlShapes.time),
        Member("completionTime", ControlShapes.time),
        Member("status", SessionShapes.sessionStatus),
        Member("statusCode", SessionShapes.sessionStatusCode), text("statusMessage"),
        Member("executionStatus", SessionShapes.sessionExecutionStatus),
        Member("plannedExecution", SessionShapes.sessionExecutionStatus),
        Member("requiresVerification", ControlShapes.flag),
        Member("dueTime", ControlShapes.time), Member("responses", list(response, atMost: 20)),
    ]

    private static let response = object(
        "StateResponse",
        [
            Member("approverId", ControlShapes.person),
            Member("identityId", ControlShapes.person), text("identitySourceArn"),
            Member("response", SessionShapes.sessionResponse),
            Member("responseTime", ControlShapes.time), text("comment"),
        ])
}

/// What was and what will be: answers by habit, remembered requests, mails, codes and events.
extension StateDocument {
    static let scheduledAnswer = object(
        "StateScheduledAnswer",
        [
            Member("dueTime", ControlShapes.time),
            .always("kind", ControlShapes.choice(ScheduledAnswer.Kind.self)),
            .always("resourceArn", ControlShapes.text),
            .always("approverId", ControlShapes.text), Member("positive", ControlShapes.flag),
        ])
    static let clientToken = object(
        "StateClientToken",
        owner + [
            .always("operation", ControlShapes.choice(OperationName.self)),
            .always("token", ControlShapes.text), .always("requestHash", ControlShapes.text),
            Member("expirationTime", ControlShapes.time), .always("answer", ControlShapes.json),
        ])
    static let message = object(
        "StateMessage",
        [
            Member("time", ControlShapes.time),
            .always("kind", ControlShapes.choice(Message.Kind.self)),
            .always("approverId", ControlShapes.text), .always("identityId", ControlShapes.text),
            text("email"), .always("subject", ControlShapes.text),
            .always("teamArn", ControlShapes.text), text("sessionArn"),
            Member("expirationTime", ControlShapes.time), text("code"),
        ])
    static let verificationCode = object(
        "StateVerificationCode",
        [
            .always("sessionArn", ControlShapes.text), .always("approverId", ControlShapes.text),
            .always("code", ControlShapes.text), Member("wrongAttempts", ControlShapes.count),
        ])
    static let events = object(
        "StateEvents",
        [
            Member("latestSequence", ControlShapes.count),
            Member("items", list(ControlShapes.json)),
        ])
}
