import CMicrohttpd
import Glibc
import Synchronization

/// A running HTTP/1.1 server: libmicrohttpd's epoll loops, one handler, answers in full.
package final class Server: @unchecked Sendable {  // the daemon's calls used here are thread-safe
    package typealias Handler = @Sendable (Request) -> Response

    private let daemon: OpaquePointer
    private let context: Unmanaged<ServerContext>
    private let timer: TimerThread
    private let listener: Int32
    private let limits: Limits

    /// Serves on `socket` with `threads` event loops, and closes it when stopped.
    package init(
        socket: ListeningSocket, threads: Int, limits: Limits = Limits(), handler: @escaping Handler
    ) throws(HTTPServerError) {
        let context = Unmanaged.passRetained(ServerContext(limits: limits, handler: handler))
        guard let daemon = startDaemon(socket.descriptor, threads, limits, context) else {
            context.release()
            close(socket.descriptor)
            throw .start
        }
        self.daemon = daemon
        self.context = context
        self.limits = limits
        listener = socket.descriptor
        let connections = context.takeUnretainedValue().connections
        let interval = Int32(clamping: max(10, limits.requestTimeoutMilliseconds / 10))
        timer = TimerThread(intervalMilliseconds: interval) { connections.shutLate() }
    }

    /// Takes no further connection, lets running requests end, closes the rest. Call it once.
    package func stop() {
        _ = MHD_quiesce_daemon(daemon)
        let state = context.takeUnretainedValue()
        state.isDraining.store(true, ordering: .relaxed)
        // Who still waits to be accepted is refused now rather than at the end.
        shutdown(listener, Int32(SHUT_RDWR))
        let start = monotonicMilliseconds()
        let deadline = start + Int64(limits.drainTimeoutMilliseconds)
        var nothing = pollfd(fd: -1, events: 0, revents: 0)
        while !state.closeIfIdle(), monotonicMilliseconds() < deadline {
            poll(&nothing, 1, 5)
            // By then whatever was complete is answered or being worked on.
            if monotonicMilliseconds() > start + 500 { state.connections.shutAbandoned() }
        }
        MHD_stop_daemon(daemon)
        timer.stop()
        close(listener)
        context.release()
    }
}

/// What the callbacks share: reached through libmicrohttpd's context pointer.
final class ServerContext: Sendable {
    let limits: Limits
    let handler: Server.Handler
    let connections: Connections
    /// Requests whose first line came and whose answer has not left.
    let running = Atomic<Int>(0)
    let isDraining = Atomic<Bool>(false)
    /// No request is handled any more.
    let isClosed = Atomic<Bool>(false)

    init(limits: Limits, handler: @escaping Server.Handler) {
        self.limits = limits
        self.handler = handler
        connections = Connections(limits)
    }

    /// Closes for good, unless a request is running.
    ///
    /// A request first counts itself, then looks whether it may be handled; this closes first, then
    /// looks at the count. So one of the two sees the other.
    func closeIfIdle() -> Bool {
        isClosed.store(true, ordering: .sequentiallyConsistent)
        if running.load(ordering: .sequentiallyConsistent) == 0 { return true }
        isClosed.store(false, ordering: .sequentiallyConsistent)
        return false
    }
}

private func startDaemon(
    _ listener: Int32, _ threads: Int, _ limits: Limits, _ context: Unmanaged<ServerContext>
) -> OpaquePointer? {
    let pointer = context.toOpaque()
    var options = [
        item(.LISTEN_SOCKET, Int(listener)),
        item(.CONNECTION_LIMIT, limits.connectionsMax),
        item(.CONNECTION_MEMORY_LIMIT, limits.headerBytesMax),
        item(.CONNECTION_TIMEOUT, limits.idleTimeoutSeconds),
        item(.URI_LOG_CALLBACK, unsafeBitCast(began, to: Int.self), pointer),
        item(.NOTIFY_COMPLETED, unsafeBitCast(ended, to: Int.self), pointer),
        item(.NOTIFY_CONNECTION, unsafeBitCast(connected, to: Int.self), pointer),
    ]
    if threads > 1 { options.append(item(.THREAD_POOL_SIZE, threads)) }
    options.append(item(.END, 0))
    let flags = MHD_USE_EPOLL_INTERNAL_THREAD.rawValue | MHD_USE_ITC.rawValue
    return mhd_start(flags, handle, pointer, &options)
}

private func item(
    _ option: MHD_OPTION, _ value: Int, _ pointer: UnsafeMutableRawPointer? = nil
) -> MHD_OptionItem {
    MHD_OptionItem(option: option, value: value, ptr_value: pointer)
}
