import Synchronization

/// The rules by which calls fail, in the order in which they are asked.
package final class FaultPlan: Sendable {
    package static let rulesMax = 1_000

    private struct State {
        var rules: [FaultRule] = []
        /// How many ids were made.
        var latestID = 0
    }

    /// Without a rule a request costs this one look.
    private let isOn = Atomic(false)
    private let state = Mutex(State())

    init() {}

    /// What happens to the call; of several rules whose turn it is the first decides, and each that
    /// fits counts the call.
    func meet(_ call: () -> FaultCall) -> AppliedFault? {
        guard isOn.load(ordering: .relaxed) else { return nil }
        let call = call()
        return state.withLock { state in
            var applied: AppliedFault?
            for index in state.rules.indices {
                if applied == nil {
                    applied = state.rules[index].meet(call)
                } else if state.rules[index].holds(for: call) {
                    state.rules[index].calls += 1
                }
            }
            return applied
        }
    }

    var rules: [FaultRule] { state.withLock { $0.rules } }

    /// `make` is given an id that is free.
    ///
    /// - Throws: conflict for an id that is taken, or too many rules; what `make` throws.
    func add(_ make: (_ id: String) throws -> FaultRule) throws -> FaultRule {
        try change { state in
            let rule = try make(Self.newID(&state))
            guard state.rules.count < Self.rulesMax else {
                throw ControlError.conflict(
                    "There are \(Self.rulesMax) rules already. Delete one first.")
            }
            guard !state.rules.contains(where: { $0.id == rule.id }) else {
                throw ControlError.conflict(
                    "There is a rule \(rule.id) already. Delete it first, or choose another id.")
            }
            state.rules.append(rule)
            return rule
        }
    }

    private static func newID(_ state: inout State) -> String {
        let taken = Set(state.rules.map(\.id))
        state.latestID += 1
        while taken.contains("fault-\(state.latestID)") { state.latestID += 1 }
        return "fault-\(state.latestID)"
    }

    /// - Throws: notFound for an id of none.
    func remove(_ id: String) throws {
        try change { state in
            guard let index = state.rules.firstIndex(where: { $0.id == id }) else {
                throw Self.unknown(id)
            }
            state.rules.remove(at: index)
        }
    }

    func replace(with rules: [FaultRule]) { change { $0 = State(rules: rules) } }

    static func unknown(_ id: String) -> ControlError {
        .notFound("There is no rule \(id). GET /_mpa/faults lists those that there are.")
    }

    private func change<Result, Failure>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try state.withLock { state throws(Failure) in
            defer { isOn.store(!state.rules.isEmpty, ordering: .relaxed) }
            return try body(&state)
        }
    }
}
