package import AWSProtocol

/// What an effect is called in documents.
private enum EffectKind: String, CaseIterable {
    case error, status, delay, slowBody, reset, truncatedBody, malformedJson, contentType, failure

    /// The members that it may have beside `kind`.
    var members: [String] {
        switch self {
        case .error: ["code", "message", "status", "retryAfter"]
        case .status: ["status", "body", "retryAfter"]
        case .delay: ["seconds", "minSeconds", "maxSeconds", "place"]
        case .slowBody: ["seconds", "minSeconds", "maxSeconds"]
        case .reset: ["when"]
        case .truncatedBody: ["bytes"]
        case .malformedJson: []
        case .contentType: ["contentType"]
        case .failure: ["code", "message"]
        }
    }
}

/// Where a delay is.
private enum DelayPlace: String, CaseIterable { case firstByte, betweenBytes }

private let wholeMax: Int64 = 9_007_199_254_740_991

extension StateReader {
    /// The rules of a state document; what depends on the moment they have passed before.
    static func readFaults(_ document: StateNode) throws(ControlError) -> [FaultRule] {
        var rules: [FaultRule] = []
        let elements = try document.elements("faults", max: FaultPlan.rulesMax) ?? []
        for (offset, element) in elements.enumerated() {
            let rule = try readFault(
                element, newID: "fault-\(offset + 1)", counted: true, now: nil)
            guard !rules.contains(where: { $0.id == rule.id }) else {
                throw .invalid(path: element.path + ".id", "The id \(rule.id) is taken.")
            }
            rules.append(rule)
        }
        return rules
    }

    /// One rule; `counted` ones tell what they did, and `now` refuses those that are over.
    static func readFault(
        _ element: StateElement, newID: String, counted: Bool, now: Int64?
    ) throws(ControlError) -> FaultRule {
        let counts = counted ? ["calls", "hits"] : []
        let node = try StateNode(element, members: ["id", "match", "effect", "force"] + counts)
        let rule = FaultRule(
            id: try readID(node) ?? newID, match: try readMatch(node["match"]),
            effect: try readEffect(try node.need("effect", node["effect"])),
            isForced: try node.flag("force") ?? false,
            calls: counted ? try node.integer("calls", 0...wholeMax) ?? 0 : 0,
            hits: counted ? try node.integer("hits", 0...wholeMax) ?? 0 : 0)
        if !rule.isForced, let objection = rule.objection(now: now) {
            throw .invalid(
                path: "\(element.path).\(objection.path)",
                objection.text + " \"force\": true takes the rule nevertheless.")
        }
        return rule
    }

    private static func readID(_ node: StateNode) throws(ControlError) -> String? {
        guard let id = try node.text("id", 1...FaultRule.idCharactersMax) else { return nil }
        // As it is, it stands in the path of a URL and in a line of the log.
        let isPlain = id.utf8.allSatisfy { byte in
            byte > 0x20 && byte < 0x7f && !"/?#%\"\\".utf8.contains(byte)
        }
        guard isPlain, id != ".", id != ".." else {
            throw node.error("id", "Write letters, digits, dots, dashes and underscores here.")
        }
        return id
    }

    private static func readMatch(_ element: StateElement?) throws(ControlError) -> FaultMatch {
        var match = FaultMatch()
        guard let element else { return match }
        let node = try StateNode(
            element,
            members: [
                "operations", "account", "principal", "resource", "attempt", "nth", "every",
                "probability", "seed", "from", "until", "times",
            ])
        for operation in try node.elements("operations", max: wholeListMax) ?? [] {
            match.operations.append(try operation.text(1...100))
        }
        match.account = try node.account("account")
        match.principal = try node.text("principal", 1...2_048)
        match.resource = try node.text("resource", 1...2_048)
        match.attempt = try node.integer("attempt", 1...wholeMax)
        match.nth = try node.integer("nth", 1...wholeMax)
        match.every = try node.integer("every", 1...wholeMax)
        match.probability = try node.number("probability", 0...1)
        match.seed = try node.integer("seed", 0...wholeMax) ?? 0
        match.from = try node.time("from")
        match.until = try node.time("until")
        match.times = try node.integer("times", 1...wholeMax)
        return match
    }

    private static let wholeListMax = 100

    private static func readEffect(_ element: StateElement) throws(ControlError) -> FaultEffect {
        let members = EffectKind.allCases.flatMap(\.members)
        let any = try StateNode(element, members: ["kind"] + members)
        let kind = try any.need("kind", try any.choice("kind", EffectKind.self))
        let node = try StateNode(element, members: ["kind"] + kind.members)
        switch kind {
        case .error:
            return .error(
                code: try node.need("code", try fieldText("code", 1...100, "code", node)),
                message: try message(node), status: try status(node),
                retryAfterSeconds: try retryAfter(node))
        case .status:
            return .status(
                try node.need("status", try status(node)), hasBody: try node.flag("body") ?? true,
                retryAfterSeconds: try retryAfter(node))
        case .delay:
            let length = try length(node)
            switch try node.choice("place", DelayPlace.self) ?? .firstByte {
            case .firstByte: return .delay(length)
            case .betweenBytes: return .delayBetweenBytes(length)
            }
        case .slowBody: return .slowBody(try length(node))
        case .reset: return .reset(try node.choice("when") ?? .beforeWork)
        case .truncatedBody:
            return .truncatedBody(bytes: try node.integer("bytes", 0...wholeMax))
        case .malformedJson: return .malformedJSON
        case .contentType:
            let type = try fieldText("contentType", 1...200, "media type", node)
            return .contentType(type ?? "text/html")
        case .failure:
            return .failure(
                try node.need("code", try node.choice("code", FaultFailure.self)),
                message: try message(node))
        }
    }

    private static func message(_ node: StateNode) throws(ControlError) -> String? {
        try node.text("message", 0...FaultRule.messageCharactersMax)
    }

    private static func status(_ node: StateNode) throws(ControlError) -> Int? {
        try node.integer("status", 400...599).map { Int($0) }
    }

    private static func retryAfter(_ node: StateNode) throws(ControlError) -> Int64? {
        try node.integer("retryAfter", 0...86_400)
    }

    /// A text that is sent in a header field.
    private static func fieldText(
        _ name: String, _ length: ClosedRange<Int>, _ noun: String, _ node: StateNode
    ) throws(ControlError) -> String? {
        guard let text = try node.text(name, length) else { return nil }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) else {
            throw node.error(name, "Write a \(noun) of ASCII here.")
        }
        return text
    }

    /// One length, or the bounds of a range.
    private static func length(_ node: StateNode) throws(ControlError) -> ClosedRange<Int64> {
        let range = 0...Double(FaultRule.delayMillisecondsMax) / 1_000
        func milliseconds(_ name: String) throws(ControlError) -> Int64? {
            try node.number(name, range).map { Int64(($0 * 1_000).rounded()) }
        }
        if let seconds = try milliseconds("seconds") {
            for name in ["minSeconds", "maxSeconds"] where node[name] != nil {
                throw node.error(name, "Leave this out beside seconds.")
            }
            return seconds...seconds
        }
        guard let max = try milliseconds("maxSeconds") else {
            throw node.error("seconds", "Add this member, or minSeconds and maxSeconds.")
        }
        let min = try milliseconds("minSeconds") ?? 0
        guard min <= max else { throw node.error("minSeconds", "This is over maxSeconds.") }
        return min...max
    }
}

extension StateNode {
    fileprivate func number(
        _ name: String, _ range: ClosedRange<Double>
    ) throws(ControlError) -> Double? {
        guard let element = self[name] else { return nil }
        guard case .number(let text) = element.value else { throw element.mismatch("a number") }
        guard let number = Double(text), range.contains(number) else {
            throw element.error(
                "Write a number from \(range.lowerBound) to \(range.upperBound) here, not \(text)."
            )
        }
        return number
    }
}

extension FaultRule {
    /// As documents and the control plane tell it.
    package var document: JSONValue {
        .members([
            "id": .string(id), "match": match.document, "effect": effect.document,
            "force": isForced ? .boolean(true) : nil, "calls": .integer(calls),
            "hits": .integer(hits),
        ])
    }
}

extension FaultMatch {
    fileprivate var document: JSONValue {
        .members([
            "operations": .some(operations.map(JSONValue.string)),
            "account": account.map(JSONValue.string),
            "principal": principal.map(JSONValue.string),
            "resource": resource.map(JSONValue.string),
            "attempt": attempt.map(JSONValue.integer), "nth": nth.map(JSONValue.integer),
            "every": every.map(JSONValue.integer),
            "probability": probability.map { .number("\($0)") },
            "seed": seed == 0 ? nil : .integer(seed), "from": from.map(JSONValue.time),
            "until": until.map(JSONValue.time), "times": times.map(JSONValue.integer),
        ])
    }
}

extension FaultEffect {
    fileprivate var document: JSONValue {
        switch self {
        case .error(let code, let message, let status, let retryAfter):
            .effect(
                .error,
                [
                    "code": .string(code), "message": message.map(JSONValue.string),
                    "status": status.map { .integer(Int64($0)) },
                    "retryAfter": retryAfter.map(JSONValue.integer),
                ])
        case .status(let status, let hasBody, let retryAfter):
            .effect(
                .status,
                [
                    "status": .integer(Int64(status)), "body": .boolean(hasBody),
                    "retryAfter": retryAfter.map(JSONValue.integer),
                ])
        case .delay(let range): .effect(.delay, range, place: .firstByte)
        case .delayBetweenBytes(let range): .effect(.delay, range, place: .betweenBytes)
        case .slowBody(let range): .effect(.slowBody, range)
        case .reset(let moment): .effect(.reset, ["when": .string(moment.rawValue)])
        case .truncatedBody(let bytes):
            .effect(.truncatedBody, ["bytes": bytes.map(JSONValue.integer)])
        case .malformedJSON: .effect(.malformedJson, [:])
        case .contentType(let type): .effect(.contentType, ["contentType": .string(type)])
        case .failure(let failure, let message):
            .effect(
                .failure,
                [
                    "code": .string(failure.rawValue), "message": message.map(JSONValue.string),
                ])
        }
    }
}

extension JSONValue {
    fileprivate static func effect(
        _ kind: EffectKind, _ members: KeyValuePairs<String, JSONValue?>
    ) -> JSONValue {
        let pairs = members.compactMap { name, value in value.map { Pair(name: name, value: $0) } }
        return .object([Pair(name: "kind", value: .string(kind.rawValue))] + pairs)
    }

    fileprivate static func effect(
        _ kind: EffectKind, _ range: ClosedRange<Int64>, place: DelayPlace? = nil
    ) -> JSONValue {
        let isFixed = range.lowerBound == range.upperBound
        return effect(
            kind,
            [
                "seconds": isFixed ? seconds(range.lowerBound) : nil,
                "minSeconds": isFixed ? nil : seconds(range.lowerBound),
                "maxSeconds": isFixed ? nil : seconds(range.upperBound),
                "place": place.map { .string($0.rawValue) },
            ])
    }

    private static func seconds(_ milliseconds: Int64) -> JSONValue {
        let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        guard rest != 0 else { return .integer(whole) }
        var decimals = String(rest + 1_000).dropFirst()
        while decimals.last == "0" { decimals.removeLast() }
        return .number("\(whole).\(decimals)")
    }
}
