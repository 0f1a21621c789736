import Glibc
import Synchronization

/// A running HTTP/1.1 server: libmicrohttpd's epoll loops, one handler, answers in full.
package final class Server: Sendable {
    package typealias Handler = @Sendable (Request) -> Response
    package typealias Replier = @Sendable (Request) -> Reply
    package typealias Refuser = @Sendable (Request, Refusal) -> Response

    private let loops: [EventLoop]
    private let context: ServerContext
    private let attendant: Attendant
    private let listener: Int32
    private let limits: Limits

    /// Serves on `socket` with `threads` event loops, and closes it when stopped; every answer is
    /// there at once.
    package convenience init(
        socket: ListeningSocket, threads: Int, limits: Limits = Limits(),
        handler: @escaping Handler
    ) throws(HTTPServerError) {
        try self.init(
            socket: socket, threads: threads, limits: limits, refuser: { $1.response },
            replier: { .response(handler($0)) })
    }

    /// `refuser` words the answers to requests that never get as far as `replier`.
    package init(
        socket: ListeningSocket, threads: Int, limits: Limits = Limits(),
        refuser: @escaping Refuser, replier: @escaping Replier
    ) throws(HTTPServerError) {
        var loops: [EventLoop] = []
        do throws(HTTPServerError) {
            let context = ServerContext(
                limits: limits, bell: try Bell(), refuser: refuser, replier: replier)
            for _ in 0..<threads { loops.append(try EventLoop(context)) }
            // A client that was gone before it was let in must not hold up the rest.
            _ = fcntl(socket.descriptor, F_SETFL, O_NONBLOCK)
            let door = Door(socket.descriptor, loops, context)
            attendant = try Attendant(context.bell, door) { context.tick() }
            self.context = context
        } catch {
            for loop in loops { loop.stop() }
            close(socket.descriptor)
            throw error
        }
        self.loops = loops
        self.limits = limits
        listener = socket.descriptor
    }

    /// Takes no further connection, lets running requests end, closes the rest. Call it once.
    package func stop() {
        context.isDraining.store(true, ordering: .relaxed)
        // Who wants to connect, or waits to be let in, is refused from now on.
        shutdown(listener, Int32(SHUT_RDWR))
        let start = monotonicMilliseconds()
        let deadline = start + Int64(limits.drainTimeoutMilliseconds)
        var nothing = pollfd(fd: -1, events: 0, revents: 0)
        while !context.gate.closeIfIdle(), monotonicMilliseconds() < deadline {
            context.waitings.wakeAll()
            poll(&nothing, 1, 5)
            // By then whatever was complete is answered or being worked on.
            if monotonicMilliseconds() > start + 500 { context.connections.shutAbandoned() }
        }
        attendant.stop()
        for loop in loops { loop.stop() }
        close(listener)
    }
}

/// What the event loops share.
final class ServerContext: Sendable {
    let limits: Limits
    let refuser: Server.Refuser
    let replier: Server.Replier
    let connections: Connections
    let waitings: Waitings
    /// Calls `tick`.
    let bell: Bell
    /// Passed by requests whose first line came, until their answer has left.
    let gate = Gate()
    let isDraining = Atomic<Bool>(false)

    /// Whether the clients of those who wait are still there is looked at so often.
    private static let sweepMilliseconds: Int64 = 500
    /// And connections so often.
    private let lookMilliseconds: Int64

    private let nextLook = Atomic<Int64>(.min)
    private let nextSweep = Atomic<Int64>(.min)

    init(
        limits: Limits, bell: Bell, refuser: @escaping Server.Refuser,
        replier: @escaping Server.Replier
    ) {
        self.limits = limits
        self.bell = bell
        self.refuser = refuser
        self.replier = replier
        connections = Connections(limits)
        lookMilliseconds = Int64(min(max(10, limits.requestTimeoutMilliseconds / 10), 1_000))
        waitings = Waitings(sleepersMax: limits.waitingMax)
    }

    /// Shuts late connections every so often, wakes those who waited long enough or whose clients
    /// have left, and answers for
    /// how many milliseconds there is nothing to do.
    func tick() -> Int32 {
        let now = monotonicMilliseconds()
        if now >= nextLook.load(ordering: .relaxed) {
            connections.shutLate()
            nextLook.store(
                now + lookMilliseconds, ordering: .relaxed)
        }
        var next = min(
            nextLook.load(ordering: .relaxed), waitings.wakeDue(now: now) ?? .max)
        if !waitings.isEmpty {
            if now >= nextSweep.load(ordering: .relaxed) {
                waitings.endAbandoned()
                nextSweep.store(now + Self.sweepMilliseconds, ordering: .relaxed)
            }
            next = min(next, nextSweep.load(ordering: .relaxed))
        }
        return Int32(clamping: max(1, next - now))
    }
}
