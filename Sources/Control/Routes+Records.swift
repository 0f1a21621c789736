import AWSProtocol
import MPA

/// What can be read afterwards: mails and events.
extension ControlRoute {
    private static let after = Member("after", ControlShapes.position, .query)
    private static let limit = Member("limit", ControlShapes.limit, .query)

    static let recordRoutes = [
        ControlRoute(
            "ListMessages", "GET", "/outbox",
            "Lists what AWS would have mailed: the newest page, or what came after a number",
            [
                Member("recipient", ControlShapes.person, .query),
                Member("kind", ControlShapes.choice(Message.Kind.self), .query), after, limit,
            ],
            answers: ControlShapes.object(
                "Outbox",
                [
                    .always("messages", ControlShapes.list(of: message)),
                    .always("next", ControlShapes.position),
                ]), perform: listMessages),
        ControlRoute(
            "DeleteMessages", "DELETE", "/outbox", "Empties the outbox", answers: nil
        ) { call in
            try call.service.deleteMessages()
            return .nothing
        },
        ControlRoute(
            "ListEvents", "GET", "/events",
            "Lists API calls and asynchronous steps as CloudTrail tells them, the oldest first",
            [
                after, limit,
                Member("wait", ControlShapes.wait, .query),
            ],
            answers: ControlShapes.object(
                "EventPage",
                [
                    .always("events", ControlShapes.list(of: event)),
                    .always("next", ControlShapes.position),
                ]),
            errors: [ProblemShapes.conflict]
        ) { call in
            .awaitEvents(
                EventQuery(
                    after: call.integer("after") ?? 0,
                    limit: Int(call.integer("limit") ?? ControlShapes.pageSize),
                    waitMilliseconds: call.integer("wait") ?? 0))
        },
    ]

    /// Without `after` a test that looks for what was just sent finds it, however much came before.
    private static func listMessages(_ call: ControlCall) throws -> ControlResult {
        let portal = try call.service.readSettings().approvalPortalURL
        let after = call.integer("after")
        let messages = try call.service.messages(
            after: after, recipient: call["recipient"], kind: call.value("kind"),
            limit: call.integer("limit") ?? ControlShapes.pageSize)
        var page = Structure.page("messages", messages.map { $0.document(portal: portal) })
        page.append("next", .integer(messages.last?.id ?? after ?? 0))
        return .members(page)
    }

    private static let event = Shape("Event", .json)
    private static let recipient = ControlShapes.object(
        "Recipient",
        [
            .always("approverId", ControlShapes.text), .always("identityId", ControlShapes.text),
            Member("email", ControlShapes.text),
        ])
    private static let message = ControlShapes.object(
        "Message",
        [
            .always("id", ControlShapes.position),
            .always("time", ControlShapes.time),
            .always("kind", ControlShapes.choice(Message.Kind.self)),
            .always("recipient", recipient),
            .always("subject", ControlShapes.text),
            .always("approvalTeamArn", ControlShapes.text),
            Member("sessionArn", ControlShapes.text),
            Member("expirationTime", ControlShapes.time),
            Member("code", ControlShapes.text),
            .always("link", ControlShapes.text),
        ])
}

extension Message {
    fileprivate func document(portal: String) -> Structure {
        let page =
            sessionARN.map { "#/sessions/\(percentEncoded($0))" }
            ?? "#/invitations/\(percentEncoded(teamARN))"
        // Who opens it need not say who they are.
        let reader = "?as=\(percentEncoded(identityID))"
        return Structure([
            "id": .integer(id),
            "time": .timestamp(time),
            "kind": .string(kind.rawValue),
            "recipient": .structure(
                Structure([
                    "approverId": .string(approverID), "identityId": .string(identityID),
                    "email": email.map(Document.string),
                ])),
            "subject": .string(subject),
            "approvalTeamArn": .string(teamARN),
            "sessionArn": sessionARN.map(Document.string),
            "expirationTime": expirationTime.map(Document.timestamp),
            "code": code.map(Document.string),
            "link": .string(portal + page + reader),
        ])
    }
}
