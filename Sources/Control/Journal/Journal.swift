import Synchronization

/// The latest calls, numbered from 1: the oldest makes room when there are too many, or too large.
package final class Journal: Sendable {
    typealias Call = (number: Int64, entry: JournalEntry)

    /// What all entries together may take.
    static let bytesMax = 32 << 20

    private struct State {
        /// The entry of a number lies at the remainder of its division by the count.
        var slots: [KeptCall]
        var first: Int64 = 1
        var latest: Int64 = 0
        /// The last number that was taken out on purpose.
        var cleared: Int64 = 0
        var bytes = 0
        /// People who wait for calls, woken after each.
        var listeners: [ObjectIdentifier: @Sendable () -> Void] = [:]

        func place(_ number: Int64) -> Int { Int(number % Int64(slots.count)) }

        mutating func dropFirst() {
            bytes -= slots[place(first)].bytes
            slots[place(first)] = KeptCall()
            first += 1
        }

        mutating func append(_ note: CallNote, _ outcome: CallOutcome, bytesMax: Int) {
            let place = place(latest + 1)
            // Where all places are taken it is the oldest that makes room.
            if latest - first + 1 == Int64(slots.count) {
                bytes -= slots[place].bytes
                first += 1
            }
            latest += 1
            slots[place].replace(with: note, outcome)
            bytes += slots[place].bytes
            while bytes > bytesMax { dropFirst() }
        }

        mutating func clear() {
            while first <= latest { dropFirst() }
            cleared = latest
        }
    }

    let showsSensitive: Bool
    private let bytesMax: Int
    private let state: Mutex<State>

    /// Nil for a journal that would keep nothing.
    package convenience init?(entriesMax: Int, showsSensitive: Bool) {
        guard entriesMax > 0 else { return nil }
        self.init(
            entriesMax: entriesMax, bytesMax: Self.bytesMax, showsSensitive: showsSensitive)
    }

    init(entriesMax: Int, bytesMax: Int, showsSensitive: Bool) {
        self.showsSensitive = showsSensitive
        self.bytesMax = bytesMax
        state = Mutex(State(slots: Array(repeating: KeptCall(), count: entriesMax)))
    }

    package func append(_ note: CallNote, _ outcome: CallOutcome) {
        let woken = state.withLock { state -> [@Sendable () -> Void] in
            state.append(note, outcome, bytesMax: bytesMax)
            guard !state.listeners.isEmpty else { return [] }
            defer { state.listeners = [:] }
            return Array(state.listeners.values)
        }
        for wake in woken { wake() }
    }

    /// At most `limit` calls after that number that the filter lets through, the oldest first.
    func calls(
        after number: Int64 = 0, _ filter: CallFilter = CallFilter(), limit: Int = .max
    ) -> [Call] {
        state.withLock { Self.calls($0, after: number, filter, limit) }
    }

    /// The same; when there is none, `wake` is called once as soon as there may be one.
    func calls(
        after number: Int64, _ filter: CallFilter, limit: Int, as listener: ObjectIdentifier,
        _ wake: @escaping @Sendable () -> Void
    ) -> [Call] {
        state.withLock { state in
            let calls = Self.calls(state, after: number, filter, limit)
            state.listeners[listener] = calls.isEmpty ? wake : nil
            return calls
        }
    }

    /// Calls this listener no more.
    func stopWaiting(_ listener: ObjectIdentifier) {
        state.withLock { $0.listeners[listener] = nil }
    }

    func find(_ requestID: String) -> Call? {
        state.withLock { state in
            var number = state.latest
            while number >= state.first {
                let call = state.slots[state.place(number)]
                if call.requestID.utf8.elementsEqual(requestID.utf8) {
                    return (number, call.entry)
                }
                number -= 1
            }
            return nil
        }
    }

    /// How many calls after that number made room for others.
    func forgotten(after number: Int64) -> Int64 {
        state.withLock { max(0, $0.first - 1 - max(number, $0.cleared)) }
    }

    /// How many entries there are, and the memory that they take.
    var size: (entries: Int, bytes: Int) {
        state.withLock { (Int($0.latest - $0.first + 1), $0.bytes) }
    }

    /// Forgets all calls; the numbers go on.
    func clear() { state.withLock { $0.clear() } }

    /// Forgets all calls, and begins anew with number 1.
    func reset() {
        state.withLock { state in
            state.clear()
            (state.first, state.latest, state.cleared) = (1, 0, 0)
        }
    }

    private static func calls(
        _ state: State, after number: Int64, _ filter: CallFilter, _ limit: Int
    ) -> [Call] {
        var calls: [Call] = []
        guard number < state.latest else { return calls }
        var next = max(number + 1, state.first)
        while next <= state.latest, calls.count < limit {
            let call = state.slots[state.place(next)]
            if filter.lets(call) { calls.append((next, call.entry)) }
            next += 1
        }
        return calls
    }
}
