import AWSProtocol

/// What rules are held against: a call, or a step that a call put under way.
package struct FaultCall: Sendable {
    /// Nil where an integrated service made the call.
    package let operation: OperationName?
    package let account: String
    package let principal: String?
    /// The ARN that the call names, or that of the resource a step belongs to.
    package let resource: String?
    package let attempt: Int64?
    package let now: Int64
    /// What a step can end in; empty for a call.
    package let failures: [FaultFailure]

    package init(
        operation: OperationName?, account: String, principal: String? = nil,
        resource: String? = nil, attempt: Int64? = nil, now: Int64, failures: [FaultFailure] = []
    ) {
        self.operation = operation
        self.account = account
        self.principal = principal
        self.resource = resource
        self.attempt = attempt
        self.now = now
        self.failures = failures
    }

    /// The attempt that a header such as `ttl=20261123T183036Z; attempt=2; max=5` tells; whoever
    /// sends none is taken to try for the first time.
    package static func attempt(sdkRequest header: String?) -> Int64 {
        for part in (header ?? "").split(separator: ";") {
            let pair = part.split(separator: "=").map { $0.drop { $0 == " " } }
            if pair.count == 2, pair[0] == "attempt", let number = Int64(pair[1]) { return number }
        }
        return 1
    }
}

/// A rule's decision on one call.
package struct AppliedFault: Sendable, Equatable {
    package let ruleID: String
    package let effect: FaultEffect
    /// From 0 to below 1, the same for the same call of a rule with the same seed.
    package let chance: Double

    package init(ruleID: String, effect: FaultEffect, chance: Double = 0) {
        self.ruleID = ruleID
        self.effect = effect
        self.chance = chance
    }

    /// A length from that range, as chance has it.
    package func milliseconds(in range: ClosedRange<Int64>) -> Int64 {
        let width = Double(range.upperBound - range.lowerBound) + 1
        return min(range.upperBound, range.lowerBound + Int64(chance * width))
    }
}

extension FaultRule {
    /// Counts the call if it fits, and decides it if it is its turn.
    package mutating func meet(_ call: FaultCall) -> AppliedFault? {
        guard holds(for: call) else { return nil }
        calls += 1
        guard match.isTurn(ofCall: calls, hits: hits) else { return nil }
        hits += 1
        return AppliedFault(
            ruleID: id, effect: effect, chance: match.chance(ofCall: calls, salt: 1))
    }

    /// True for a call that fits, whether or not it is its turn.
    package func holds(for call: FaultCall) -> Bool {
        guard fits(call), match.holds(for: call) else { return false }
        guard match.operations.isEmpty else {
            return call.operation.map { match.operations.contains($0.rawValue) } ?? false
        }
        // An error is for those that declare it, unless somebody insists.
        guard !isForced, case .error(let code, _, _, _) = effect else { return true }
        return call.operation?.declares(code) ?? false
    }

    /// Steps end in failures, and calls in anything else.
    private func fits(_ call: FaultCall) -> Bool {
        guard case .failure(let failure, _) = effect else { return call.failures.isEmpty }
        return call.failures.contains(failure)
    }
}

extension FaultMatch {
    fileprivate func holds(for call: FaultCall) -> Bool {
        if let account, account != call.account { return false }
        if let attempt, attempt != call.attempt { return false }
        if let from, call.now < from { return false }
        if let until, call.now >= until { return false }
        return Self.matches(principal, call.principal) && Self.matches(resource, call.resource)
    }

    private static func matches(_ pattern: String?, _ text: String?) -> Bool {
        guard let pattern else { return true }
        guard let text else { return false }
        return PolicyPattern(pattern, variables: false).matches(text, in: nobody)
    }

    /// A pattern without variables does not ask who it is matched for.
    private static let nobody = PolicyContext(principal: .service(""), resource: "")

    fileprivate func isTurn(ofCall number: Int64, hits: Int64) -> Bool {
        if let times, hits >= times { return false }
        if let nth, number != nth { return false }
        if let every, number % every != 0 { return false }
        guard let probability else { return true }
        return chance(ofCall: number, salt: 0) < probability
    }

    /// The finaliser of SplitMix64 over seed and number.
    fileprivate func chance(ofCall number: Int64, salt: UInt64) -> Double {
        let step: UInt64 = 0x9e37_79b9_7f4a_7c15
        let start = UInt64(bitPattern: seed) &* 0xd134_2543_de82_ef95
        var mixed = start &+ (UInt64(bitPattern: number) &* 2 &+ salt) &* step
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
    }
}

extension OperationName {
    /// True for the code of an error that the operation declares.
    func declares(_ code: String) -> Bool {
        API.description(of: self).errors.contains { $0.name.hasBytes(of: code) }
    }

    /// The member of the input that names a resource, if one does.
    var resourceMember: String? {
        let members = API.description(of: self).input.members
        return members.first { $0.location == .uri && $0.name.hasSuffix("Arn") }?.name
    }
}
