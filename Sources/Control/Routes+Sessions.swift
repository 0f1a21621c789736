import AWSProtocol
import MPA

/// What integrated services do.
extension ControlRoute {
    private static let sessionARN = Member(
        "sessionArn", SessionShapes.sessionArn, .uri, required: true)
    private static let servicePrincipalBytesMax = 100
    private static let sessionID = Shape(
        "SessionId",
        .string(
            StringConstraints(
                length: 1...100,
                pattern: Pattern("[a-zA-Z0-9_-]+") { text in
                    !text.isEmpty
                        && text.utf8.allSatisfy {
                            isLetterOrDigit($0) || $0 == UInt8(ascii: "_")
                                || $0 == UInt8(ascii: "-")
                        }
                })))

    static let sessionRoutes = [
        ControlRoute(
            "StartSession", "POST", "/sessions",
            "Starts a session, as an integrated service does for a protected operation",
            startMembers,
            answers: ControlShapes.object(
                "StartedSession", [.always("arn", ControlShapes.text)] + SessionDocument.members),
            status: 201, errors: [ProblemShapes.notFound, ProblemShapes.conflict],
            perform: startSession),
        ControlRoute(
            "GetSession", "GET", "/sessions/{sessionArn}", "Tells any session", [sessionARN],
            answers: SessionDocument.shape, errors: [ProblemShapes.notFound]
        ) { call in
            .members(try call.service.session(call.text("sessionArn")).document)
        },
        ControlRoute(
            "ReportExecution", "PUT", "/sessions/{sessionArn}/execution",
            "Tells how the operation ended, or will end once it is approved",
            [
                sessionARN,
                Member("status", ControlShapes.choice(["EXECUTED", "FAILED"]), required: true),
            ], answers: SessionDocument.shape,
            errors: [ProblemShapes.notFound, ProblemShapes.conflict]
        ) { call in
            .members(
                try call.service.reportExecution(
                    call.text("sessionArn"), call.value("status") ?? .executed
                ).document)
        },
    ]

    private static let startMembers = [
        Member("approvalTeamArn", ApprovalTeamShapes.approvalTeamArn, required: true),
        Member("actionName", SessionShapes.actionName, required: true),
        Member("protectedResourceArn", CommonShapes.string, required: true),
        Member("description", CommonShapes.description),
        Member("metadata", SessionShapes.sessionMetadata),
        Member("requesterComment", SessionShapes.requesterComment),
        Member("requesterPrincipalArn", CommonShapes.string),
        Member("requesterAccountId", CommonShapes.accountId),
        Member("requesterRegion", CommonShapes.region),
        Member("requesterServicePrincipal", CommonShapes.servicePrincipal),
        Member("durationMinutes", Shape("Minutes", .integer(minimum: 1, maximum: 43_200))),
        Member("deduplicationToken", CommonShapes.token),
        Member("sessionId", sessionID),
    ]

    private static func startSession(_ call: ControlCall) throws -> ControlResult {
        let teamARN = call.text("approvalTeamArn")
        guard let parts = ARN(teamARN) else {
            throw ControlError.invalid(path: "$.approvalTeamArn", "This is no ARN.")
        }
        let account = call["requesterAccountId"] ?? parts.account
        let principal =
            call["requesterPrincipalArn"] ?? "arn:\(parts.partition):iam::\(account):root"
        let token = call["deduplicationToken"].flatMap { $0.isEmpty ? nil : $0 }
        let request = SessionRequest(
            actionName: call.text("actionName"), description: call["description"],
            protectedResourceARN: call.text("protectedResourceArn"),
            servicePrincipal: try servicePrincipal(call), principalARN: principal,
            account: account, region: call["requesterRegion"] ?? parts.region,
            comment: call["requesterComment"], metadata: call.metadata, deduplicationToken: token)
        let session = try call.service.startSession(
            Service.SessionStart(
                teamARN: teamARN, request: request,
                durationMinutes: call.integer("durationMinutes"), sessionID: call["sessionId"]))
        var answer = Structure(["arn": .string(session.arn)])
        for entry in session.document.entries { answer.append(entry.name, entry.value) }
        return .members(answer)
    }

    /// The one that is given, or else that of the action's service.
    private static func servicePrincipal(_ call: ControlCall) throws -> String {
        if let given = call["requesterServicePrincipal"] { return given }
        let action = call.text("actionName")
        let service = action.utf8.prefix { $0 != UInt8(ascii: ":") }
        let name = String(Substring(service)) + ".amazonaws.com"
        guard !service.isEmpty, service.count < action.utf8.count,
            name.utf8.count <= servicePrincipalBytesMax
        else {
            throw ControlError.invalid(
                path: "$.requesterServicePrincipal",
                "The action name has no service before a colon, as in backup:DeleteVault: name "
                    + "one so, or give the service principal.")
        }
        return name
    }
}

extension ControlCall {
    fileprivate var metadata: [MetadataEntry] {
        (input["metadata"]?.map?.entries ?? []).map {
            MetadataEntry(key: $0.key, value: $0.value.string ?? "")
        }
    }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}
