import AWSProtocol
import MPA

/// What was called.
extension ControlRoute {
    private static let requestID = Member("requestId", ControlShapes.text, .uri, required: true)
    private static let accountID = Shape(
        "AccountId",
        .string(
            StringConstraints(
                length: 12...12,
                pattern: Pattern("[0-9]{12}") { text in
                    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
                    return text.utf8.count == 12 && text.utf8.allSatisfy(digits.contains)
                })))
    private static let filters = [
        Member("operation", ControlShapes.choice(OperationName.self), .query),
        Member("account", accountID, .query),
        Member("status", Shape("Status", .integer(minimum: 100, maximum: 599)), .query),
        Member("after", ControlShapes.position, .query),
        Member("limit", ControlShapes.limit, .query),
        Member("wait", ControlShapes.wait, .query),
    ]

    static let journalRoutes = listRoutes + singleRoutes

    private static let listRoutes = [
        ControlRoute(
            "ListRequests", "GET", "/requests",
            "Lists the latest requests to the API and their answers, the oldest first", filters,
            answers: ControlShapes.object(
                "RequestPage",
                [
                    .always("requests", ControlShapes.list(of: JournalEntry.shape)),
                    .always("next", ControlShapes.position),
                ]),
            errors: [ProblemShapes.conflict]
        ) { call in
            let filter = CallFilter(
                operation: call.value("operation"), account: call["account"],
                status: call.integer("status").map { Int($0) })
            return .reply(
                try call.plane.awaitCalls(
                    CallQuery(
                        filter: filter, after: call.integer("after") ?? 0,
                        limit: Int(call.integer("limit") ?? ControlShapes.pageSize),
                        waitMilliseconds: call.integer("wait") ?? 0)))
        },
        ControlRoute(
            "DeleteRequests", "DELETE", "/requests", "Forgets the requests", answers: nil,
            errors: [ProblemShapes.conflict]
        ) { call in
            try call.plane.openJournal().clear()
            return .nothing
        },
    ]

    private static let singleRoutes = [
        ControlRoute(
            "GetRequest", "GET", "/requests/{requestId}", "Tells a request and its answer",
            [requestID], answers: JournalEntry.shape,
            errors: [ProblemShapes.notFound, ProblemShapes.conflict]
        ) { call in
            let (number, entry) = try call.plane.keptCall(call.text("requestId"))
            let showsSensitive = try call.plane.openJournal().showsSensitive
            return .members(entry.document(number, showsSensitive: showsSensitive))
        },
        ControlRoute(
            "ReplayRequest", "POST", "/requests/{requestId}/replay",
            "Performs a request again, and answers how that ended", [requestID],
            answers: ControlShapes.object(
                "ReplayResult",
                [
                    .always("requestId", ControlShapes.text),
                    .always("status", ControlShapes.count), Member("error", ControlShapes.text),
                    Member("answer", ControlShapes.json),
                    Member("answerText", ControlShapes.text),
                ]),
            errors: [ProblemShapes.notFound, ProblemShapes.conflict]
        ) { call in
            .reply(try call.plane.replay(call.plane.keptCall(call.text("requestId"))))
        },
    ]
}
