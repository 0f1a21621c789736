import CMicrohttpd
import Glibc
import Synchronization

/// A running HTTP/1.1 server: libmicrohttpd's epoll loops, one handler, answers in full.
package final class Server: @unchecked Sendable {  // the daemon's calls used here are thread-safe
    package typealias Handler = @Sendable (Request) -> Response
    package typealias Refuser = @Sendable (Request, Refusal) -> Response

    private let daemon: OpaquePointer
    private let context: Unmanaged<ServerContext>
    private let timer: TimerThread
    private let listener: Int32
    private let limits: Limits

    /// Serves on `socket` with `threads` event loops, and closes it when stopped.
    ///
    /// `refuser` words the answers to requests that never get as far as `handler`.
    package init(
        socket: ListeningSocket, threads: Int, limits: Limits = Limits(),
        refuser: @escaping Refuser = { $1.response }, handler: @escaping Handler
    ) throws(HTTPServerError) {
        let state = ServerContext(limits: limits, refuser: refuser, handler: handler)
        let interval = Int32(clamping: max(10, limits.requestTimeoutMilliseconds / 10))
        do {
            timer = try TimerThread(intervalMilliseconds: interval) {
                state.connections.shutLate()
            }
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
        _ = MHD_quiesce_daemon(daemon)
        let state = context.takeUnretainedValue()
        state.isDraining.store(true, ordering: .relaxed)
        // Who still waits to be accepted is refused now rather than at the end.
        shutdown(listener, Int32(SHUT_RDWR))
        let start = monotonicMilliseconds()
        let deadline = start + Int64(limits.drainTimeoutMilliseconds)
        var nothing = pollfd(fd: -1, events: 0, revents: 0)
        while !state.gate.closeIfIdle(), monotonicMilliseconds() < deadline {
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
    let refuser: Server.Refuser
    let handler: Server.Handler
    let connections: Connections
    /// Passed by requests whose first line came, until their answer has left.
    let gate = Gate()
    let isDraining = Atomic<Bool>(false)

    init(limits: Limits, refuser: @escaping Server.Refuser, handler: @escaping Server.Handler) {
        self.limits = limits
        self.refuser = refuser
        self.handler = handler
        connections = Connections(limits)
    }
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
    let flags = MHD_USE_EPOLL_INTERNAL_THREAD.rawValue | MHD_USE_ITC.rawValue
    return mhd_start(flags, handle, pointer, &options)
}

private func item(
    _ option: MHD_OPTION, _ value: Int, _ pointer: UnsafeMutableRawPointer? = nil
) -> MHD_OptionItem {
    MHD_OptionItem(option: option, value: value, ptr_value: pointer)
}
