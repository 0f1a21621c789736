import Glibc
import Synchronization

/// One open connection and how long it may go on as it does.
final class ConnectionState: Sendable {
    let descriptor: Int32
    /// Monotonic milliseconds: the end of a request's time, `Int64.max` while the handler runs.
    /// Between requests, negated, the moment at which the last one ended.
    let mark: Atomic<Int64>
    /// How many requests have ended: rests that began at one moment are still two.
    let requests = Atomic<UInt64>(0)
    /// While an answer is on its way, the end of what the client sends means nothing.
    let isAnswering = Atomic<Bool>(false)

    init(descriptor: Int32, mark: Int64) {
        self.descriptor = descriptor
        self.mark = Atomic(mark)
    }
}

/// Every open connection, so that those whose requests trickle in for ever can be shut.
///
/// libmicrohttpd closes connections on which nothing moves; a byte every second keeps it content.
final class Connections: Sendable {
    /// What was last seen of a connection between requests.
    private struct Watch {
        let state: ConnectionState
        /// The rest in which it was seen, by the number of requests before it.
        var requests: UInt64
        var bytes: UInt64
        /// The same number, once its client had closed its end and nothing was left to read.
        var abandonedAfter: UInt64?
    }

    private let open = Mutex<[ObjectIdentifier: Watch]>([:])
    private let requestMilliseconds: Int64
    /// A connection that is silent all this time was closed long before, as an idle one.
    private let restMillisecondsMax: Int64

    init(_ limits: Limits) {
        requestMilliseconds = Int64(limits.requestTimeoutMilliseconds)
        restMillisecondsMax = Int64(limits.idleTimeoutSeconds) * 1_000 + requestMilliseconds
    }

    func opened(_ descriptor: Int32) -> ConnectionState {
        let state = ConnectionState(descriptor: descriptor, mark: -monotonicMilliseconds())
        open.withLock { $0[ObjectIdentifier(state)] = Watch(state: state, requests: 0, bytes: 0) }
        return state
    }

    /// Comes before the descriptor is closed, so no other connection can own its number by then.
    func closed(_ state: ConnectionState) {
        _ = open.withLock { $0.removeValue(forKey: ObjectIdentifier(state)) }
    }

    func requestBegan(_ state: ConnectionState) {
        state.mark.store(monotonicMilliseconds() + requestMilliseconds, ordering: .relaxed)
    }

    func handlerBegan(_ state: ConnectionState) {
        state.mark.store(.max, ordering: .relaxed)
    }

    func handlerEnded(_ state: ConnectionState) {
        state.isAnswering.store(true, ordering: .relaxed)
        requestBegan(state)
    }

    func requestEnded(_ state: ConnectionState) {
        state.isAnswering.store(false, ordering: .relaxed)
        state.requests.add(1, ordering: .releasing)
        state.mark.store(-monotonicMilliseconds(), ordering: .relaxed)
    }

    /// Shuts every connection whose time is up, or that its client has left: libmicrohttpd then
    /// sees its end and closes it.
    func shutLate() {
        let now = monotonicMilliseconds()
        open.withLock { watches in
            for (key, watch) in watches {
                let mark = watch.state.mark.load(ordering: .relaxed)
                var seen = mark < 0 ? look(at: watch, mark, now) : watch
                seen.abandonedAfter = watch.state.abandoned(mark)
                // At two looks in a row, so that what came before the end had its time.
                let isLeft =
                    seen.abandonedAfter != nil && seen.abandonedAfter == watch.abandonedAfter
                watches[key] = seen
                let deadline = mark < 0 ? restMillisecondsMax - mark : mark
                if deadline < now || isLeft {
                    shutdown(watch.state.descriptor, Int32(SHUT_RDWR))
                }
            }
        }
    }

    /// Finds the request whose first line is still on its way, and gives it its time from now on.
    ///
    /// libmicrohttpd tells nothing of it before the line is whole, but the system counts its bytes.
    private func look(at watch: Watch, _ mark: Int64, _ now: Int64) -> Watch {
        guard let bytes = bytesReceived(on: watch.state.descriptor) else { return watch }
        // Asked last: what has ended since the bytes were counted is no longer on its way.
        let requests = watch.state.requests.load(ordering: .acquiring)
        if watch.requests == requests, bytes > watch.bytes {
            // Unless just now the line became whole: then the request has its time already.
            _ = watch.state.mark.compareExchange(
                expected: mark, desired: now + requestMilliseconds, ordering: .relaxed)
        }
        return Watch(
            state: watch.state, requests: requests, bytes: bytes,
            abandonedAfter: watch.abandonedAfter)
    }

    /// Shuts at once every connection that its client has left in the middle of a request.
    func shutAbandoned() {
        open.withLock { watches in
            for watch in watches.values where watch.state.mark.load(ordering: .relaxed) < .max {
                if watch.state.hasHungUp { shutdown(watch.state.descriptor, Int32(SHUT_RDWR)) }
            }
        }
    }
}

extension ConnectionState {
    /// POLLRDHUP, which the C library's module leaves out.
    private static let hungUp: Int16 = 0x2000

    /// After how many requests its client closed its end, with nothing under way that it may still
    /// be waiting for; nil while there is something.
    ///
    /// libmicrohttpd 0.9.75 overlooks the end of a connection that comes together with data, be it
    /// the first of the connection or while it answers a pipelined request, and waits for the rest.
    fileprivate func abandoned(_ mark: Int64) -> UInt64? {
        guard mark < .max, !isAnswering.load(ordering: .relaxed), hasHungUp, !hasUnread else {
            return nil
        }
        return requests.load(ordering: .acquiring)
    }

    /// True while something came that libmicrohttpd has not taken yet.
    private var hasUnread: Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) > 0
    }

    /// True once its client has closed its end.
    var hasHungUp: Bool {
        var peer = pollfd(fd: descriptor, events: Self.hungUp, revents: 0)
        return poll(&peer, 1, 0) > 0
    }
}

/// How much has come over a TCP connection; nil where the system does not count it.
private func bytesReceived(on descriptor: Int32) -> UInt64? {
    // `tcpi_bytes_received` of linux/tcp.h; the C library's own structure ends before it.
    let (offset, size) = (128, 136)
    var info = [UInt64](repeating: 0, count: size / 8)
    var length = socklen_t(size)
    let code = getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, &info, &length)
    return code == 0 && length == size ? info[offset / 8] : nil
}

func monotonicMilliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
}
