import AWSProtocol

extension StateReader {
    private static let sessionMembers = [
        "arn", "kind", "teamArn", "teamName", "threshold", "actionName", "description",
        "protectedResourceArn", "requesterServicePrincipal", "requesterPrincipalArn",
        "requesterAccountId", "requesterRegion", "requesterComment", "metadata",
        "deduplicationToken", "initiationTime", "expirationTime", "completionTime", "status",
        "statusCode", "statusMessage", "executionStatus", "plannedExecution",
        "requiresVerification", "dueTime", "responses",
    ]

    mutating func readSessions(_ document: StateNode) throws(ControlError) {
        var tokens: Set<[[UInt8]]> = []
        for element in try document.elements("sessions") ?? [] {
            let node = try StateNode(element, members: Self.sessionMembers)
            let session = try readSession(node)
            guard sessions.updateValue(contents.sessions.count, forKey: session.arn) == nil else {
                throw node.error("arn", "Write another ARN here: a session above has this one.")
            }
            if let token = session.request.deduplicationToken {
                let key = [session.team.arn, session.request.account, token].map { Array($0.utf8) }
                guard tokens.insert(key).inserted else {
                    throw node.error(
                        "deduplicationToken",
                        "Write another one here: the requester has a session with it above.")
                }
            }
            contents.sessions.append(session)
        }
    }

    private func readSession(_ node: StateNode) throws(ControlError) -> Session {
        let status = try node.choice("status", Session.Status.self) ?? .creating
        let isOpen = status == .creating || status == .pending
        let (teamARN, team) = try readTeam(node, isOpen: isOpen)
        if isOpen, let team, !team.canDecide {
            throw node.error(
                "status",
                "Write how the session ended: a team that is \(team.status.rawValue) has no open "
                    + "one.")
        }
        let kind = try node.choice("kind", Session.Kind.self) ?? .protectedOperation
        let responses = try readResponses(node, team, teamARN)
        guard !responses.isEmpty || kind == .baseline else {
            throw node.error("responses", "Write at least one approver here.")
        }
        let start = try node.time("initiationTime") ?? now
        let expiration =
            try node.time("expirationTime") ?? start + Session.standardMinutes * 60_000
        let due = try node.time("dueTime")
        guard due == nil || isOpen else {
            throw node.error("dueTime", "Leave this out: the session has ended.")
        }
        var session = Session(
            arn: try readARN(node, teamARN), kind: kind,
            team: try readSessionTeam(node, team, teamARN, kind, responses),
            request: try readRequest(node, teamARN), initiationTime: start,
            expirationTime: expiration, status: status,
            requiresVerification: try node.flag("requiresVerification")
                ?? settings.requiresMFA,
            responses: responses,
            dueTime: isOpen ? due ?? (status == .creating ? now : expiration) : nil)
        session.completionTime = try node.time("completionTime")
        session.statusCode = try readStatusCode(node, status)
        session.statusMessage = try node.text("statusMessage")
        session.plannedExecution = try node.choice("plannedExecution") ?? .executed
        session.executionStatus = try readExecution(node, session)
        return session
    }

    /// The team that is asked; an ended session may outlive it.
    private func readTeam(
        _ node: StateNode, isOpen: Bool
    ) throws(ControlError) -> (arn: String, team: ApprovalTeam?) {
        if let arn = try node.text("teamArn", 20...2048) {
            let place = teams[arn]
            guard Pattern.approvalTeamARN.matches(arn), place != nil || !isOpen else {
                throw node.error(
                    "teamArn", "Write the ARN of a team of approvalTeams here: it has none of it.")
            }
            return (arn, place.map { contents.approvalTeams[$0] })
        }
        let name = try node.need("teamName", node.text("teamName"))
        let namesakes = contents.approvalTeams.filter { $0.name.hasBytes(of: name) }
        guard namesakes.count == 1 else {
            throw node.error(
                "teamName",
                namesakes.isEmpty
                    ? "Write the name of a team of approvalTeams here: it has none of it."
                    : "Write a teamArn as well: several teams have this name.")
        }
        return (namesakes[0].arn, namesakes[0])
    }

    private func readARN(_ node: StateNode, _ teamARN: String) throws(ControlError) -> String {
        let start =
            teamARN.replacing(":approval-team/", with: ":session/", maxReplacements: 1) + "/"
        guard let arn = try node.text("arn", 20...2048) else { return start + ids.next() }
        guard Pattern.sessionARN.matches(arn), arn.hasPrefix(start) else {
            throw node.error("arn", "Write \(start) with a UUID here, or leave it out.")
        }
        return arn
    }

    private func readSessionTeam(
        _ node: StateNode, _ team: ApprovalTeam?, _ teamARN: String, _ kind: Session.Kind,
        _ responses: [ApproverResponse]
    ) throws(ControlError) -> SessionTeam {
        let count = Int64(responses.count)
        let standard = kind == .baseline ? count : min(team?.threshold ?? count, count)
        let threshold = try node.integer("threshold", (kind == .baseline ? 0 : 1)...max(1, count))
        let arn = ARN(teamARN)
        return SessionTeam(
            account: arn?.account ?? "", region: arn?.region ?? "", arn: teamARN,
            name: try node.need("teamName", node.text("teamName", 1...64) ?? team?.name),
            threshold: threshold ?? standard)
    }

    private func readRequest(
        _ node: StateNode, _ teamARN: String
    ) throws(ControlError) -> SessionRequest {
        let owner = ARN(teamARN)
        let account = try node.account("requesterAccountId") ?? owner?.account ?? ""
        let action = try node.need("actionName", node.text("actionName", 1...500))
        let service = "\(action.prefix { $0 != ":" }).amazonaws.com"
        var metadata: [MetadataEntry] = []
        for (key, value) in try node.texts("metadata") {
            metadata.append(MetadataEntry(key: key, value: try value.text()))
        }
        return SessionRequest(
            actionName: action, description: try node.text("description"),
            protectedResourceARN: try node.need(
                "protectedResourceArn", node.text("protectedResourceArn")),
            servicePrincipal: try node.text("requesterServicePrincipal") ?? service,
            principalARN: try node.text("requesterPrincipalArn")
                ?? Caller.principal(of: account, arn: teamARN),
            account: account,
            region: try node.text("requesterRegion") ?? owner?.region ?? "",
            comment: try node.text("requesterComment"),
            metadata: metadata,
            deduplicationToken: try node.text("deduplicationToken"))
    }

    private func readStatusCode(
        _ node: StateNode, _ status: Session.Status
    ) throws(ControlError) -> Session.StatusCode? {
        guard let code = try node.choice("statusCode", Session.StatusCode.self) else { return nil }
        guard code.status == status else {
            throw node.error(
                "statusCode", "Leave this out, or write \(code.status.rawValue) for the status.")
        }
        return code
    }

    /// Open sessions wait for their operation, approved ones have it behind them.
    private func readExecution(
        _ node: StateNode, _ session: Session
    ) throws(ControlError) -> Session.ExecutionStatus? {
        let status = try node.choice("executionStatus", Session.ExecutionStatus.self)
        switch session.status {
        case .creating, .pending: return status ?? .pending
        case .approved: return status ?? session.plannedExecution
        case .failed, .cancelled: return status
        }
    }
}

extension Session.StatusCode {
    /// The status that has the code.
    fileprivate var status: Session.Status {
        switch self {
        case .rejected, .expired, .allApproversInSession: .failed
        case .configurationChanged: .cancelled
        }
    }
}

extension StateWriter {
    static func session(_ session: Session) -> JSONValue {
        let (team, request) = (session.team, session.request)
        return .members([
            "arn": .string(session.arn), "kind": .string(session.kind.rawValue),
            "teamArn": .string(team.arn), "teamName": .string(team.name),
            "threshold": .integer(team.threshold), "actionName": .string(request.actionName),
            "description": request.description.map(JSONValue.string),
            "protectedResourceArn": .string(request.protectedResourceARN),
            "requesterServicePrincipal": .string(request.servicePrincipal),
            "requesterPrincipalArn": .string(request.principalARN),
            "requesterAccountId": .string(request.account),
            "requesterRegion": .string(request.region),
            "requesterComment": request.comment.map(JSONValue.string),
            "metadata": .map(request.metadata.map { ($0.key, $0.value) }),
            "deduplicationToken": request.deduplicationToken.map(JSONValue.string),
            "initiationTime": .time(session.initiationTime),
            "expirationTime": .time(session.expirationTime),
            "completionTime": session.completionTime.map(JSONValue.time),
            "status": .string(session.status.rawValue),
            "statusCode": session.statusCode.map { .string($0.rawValue) },
            "statusMessage": session.statusMessage.map(JSONValue.string),
            "executionStatus": session.executionStatus.map { .string($0.rawValue) },
            "plannedExecution": .string(session.plannedExecution.rawValue),
            "requiresVerification": .boolean(session.requiresVerification),
            "dueTime": session.dueTime.map(JSONValue.time),
            "responses": .array(session.responses.map(response)),
        ])
    }
}
