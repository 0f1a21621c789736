import AWSProtocol

/// In which form events leave.
package enum EventFormat: String, Sendable, CaseIterable {
    /// As CloudTrail records them, with the number that they have here.
    case cloudtrail
    /// In the envelope in which EventBridge hands on what CloudTrail recorded,
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html.
    case eventbridge

    /// An event as `GET /_mpa/events` tells it, in this form.
    package func render(_ document: [UInt8]) -> [UInt8] {
        switch self {
        case .cloudtrail: document
        case .eventbridge: Self.envelope(document) ?? document
        }
    }

    /// Nil for what is no event; a state document may bring anything.
    private static func envelope(_ document: [UInt8]) -> [UInt8]? {
        guard case .object(let pairs)? = try? JSONValue(reading: document) else { return nil }
        let members = pairs.filter { $0.name != "sequence" }
        func text(_ name: String) -> String {
            for pair in members where pair.name.hasBytes(of: name) {
                if case .string(let text) = pair.value { return text }
            }
            return ""
        }
        let isCall = text("eventType") == "AwsApiCall"
        let envelope = JSONValue.members([
            "version": .string("0"),
            "id": .string(text("eventID")),
            "detail-type": .string("AWS \(isCall ? "API Call" : "Service Event") via CloudTrail"),
            "source": .string("aws.multi-party-approval"),
            "account": .string(text("recipientAccountId")),
            "time": .string(wholeSeconds(text("eventTime"))),
            "region": .string(text("awsRegion")),
            "resources": .array([]),
            "detail": .object(members),
        ])
        return envelope.text
    }

    /// EventBridge knows no fractions of a second.
    private static func wholeSeconds(_ time: String) -> String {
        guard let dot = time.firstIndex(of: ".") else { return time }
        return time[..<dot] + "Z"
    }
}
