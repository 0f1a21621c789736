import AWSProtocol
import MPA

/// A session as the control plane tells it: GetSession's members in lowerCamelCase, and more.
enum SessionDocument {
    static let shape = ControlShapes.object("Session", members)

    static let members: [Member] = [
        .always("id", ControlShapes.position),
        .always("sessionArn", ControlShapes.text),
        .always("kind", ControlShapes.choice(Session.Kind.self)),
        .always("approvalTeamArn", ControlShapes.text),
        .always("approvalTeamName", ControlShapes.text),
        .always("protectedResourceArn", ControlShapes.text),
        .always("approvalStrategy", TeamDocument.strategy),
        .always("numberOfApprovers", ControlShapes.count),
        .always("initiationTime", ControlShapes.time),
        .always("expirationTime", ControlShapes.time),
        Member("completionTime", ControlShapes.time),
        Member("description", ControlShapes.text),
        .always("metadata", metadata),
        .always("status", SessionShapes.sessionStatus),
        Member("statusCode", SessionShapes.sessionStatusCode),
        Member("statusMessage", ControlShapes.text),
        Member("executionStatus", SessionShapes.sessionExecutionStatus),
        .always("plannedExecutionStatus", SessionShapes.sessionExecutionStatus),
        .always("actionName", ControlShapes.text),
        .always("requesterServicePrincipal", ControlShapes.text),
        .always("requesterPrincipalArn", ControlShapes.text),
        .always("requesterAccountId", ControlShapes.text),
        .always("requesterRegion", ControlShapes.text),
        Member("requesterComment", ControlShapes.text),
        Member("deduplicationToken", ControlShapes.text),
        .always("actionCompletionStrategy", SessionShapes.actionCompletionStrategy),
        .always("additionalSecurityRequirements", SessionShapes.additionalSecurityRequirements),
        .always("approverResponses", ControlShapes.list(of: response)),
        Member("dueTime", ControlShapes.time),
    ]

    static let response = ControlShapes.object(
        "ApproverResponse",
        [
            .always("approverId", ControlShapes.text),
            .always("identityId", ControlShapes.text),
            .always("identitySourceArn", ControlShapes.text),
            .always("response", SessionShapes.sessionResponse),
            Member("responseTime", ControlShapes.time),
            Member("comment", ControlShapes.text),
        ])

    private static let metadata = Shape(
        "Metadata", .map(key: ControlShapes.text, value: ControlShapes.text))
}

extension Session {
    var document: Structure {
        var document = Structure(["id": .integer(id), "sessionArn": .string(arn)])
        for part in [subject, course, requester, answers] {
            for entry in part.entries { document.append(entry.name, entry.value) }
        }
        return document
    }

    private var subject: Structure {
        Structure([
            "kind": .string(kind.rawValue),
            "approvalTeamArn": .string(team.arn),
            "approvalTeamName": .string(team.name),
            "protectedResourceArn": .string(request.protectedResourceARN),
            "approvalStrategy": TeamDocument.strategy(team.threshold),
            "numberOfApprovers": .integer(Int64(responses.count)),
            "description": request.description.map(Document.string),
            "metadata": .map(
                DocumentMap(request.metadata.map { (key: $0.key, value: .string($0.value)) })),
        ])
    }

    private var course: Structure {
        Structure([
            "initiationTime": .timestamp(initiationTime),
            "expirationTime": .timestamp(expirationTime),
            "completionTime": completionTime.map(Document.timestamp),
            "status": .string(status.rawValue),
            "statusCode": statusCode.map { .string($0.rawValue) },
            "statusMessage": statusMessage.map(Document.string),
            "executionStatus": executionStatus.map { .string($0.rawValue) },
            "plannedExecutionStatus": .string(plannedExecution.rawValue),
            "dueTime": dueTime.map(Document.timestamp),
        ])
    }

    private var requester: Structure {
        Structure([
            "actionName": .string(request.actionName),
            "requesterServicePrincipal": .string(request.servicePrincipal),
            "requesterPrincipalArn": .string(request.principalARN),
            "requesterAccountId": .string(request.account),
            "requesterRegion": .string(request.region),
            "requesterComment": request.comment.map(Document.string),
            "deduplicationToken": request.deduplicationToken.map(Document.string),
        ])
    }

    private var answers: Structure {
        Structure([
            "actionCompletionStrategy": .string(Self.completionStrategy),
            "additionalSecurityRequirements": .list(
                requiresVerification ? [.string(Self.verificationRequirement)] : []),
            "approverResponses": .list(responses.map { .structure($0.document) }),
        ])
    }
}

extension ApproverResponse {
    var document: Structure {
        Structure([
            "approverId": .string(approverID),
            "identityId": .string(identityID),
            "identitySourceArn": .string(identitySourceARN),
            "response": .string(response.rawValue),
            "responseTime": responseTime.map(Document.timestamp),
            "comment": comment.map(Document.string),
        ])
    }
}
