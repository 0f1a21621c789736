public import FoundationEssentials

extension MPALocal {
    /// A rule by which calls fail: which ones, and how.
    ///
    /// ```swift
    /// var rule = MPALocal.FaultRule(.error("ThrottlingException", retryAfter: 2))
    /// rule.operations = ["ListApprovalTeams"]
    /// rule.attempt = 1
    /// try server.faults.add(rule)
    /// ```
    public struct FaultRule: Sendable, Equatable {
        /// What happens to a call.
        public enum Effect: Sendable, Equatable {
            /// An error that the operation declares, with its own status or another; nothing is
            /// done.
            case error(
                _ code: String, message: String? = nil, status: Int? = nil, retryAfter: Int? = nil)
            /// 500, 502, 503 or 504 as a load balancer sends it; nothing is done.
            case status(_ status: Int, hasBody: Bool = true, retryAfter: Int? = nil)
            /// All is done at once, and the answer comes so much later.
            case delay(Duration)
            /// A pause before every byte of the body.
            case delayBetweenBytes(Duration)
            /// The body takes so long altogether.
            case slowBody(Duration)
            /// The connection is reset and nothing is done.
            case resetBeforeWork
            /// The connection is reset once all is done and kept: the answer is lost.
            case resetAfterWork
            /// So many bytes of the body, half of it without a number, and the end of the
            /// connection.
            case truncatedBody(bytes: Int? = nil)
            /// JSON without its last byte.
            case malformedJSON
            /// Another media type.
            case contentType(_ type: String = "text/html")
            /// What goes on after the call fails with that code, such as `FAILED_VALIDATION` or
            /// `IDC_INSTANCE_NOT_FOUND`.
            case failure(_ code: String, message: String? = nil)
        }

        /// The name of the rule; one is made if it is nil.
        public var id: String?
        /// The operations that it is for; empty for all, or for those that declare the error.
        public var operations: [String] = []
        /// The account of the caller.
        public var account: String?
        /// The ARN of the caller, with `*` and `?`.
        public var principal: String?
        /// The ARN that the call names, with `*` and `?`.
        public var resource: String?
        /// The attempt of the SDK, 1 for the first.
        public var attempt: Int?
        /// The one call of that number among those that fit.
        public var nth: Int?
        /// One of so many calls that fit.
        public var every: Int?
        /// How likely it decides a call that fits, from 0 to 1.
        public var probability: Double?
        /// The same seed gives the same calls.
        public var seed: Int?
        /// From when on, on the emulator's clock.
        public var from: Date?
        /// Until when; that moment is not included.
        public var until: Date?
        /// How many calls it decides at most.
        public var times: Int?
        /// What happens to the call.
        public var effect: Effect
        /// Takes a rule that can never match as well.
        public var isForced = false

        /// A rule for every call.
        public init(_ effect: Effect) { self.effect = effect }
    }
}

extension MPALocal.FaultRule: Encodable {
    private enum Key: String, CodingKey {
        case id, match, effect, force
        case operations, account, principal, resource, attempt, nth, every, probability, seed
        case from, until, times
    }

    /// Writes the rule as the control API takes it.
    public func encode(to encoder: any Encoder) throws {
        var rule = encoder.container(keyedBy: Key.self)
        try rule.encodeIfPresent(id, forKey: .id)
        try rule.encode(Members(effect).members, forKey: .effect)
        if isForced { try rule.encode(true, forKey: .force) }
        var match = rule.nestedContainer(keyedBy: Key.self, forKey: .match)
        if !operations.isEmpty { try match.encode(operations, forKey: .operations) }
        try match.encodeIfPresent(account, forKey: .account)
        try match.encodeIfPresent(principal, forKey: .principal)
        try match.encodeIfPresent(resource, forKey: .resource)
        try match.encodeIfPresent(attempt, forKey: .attempt)
        try match.encodeIfPresent(nth, forKey: .nth)
        try match.encodeIfPresent(every, forKey: .every)
        try match.encodeIfPresent(probability, forKey: .probability)
        try match.encodeIfPresent(seed, forKey: .seed)
        try match.encodeIfPresent(from, forKey: .from)
        try match.encodeIfPresent(until, forKey: .until)
        try match.encodeIfPresent(times, forKey: .times)
    }

    /// An effect as the control API names its parts.
    private struct Members {
        typealias JSON = MPALocal.JSON

        var members: [String: JSON] = [:]

        init(_ effect: MPALocal.FaultRule.Effect) {
            switch effect {
            case .error(let code, let message, let status, let retryAfter):
                set("error", ["code": .string(code), "message": text(message)])
                set("error", ["status": number(status), "retryAfter": number(retryAfter)])
            case .status(let status, let hasBody, let retryAfter):
                set("status", ["status": number(status), "retryAfter": number(retryAfter)])
                members["body"] = .boolean(hasBody)
            case .delay(let length): set("delay", ["seconds": .number(length.wholeSeconds)])
            case .delayBetweenBytes(let length):
                set("delay", ["seconds": .number(length.wholeSeconds), "place": "betweenBytes"])
            case .slowBody(let length): set("slowBody", ["seconds": .number(length.wholeSeconds)])
            case .resetBeforeWork: set("reset", [:])
            case .resetAfterWork: set("reset", ["when": "afterWork"])
            case .truncatedBody(let bytes): set("truncatedBody", ["bytes": number(bytes)])
            case .malformedJSON: set("malformedJson", [:])
            case .contentType(let type): set("contentType", ["contentType": .string(type)])
            case .failure(let code, let message):
                set("failure", ["code": .string(code), "message": text(message)])
            }
        }

        private mutating func set(_ kind: String, _ pairs: KeyValuePairs<String, JSON?>) {
            members["kind"] = .string(kind)
            for (name, value) in pairs { members[name] = value ?? members[name] }
        }

        private func text(_ text: String?) -> JSON? { text.map(JSON.string) }
        private func number(_ number: Int?) -> JSON? { number.map { .integer(Int64($0)) } }
    }
}
