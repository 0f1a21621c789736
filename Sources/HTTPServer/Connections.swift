import Glibc
import Synchronization

/// One open connection and the moment by which it must have got on.
final class ConnectionState: Sendable {
    let descriptor: Int32
    /// Monotonic milliseconds; `Int64.max` while the handler runs.
    let deadline: Atomic<Int64>

    init(descriptor: Int32, deadline: Int64) {
        self.descriptor = descriptor
        self.deadline = Atomic(deadline)
    }
}

/// Every open connection, so that those whose requests trickle in for ever can be shut.
///
/// libmicrohttpd closes connections on which nothing moves; a byte every second keeps it content.
final class Connections: Sendable {
    private let open = Mutex<[ObjectIdentifier: ConnectionState]>([:])
    private let idleMilliseconds: Int64
    private let requestMilliseconds: Int64

    init(_ limits: Limits) {
        idleMilliseconds = Int64(limits.idleTimeoutSeconds) * 1_000
        requestMilliseconds = Int64(limits.requestTimeoutMilliseconds)
    }

    func opened(_ descriptor: Int32) -> ConnectionState {
        let state = ConnectionState(descriptor: descriptor, deadline: betweenRequests())
        open.withLock { $0[ObjectIdentifier(state)] = state }
        return state
    }

    /// Comes before the descriptor is closed, so no other connection can own its number by then.
    func closed(_ state: ConnectionState) {
        _ = open.withLock { $0.removeValue(forKey: ObjectIdentifier(state)) }
    }

    func requestBegan(_ state: ConnectionState) {
        state.deadline.store(monotonicMilliseconds() + requestMilliseconds, ordering: .relaxed)
    }

    func handlerBegan(_ state: ConnectionState) {
        state.deadline.store(.max, ordering: .relaxed)
    }

    func handlerEnded(_ state: ConnectionState) { requestBegan(state) }

    func requestEnded(_ state: ConnectionState) {
        state.deadline.store(betweenRequests(), ordering: .relaxed)
    }

    /// Shuts every connection whose time is up: libmicrohttpd then sees its end and closes it.
    func shutLate() {
        let now = monotonicMilliseconds()
        open.withLock { states in
            for state in states.values where state.deadline.load(ordering: .relaxed) < now {
                shutdown(state.descriptor, Int32(SHUT_RDWR))
            }
        }
    }

    /// Shuts every connection that its client has left in the middle of a request.
    ///
    /// libmicrohttpd 0.9.75 misses the end of a connection that comes while it answers a pipelined
    /// request, and would wait for the rest.
    func shutAbandoned() {
        open.withLock { states in
            for state in states.values where state.deadline.load(ordering: .relaxed) < .max {
                var peer = pollfd(fd: state.descriptor, events: Self.hungUp, revents: 0)
                if poll(&peer, 1, 0) > 0 { shutdown(state.descriptor, Int32(SHUT_RDWR)) }
            }
        }
    }

    /// POLLRDHUP, which the C library's module leaves out.
    private static let hungUp: Int16 = 0x2000

    // A connection that is silent all this time was closed long before, as an idle one.
    private func betweenRequests() -> Int64 {
        monotonicMilliseconds() + idleMilliseconds + requestMilliseconds
    }
}

func monotonicMilliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
}
