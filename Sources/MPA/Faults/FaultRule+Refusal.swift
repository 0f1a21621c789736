/// Why a rule is of no use, and the way to the reason within the rule.
package struct FaultObjection: Sendable, Equatable {
    package let path: String
    package let text: String

    fileprivate init(_ path: String, _ text: String) {
        self.path = path
        self.text = text
    }
}

extension FaultRule {
    /// Nil for a rule that can match and tells what can be told; `now` leaves out what depends on
    /// the moment if it is nil.
    package func objection(now: Int64?) -> FaultObjection? {
        objectionToNames ?? objectionToEffect ?? objectionToCounts ?? objectionToWindow(now)
            ?? objectionToPatterns
    }

    private var objectionToNames: FaultObjection? {
        for (offset, name) in match.operations.enumerated()
        where OperationName(rawValue: name) == nil {
            return FaultObjection(
                "match.operations[\(offset)]",
                "AWS Multi-party approval has no operation '\(name)'.")
        }
        return nil
    }

    private var objectionToEffect: FaultObjection? {
        switch effect {
        case .error(let code, _, _, _): objection(toError: code)
        case .status(let status, _, _) where ![500, 502, 503, 504].contains(status):
            FaultObjection(
                "effect.status", "Without force this is one of 500, 502, 503 and 504.")
        case .failure(let failure, _): objection(to: failure)
        case .status, .delay, .delayBetweenBytes, .slowBody, .reset, .truncatedBody,
            .malformedJSON, .contentType:
            nil
        }
    }

    private func objection(toError code: String) -> FaultObjection? {
        guard OperationName.allCases.contains(where: { $0.declares(code) }) else {
            return FaultObjection("effect.code", "No operation declares the error '\(code)'.")
        }
        let operations = match.operations.compactMap(OperationName.init)
        return operations.first { !$0.declares(code) }.map { operation in
            FaultObjection(
                "effect.code", "The operation \(operation.rawValue) does not declare \(code).")
        }
    }

    private func objection(to failure: FaultFailure) -> FaultObjection? {
        let fitting = failure.operations.map(\.rawValue)
        for (offset, name) in match.operations.enumerated() where !fitting.contains(name) {
            let rest =
                fitting.isEmpty
                ? "integrated services put that under way; leave the operations out."
                : "that is for \(fitting.joined(separator: ", "))."
            return FaultObjection(
                "match.operations[\(offset)]",
                "\(name) does not end in \(failure.rawValue): \(rest)")
        }
        let text = "What goes on after its call is no attempt, and nobody's request: it never fits."
        if match.attempt != nil { return FaultObjection("match.attempt", text) }
        if match.principal != nil { return FaultObjection("match.principal", text) }
        return nil
    }

    private var objectionToCounts: FaultObjection? {
        if match.probability == 0 {
            return FaultObjection("match.probability", "With a probability of 0 it never matches.")
        }
        if let nth = match.nth, let every = match.every, nth % every != 0 {
            return FaultObjection("match.nth", "Call \(nth) is none of every \(every).")
        }
        return nil
    }

    private func objectionToWindow(_ now: Int64?) -> FaultObjection? {
        guard let until = match.until else { return nil }
        if let from = match.from, until <= from {
            return FaultObjection("match.until", "This ends before it begins.")
        }
        if let now, until <= now {
            return FaultObjection("match.until", "On the emulator's clock this is over.")
        }
        return nil
    }

    private var objectionToPatterns: FaultObjection? {
        if let principal = match.principal, !canBeARN(principal) {
            return FaultObjection("match.principal", "Principals have ARNs, and this fits none.")
        }
        guard let resource = match.resource else { return nil }
        guard canBeARN(resource, service: "mpa") else {
            return FaultObjection("match.resource", "This fits no ARN of MPA's.")
        }
        if case .failure = effect { return nil }
        let operations = match.operations.compactMap(OperationName.init)
        if !operations.isEmpty, operations.allSatisfy({ $0.resourceMember == nil }) {
            let names = match.operations.joined(separator: ", ")
            return FaultObjection("match.resource", "\(names): no resource is named there.")
        }
        return nil
    }
}

/// False for a pattern that is no ARN, or one of another service.
private func canBeARN(_ pattern: String, service: String? = nil) -> Bool {
    let isWild: (Character) -> Bool = { $0 == "*" || $0 == "?" }
    let plain = pattern.prefix { !isWild($0) }
    guard plain.hasPrefix("arn:") || "arn:".hasPrefix(plain) else { return false }
    // A pattern without wildcards has to be whole.
    if plain.count == pattern.count, plain.split(separator: ":").count < 4 { return false }
    let parts = plain.split(separator: ":", omittingEmptySubsequences: false)
    guard let service, parts.count > 3 else { return true }
    return parts[2] == service
}
