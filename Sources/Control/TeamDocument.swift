import AWSProtocol
import MPA

/// A team as the control plane tells it: GetApprovalTeam's members in lowerCamelCase, and more.
enum TeamDocument {
    static let shape = ControlShapes.object("Team", members)

    static let members: [Member] = [
        .always("arn", ControlShapes.text),
        .always("accountId", ControlShapes.text),
        .always("region", ControlShapes.text),
        .always("name", ControlShapes.text),
        .always("description", ControlShapes.text),
        .always("status", ApprovalTeamShapes.approvalTeamStatus),
        Member("statusCode", ApprovalTeamShapes.approvalTeamStatusCode),
        Member("statusMessage", ControlShapes.text),
        .always("approvalStrategy", strategy),
        .always("numberOfApprovers", ControlShapes.count),
        .always("approvers", ControlShapes.list(of: approver)),
        .always("policies", ControlShapes.list(of: policy)),
        .always("versionId", ControlShapes.text),
        .always("creationTime", ControlShapes.time),
        Member("lastUpdateTime", ControlShapes.time),
        Member("updateSessionArn", ControlShapes.text),
        Member("pendingUpdate", pendingUpdate),
        .always("pendingWindowDays", ControlShapes.whole),
        Member("dueTime", ControlShapes.time),
    ]

    static let approver = ControlShapes.object(
        "TeamApprover",
        [
            .always("approverId", ControlShapes.text),
            .always("primaryIdentityId", ControlShapes.text),
            .always("primaryIdentitySourceArn", ControlShapes.text),
            .always("primaryIdentityStatus", ApprovalTeamShapes.identityStatus),
            Member("invitationTime", ControlShapes.time),
            Member("responseTime", ControlShapes.time),
            Member("lastActivity", ApprovalTeamShapes.approverLastActivity),
            Member("lastActivityTime", ControlShapes.time),
            Member("pendingBaselineSessionArn", ControlShapes.text),
            Member("registeredEmail", ControlShapes.text),
        ])

    static let strategy = ControlShapes.object(
        "Strategy",
        [
            .always(
                "mofN",
                ControlShapes.object(
                    "MofN", [.always("minApprovalsRequired", ControlShapes.count)]))
        ])

    private static let policy = ControlShapes.object(
        "TeamPolicy", [.always("policyArn", ControlShapes.text)])

    private static let pendingUpdate = ControlShapes.object(
        "TeamUpdate",
        [
            .always("versionId", ControlShapes.text),
            .always("description", ControlShapes.text),
            .always("approvalStrategy", strategy),
            .always("numberOfApprovers", ControlShapes.count),
            .always("statusCode", ApprovalTeamShapes.approvalTeamStatusCode),
            Member("statusMessage", ControlShapes.text),
            .always("approvers", ControlShapes.list(of: approver)),
            .always("updateInitiationTime", ControlShapes.time),
            .always("requesterPrincipalArn", ControlShapes.text),
        ])

    static func strategy(_ threshold: Int64) -> Document {
        .structure(
            Structure([
                "mofN": .structure(Structure(["minApprovalsRequired": .integer(threshold)]))
            ]))
    }
}

extension ApprovalTeam {
    var document: Structure {
        Structure([
            "arn": .string(arn),
            "accountId": .string(account),
            "region": .string(region),
            "name": .string(name),
            "description": .string(description),
            "status": .string(status.rawValue),
            "statusCode": statusCode.map { .string($0.rawValue) },
            "statusMessage": statusMessage.map(Document.string),
            "approvalStrategy": TeamDocument.strategy(threshold),
            "numberOfApprovers": .integer(Int64(approvers.count)),
            "approvers": .list(approvers.map { .structure($0.document) }),
            "policies": .list(
                policies.map { .structure(Structure(["policyArn": .string($0)])) }),
            "versionId": .string(String(versionID)),
            "creationTime": .timestamp(creationTime),
            "lastUpdateTime": lastUpdateTime.map(Document.timestamp),
            "updateSessionArn": updateSessionARN.map(Document.string),
            "pendingUpdate": draft.map { .structure($0.document) },
            "pendingWindowDays": .integer(pendingWindowDays),
            "dueTime": dueTime.map(Document.timestamp),
        ])
    }
}

extension Draft {
    fileprivate var document: Structure {
        Structure([
            "versionId": .string(String(versionID)),
            "description": .string(description),
            "approvalStrategy": TeamDocument.strategy(threshold),
            "numberOfApprovers": .integer(Int64(approvers.count)),
            "statusCode": .string(statusCode.rawValue),
            "statusMessage": statusMessage.map(Document.string),
            "approvers": .list(approvers.map { .structure($0.document) }),
            "updateInitiationTime": .timestamp(initiationTime),
            "requesterPrincipalArn": .string(requesterARN),
        ])
    }
}

extension Approver {
    var document: Structure {
        Structure([
            "approverId": .string(id),
            "primaryIdentityId": .string(identityID),
            "primaryIdentitySourceArn": .string(identitySourceARN),
            "primaryIdentityStatus": .string(status.rawValue),
            "invitationTime": invitationTime.map(Document.timestamp),
            "responseTime": responseTime.map(Document.timestamp),
            "lastActivity": lastActivity.map { .string($0.rawValue) },
            "lastActivityTime": lastActivityTime.map(Document.timestamp),
            "pendingBaselineSessionArn": pendingBaselineSessionARN.map(Document.string),
            "registeredEmail": registeredEmail.map(Document.string),
        ])
    }
}
