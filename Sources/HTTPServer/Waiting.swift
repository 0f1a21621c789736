import Synchronization

/// What a handler gives for a request.
package enum Reply: Sendable {
    case response(Response)
    case waiting(Waiting)
}

/// An answer that is not there yet: its connection is suspended meanwhile and holds no thread.
package final class Waiting: Sendable {
    /// What an attempt to answer comes to.
    package enum Outcome: Sendable {
        case response(Response)
        /// Asks again when woken, and at the latest after so long if that is given.
        case wait(milliseconds: Int64?)
    }

    /// When it is over there has to be a response.
    package typealias Attempt = @Sendable (_ isOver: Bool) -> Outcome
    package typealias Decoration = @Sendable (Response) -> Response

    private enum State {
        case awake
        case asleep(resume: () -> Void)
        /// Woken before it slept.
        case woken
    }

    private let attempt: Attempt
    /// On the clock of `monotonicMilliseconds`, as all its times.
    private let deadline: Int64
    private let nextLook: Atomic<Int64>
    private let isAbandoned = Atomic(false)
    private let state = Mutex(State.awake)
    private let decoration = Mutex<Decoration?>(nil)

    /// Asks `attempt` at once, whenever it is woken, and at the latest after so long.
    package init(milliseconds: Int64, attempt: @escaping Attempt) {
        self.attempt = attempt
        deadline = monotonicMilliseconds() + milliseconds
        nextLook = Atomic(deadline)
    }

    /// Changes the response once there is one, after what was asked for before.
    package func decorate(_ change: @escaping Decoration) {
        decoration.withLock { decoration in
            guard let earlier = decoration else { return decoration = change }
            decoration = { change(earlier($0)) }
        }
    }

    /// Nobody waits any more: it is over.
    func abandon() {
        isAbandoned.store(true, ordering: .relaxed)
        wake()
    }

    /// When it has to be woken, if nobody does it before.
    var alarm: Int64 { nextLook.load(ordering: .relaxed) }

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
    func park(resume: @escaping @Sendable () -> Void) -> Bool {
        state.withLock { state in
            if case .woken = state {
                state = .awake
                return false
            }
            state = .asleep(resume: resume)
            return true
        }
    }

    /// Nil to sleep on.
    package func response(isLast: Bool) -> Response? {
        let now = monotonicMilliseconds()
        let isOver = isLast || now >= deadline || isAbandoned.load(ordering: .relaxed)
        switch attempt(isOver) {
        case .response(let response):
            return decoration.withLock { $0 }?(response) ?? response
        case .wait(let milliseconds):
            precondition(!isOver, "a response was due")
            let look = milliseconds.map { now + max(1, $0) } ?? deadline
            nextLook.store(min(deadline, look), ordering: .relaxed)
            return nil
        }
    }
}

/// Every suspended request, so that none sleeps beyond its deadline, its client or the server.
final class Waitings: Sendable {
    private struct Sleeper {
        let waiting: Waiting
        let connection: ConnectionState?
    }

    /// Who comes when as many sleep is not kept waiting, so that others still find a connection.
    private let sleepersMax: Int
    private let sleeping = Mutex<[ObjectIdentifier: Sleeper]>([:])

    init(sleepersMax: Int) { self.sleepersMax = sleepersMax }

    var isFull: Bool { sleeping.withLock { $0.count >= sleepersMax } }

    var isEmpty: Bool { sleeping.withLock { $0.isEmpty } }

    /// True when it has to end before all the others.
    func add(_ waiting: Waiting, _ connection: ConnectionState?) -> Bool {
        sleeping.withLock { sleeping in
            sleeping[ObjectIdentifier(waiting)] = Sleeper(waiting: waiting, connection: connection)
            return sleeping.values.allSatisfy { $0.waiting.alarm >= waiting.alarm }
        }
    }

    func remove(_ waiting: Waiting) {
        _ = sleeping.withLock { $0.removeValue(forKey: ObjectIdentifier(waiting)) }
    }

    /// Wakes those whose time is over, and tells when the next one's is.
    func wakeDue(now: Int64) -> Int64? {
        let all = sleeping.withLock { $0.values.map(\.waiting) }
        for waiting in all where waiting.alarm <= now { waiting.wake() }
        return all.map(\.alarm).filter { $0 > now }.min()
    }

    /// Ends those whose clients have left: libmicrohttpd does not look at a suspended connection.
    func endAbandoned() {
        let left = sleeping.withLock { sleeping in
            // Under the lock no connection is closed, so no descriptor is another's by now.
            sleeping.values.filter { $0.connection?.hasHungUp == true }.map(\.waiting)
        }
        for waiting in left { waiting.abandon() }
    }

    func wakeAll() {
        for waiting in sleeping.withLock({ $0.values.map(\.waiting) }) { waiting.wake() }
    }
}
