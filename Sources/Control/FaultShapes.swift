import AWSProtocol
import MPA

/// Rules as the OpenAPI document describes them. They are read by the reader of state documents,
/// which is stricter: each kind of effect has members of its own.
enum FaultShapes {
    static let given = ControlShapes.object(
        "FaultRuleRequest",
        [
            Member("id", id), Member("match", match), .always("effect", effect),
            Member("force", ControlShapes.flag),
        ])
    static let told = ControlShapes.object(
        "FaultRule",
        [
            .always("id", id), .always("match", match), .always("effect", effect),
            Member("force", ControlShapes.flag), .always("calls", ControlShapes.position),
            .always("hits", ControlShapes.position),
        ])

    private static let id = Shape(
        "FaultID", .string(StringConstraints(length: 1...FaultRule.idCharactersMax)))
    private static let positive = Shape(
        "Positive", .integer(minimum: 1, maximum: 9_007_199_254_740_991))
    private static let pattern = Shape("ARNPattern", .string(StringConstraints(length: 1...2_048)))
    /// The one kind of shape that is a number with decimals.
    private static let probability = Shape(
        "Probability", .duration(.seconds, millisecondsMax: 1_000))
    private static let seconds = Shape(
        "Seconds", .duration(.seconds, millisecondsMax: FaultRule.delayMillisecondsMax))
    private static let status = Shape("Status", .integer(minimum: 400, maximum: 599))
    private static let message = Shape(
        "FaultMessage", .string(StringConstraints(length: 0...FaultRule.messageCharactersMax)))

    private static let match = ControlShapes.object(
        "FaultMatch",
        [
            Member(
                "operations",
                Shape(
                    "OperationList",
                    .list(
                        element: Shape(
                            "Operation", .string(StringConstraints(length: 1...100))),
                        length: 0...100))),
            Member("account", CommonShapes.accountId),
            Member("principal", pattern), Member("resource", pattern),
            Member("attempt", positive), Member("nth", positive), Member("every", positive),
            Member("probability", probability), Member("seed", ControlShapes.position),
            Member("from", ControlShapes.time), Member("until", ControlShapes.time),
            Member("times", positive),
        ])
    private static let effect = ControlShapes.object(
        "FaultEffect",
        [
            .always(
                "kind",
                ControlShapes.choice([
                    "error", "status", "delay", "slowBody", "reset", "truncatedBody",
                    "malformedJson", "contentType", "failure",
                ])),
            Member("code", Shape("FaultCode", .string(StringConstraints(length: 1...100)))),
            Member("message", message), Member("status", status),
            Member("body", ControlShapes.flag),
            Member("retryAfter", Shape("RetryAfter", .integer(minimum: 0, maximum: 86_400))),
            Member("seconds", seconds), Member("minSeconds", seconds),
            Member("maxSeconds", seconds),
            Member("place", ControlShapes.choice(["firstByte", "betweenBytes"])),
            Member("when", ControlShapes.choice(FaultMoment.self)),
            Member("bytes", ControlShapes.position),
            Member(
                "contentType", Shape("MediaType", .string(StringConstraints(length: 1...200)))),
        ])
}
