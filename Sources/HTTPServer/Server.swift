import CMicrohttpd
import Glibc
import Synchronization

/// A running HTTP/1.1 server: libmicrohttpd's epoll loops, one handler, answers in full.
package final class Server: @unchecked Sendable {  // the daemon's calls used here are thread-safe
    package typealias Handler = @Sendable (Request) -> Response
    package typealias Replier = @Sendable (Request) -> Reply
    package typealias Refuser = @Sendable (Request, Refusal) -> Response

    private let daemon: OpaquePointer
    private let context: Unmanaged<ServerContext>
    private let timer: TimerThread
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
        let state = ServerContext(limits: limits, refuser: refuser, replier: replier)
        do {
            timer = try TimerThread { state.tick() }
            state.bell.store(timer.bell)
        } catch {
            close(socket.descriptor)
            throw error
        }
        let context = Unmanaged.passRetained(state)
        guard let daemon = startDaemon(socket.descriptor, threads, limits, context) else {
            timer.stop()
            context.release()
            close(socket.descriptor)
            throw .start
        }
        self.daemon = daemon
        self.context = context
        self.limits = limits
        listener = socket.descriptor
    }

    /// Takes no further connection, lets running requests end, closes the rest. Call it once.
    package func stop() {
        let state = context.takeUnretainedValue()
        state.isDraining.store(true, ordering: .relaxed)
        let silence = endListening()
        defer { if let silence { close(silence) } }
        let start = monotonicMilliseconds()
        let deadline = start + Int64(limits.drainTimeoutMilliseconds)
        var nothing = pollfd(fd: -1, events: 0, revents: 0)
        while !state.gate.closeIfIdle(), monotonicMilliseconds() < deadline {
            state.waitings.wakeAll()
            poll(&nothing, 1, 5)
            // By then whatever was complete is answered or being worked on.
            if monotonicMilliseconds() > start + 500 { state.connections.shutAbandoned() }
        }
        // It closes the listener as well.
        MHD_stop_daemon(daemon)
        timer.stop()
        context.release()
    }

    /// Puts something in the listening socket's place that nothing ever comes from: who wants to
    /// connect, or waits to be accepted, is refused from now on.
    ///
    /// `MHD_quiesce_daemon` would do that as well, but in 0.9.75 it ends the process when a worker
    /// takes the socket out of its own set at the same moment.
    private func endListening() -> Int32? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            // Out of descriptors: the sockets that wait keep the workers awake until the end.
            shutdown(listener, Int32(SHUT_RDWR))
            return nil
        }
        dup2(ends[0], listener)
        close(ends[0])
        return ends[1]
    }
}

/// What the callbacks share: reached through libmicrohttpd's context pointer.
final class ServerContext: Sendable {
    let limits: Limits
    let refuser: Server.Refuser
    let replier: Server.Replier
    let connections: Connections
    let waitings: Waitings
    let bell = Once<TimerThread.Bell>()
    /// Passed by requests whose first line came, until their answer has left.
    let gate = Gate()
    let isDraining = Atomic<Bool>(false)

    /// Whether the clients of those who wait are still there is looked at so often.
    private static let sweepMilliseconds: Int64 = 500
    /// And connections so often.
    private let lookMilliseconds: Int64

    private let nextLook = Atomic<Int64>(.min)
    private let nextSweep = Atomic<Int64>(.min)

    init(limits: Limits, refuser: @escaping Server.Refuser, replier: @escaping Server.Replier) {
        self.limits = limits
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

/// A value that is set once, before anybody asks for it.
final class Once<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    func store(_ new: Value) { value.withLock { $0 = new } }

    var stored: Value? { value.withLock { $0 } }
}

private func startDaemon(
    _ listener: Int32, _ threads: Int, _ limits: Limits, _ context: Unmanaged<ServerContext>
) -> OpaquePointer? {
    let pointer = context.toOpaque()
    var options = [
        item(.LISTEN_SOCKET, Int(listener)),
        item(.CONNECTION_LIMIT, limits.connectionsMax),
        item(.CONNECTION_MEMORY_LIMIT, limits.connectionBytes),
        item(.CONNECTION_TIMEOUT, limits.idleTimeoutSeconds),
        item(.URI_LOG_CALLBACK, unsafeBitCast(began, to: Int.self), pointer),
        item(.NOTIFY_COMPLETED, unsafeBitCast(ended, to: Int.self), pointer),
        item(.NOTIFY_CONNECTION, unsafeBitCast(connected, to: Int.self), pointer),
    ]
    if threads > 1 { options.append(item(.THREAD_POOL_SIZE, threads)) }
    options.append(item(.END, 0))
    let flags = MHD_USE_EPOLL_INTERNAL_THREAD.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue
    return mhd_start(flags, handle, pointer, &options)
}

private func item(
    _ option: MHD_OPTION, _ value: Int, _ pointer: UnsafeMutableRawPointer? = nil
) -> MHD_OptionItem {
    MHD_OptionItem(option: option, value: value, ptr_value: pointer)
}
