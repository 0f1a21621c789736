import Synchronization

/// What a handler gives for a request.
package enum Reply: Sendable {
    case response(Response)
    case waiting(Waiting)
}

/// An answer that is not there yet: its connection is suspended meanwhile and holds no thread.
package final class Waiting: Sendable {
    /// Nil to wait on; when it is over there has to be a response.
    package typealias Attempt = @Sendable (_ isOver: Bool) -> Response?

    private enum State {
        case awake
        case asleep(resume: () -> Void)
        /// Woken before it slept.
        case woken
    }

    private let attempt: Attempt
    /// On the clock of `monotonicMilliseconds`.
    let deadline: Int64
    private let state = Mutex(State.awake)

    /// Asks `attempt` at once, whenever it is woken, and at the latest after so long.
    package init(milliseconds: Int64, attempt: @escaping Attempt) {
        self.attempt = attempt
        deadline = monotonicMilliseconds() + milliseconds
    }

    /// There may be an answer now. Any thread may say so, at any time.
    package func wake() {
        let resume = state.withLock { state -> (() -> Void)? in
            switch state {
            case .asleep(let resume):
                state = .awake
                return resume
            case .awake, .woken:
                state = .woken
                return nil
            }
        }
        resume?()
    }

    /// False when it was woken meanwhile: then there may be an answer already.
    func sleep(resume: @escaping @Sendable () -> Void) -> Bool {
        state.withLock { state in
            if case .woken = state {
                state = .awake
                return false
            }
            state = .asleep(resume: resume)
            return true
        }
    }

    func response(isLast: Bool) -> Response? {
        attempt(isLast || monotonicMilliseconds() >= deadline)
    }
}

/// Every suspended request, so that none sleeps beyond its deadline or the server's end.
final class Waitings: Sendable {
    private let sleeping = Mutex<[ObjectIdentifier: Waiting]>([:])

    /// True when it has to end before all the others.
    func add(_ waiting: Waiting) -> Bool {
        sleeping.withLock { sleeping in
            sleeping[ObjectIdentifier(waiting)] = waiting
            return sleeping.values.allSatisfy { $0.deadline >= waiting.deadline }
        }
    }

    func remove(_ waiting: Waiting) {
        _ = sleeping.withLock { $0.removeValue(forKey: ObjectIdentifier(waiting)) }
    }

    /// Wakes those whose time is over, and tells when the next one's is.
    func wakeDue(now: Int64) -> Int64? {
        let all = sleeping.withLock { Array($0.values) }
        for waiting in all where waiting.deadline <= now { waiting.wake() }
        return all.map(\.deadline).filter { $0 > now }.min()
    }

    func wakeAll() {
        for waiting in sleeping.withLock({ Array($0.values) }) { waiting.wake() }
    }
}
