import AWSProtocol

extension StateReader {
    mutating func readScheduledAnswers(_ document: StateNode) throws(ControlError) {
        for element in try document.elements("scheduledAnswers") ?? [] {
            let node = try StateNode(
                element, members: ["dueTime", "kind", "resourceArn", "approverId", "positive"])
            contents.scheduledAnswers.append(
                ScheduledAnswer(
                    dueTime: try node.time("dueTime") ?? now,
                    kind: try node.need("kind", node.choice("kind")),
                    resourceARN: try node.need("resourceArn", node.text("resourceArn")),
                    approverID: try node.need("approverId", node.text("approverId")),
                    isPositive: try node.flag("positive") ?? true))
        }
    }

    mutating func readOutbox(_ document: StateNode) throws(ControlError) {
        let elements = try document.elements("outbox", max: Int(MessageTable.messagesMax))
        for element in elements ?? [] {
            let node = try StateNode(
                element,
                members: [
                    "time", "kind", "approverId", "identityId", "email", "subject", "teamArn",
                    "sessionArn", "expirationTime", "code",
                ])
            contents.messages.append(
                Message(
                    time: try node.time("time") ?? now,
                    kind: try node.need("kind", node.choice("kind")),
                    approverID: try node.need("approverId", node.text("approverId")),
                    identityID: try node.need("identityId", node.text("identityId")),
                    email: try node.text("email"),
                    subject: try node.need("subject", node.text("subject")),
                    teamARN: try node.need("teamArn", node.text("teamArn")),
                    sessionARN: try node.text("sessionArn"),
                    expirationTime: try node.time("expirationTime"), code: try node.text("code")))
        }
    }

    mutating func readVerificationCodes(_ document: StateNode) throws(ControlError) {
        var seen: Set<[[UInt8]]> = []
        for element in try document.elements("verificationCodes") ?? [] {
            let node = try StateNode(
                element, members: ["sessionArn", "approverId", "code", "wrongAttempts"])
            let session = try node.need("sessionArn", node.text("sessionArn"))
            guard sessions[session] != nil else {
                throw node.error("sessionArn", "Write the ARN of a session of sessions here.")
            }
            let approver = try node.need("approverId", node.text("approverId"))
            guard seen.insert([Array(session.utf8), Array(approver.utf8)]).inserted else {
                throw element.error("Leave this out: the approver has a code above already.")
            }
            let attempts = 0...VerificationCode.wrongAttemptsMax - 1
            contents.codes.append(
                VerificationCode(
                    sessionARN: session, approverID: approver,
                    code: try node.need("code", node.text("code")),
                    wrongAttempts: try node.integer("wrongAttempts", attempts) ?? 0))
        }
    }
}

extension StateWriter {
    static func scheduledAnswer(_ answer: ScheduledAnswer) -> JSONValue {
        .members([
            "dueTime": .time(answer.dueTime), "kind": .string(answer.kind.rawValue),
            "resourceArn": .string(answer.resourceARN),
            "approverId": .string(answer.approverID), "positive": .boolean(answer.isPositive),
        ])
    }

    static func message(_ message: Message) -> JSONValue {
        .members([
            "time": .time(message.time), "kind": .string(message.kind.rawValue),
            "approverId": .string(message.approverID),
            "identityId": .string(message.identityID),
            "email": message.email.map(JSONValue.string), "subject": .string(message.subject),
            "teamArn": .string(message.teamARN),
            "sessionArn": message.sessionARN.map(JSONValue.string),
            "expirationTime": message.expirationTime.map(JSONValue.time),
            "code": message.code.map(JSONValue.string),
        ])
    }

    static func verificationCode(_ code: VerificationCode) -> JSONValue {
        .members([
            "sessionArn": .string(code.sessionARN), "approverId": .string(code.approverID),
            "code": .string(code.code), "wrongAttempts": .integer(code.wrongAttempts),
        ])
    }
}
