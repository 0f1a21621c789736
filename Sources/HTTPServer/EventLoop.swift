import CMicrohttpd
import Synchronization

/// A loop of libmicrohttpd on a thread of its own, which is given its connections.
///
/// The callbacks reach it through libmicrohttpd's context pointer.
final class EventLoop: @unchecked Sendable {  // the daemon's calls used here are thread-safe
    let context: ServerContext
    private(set) var daemon: OpaquePointer?
    /// When the handler began, on the clock of `monotonicMilliseconds`; 0 while it does not run.
    private let workingSince = Atomic<Int64>(0)
    /// How many connections it has taken up so far, and how many of these have ended.
    private let taken = Atomic<Int>(0)
    private let ended = Atomic<Int>(0)

    init(_ context: ServerContext) throws(HTTPServerError) {
        self.context = context
        daemon = startDaemon(context.limits, Unmanaged.passUnretained(self).toOpaque())
        guard daemon != nil else { throw .start }
    }

    /// Returns once its thread has ended.
    func stop() {
        if let daemon { MHD_stop_daemon(daemon) }
        daemon = nil
    }

    /// Performs a request; meanwhile this loop does nothing else.
    func work(_ body: () -> Reply) -> Reply {
        workingSince.store(monotonicMilliseconds(), ordering: .relaxed)
        defer { workingSince.store(0, ordering: .relaxed) }
        return body()
    }

    /// True while one request has taken that long already.
    func isHeldUp(now: Int64, milliseconds: Int64) -> Bool {
        let since = workingSince.load(ordering: .relaxed)
        return since > 0 && now - since >= milliseconds
    }

    func tookUp() { taken.add(1, ordering: .relaxed) }

    func letGo() { ended.add(1, ordering: .relaxed) }

    var counts: (taken: Int, ended: Int) {
        (taken.load(ordering: .relaxed), ended.load(ordering: .relaxed))
    }

    /// Lets in a client that waits at the socket; false, and `errno` set, when there is none.
    func letIn(from listener: Int32) -> Bool { mhd_let_in(daemon, listener) >= 0 }
}

private func startDaemon(_ limits: Limits, _ loop: UnsafeMutableRawPointer) -> OpaquePointer? {
    var options = [
        // The door counts those of all loops.
        item(.CONNECTION_LIMIT, limits.connectionsMax),
        item(.CONNECTION_MEMORY_LIMIT, limits.connectionBytes),
        item(.CONNECTION_TIMEOUT, limits.idleTimeoutSeconds),
        item(.URI_LOG_CALLBACK, unsafeBitCast(began, to: Int.self), loop),
        item(.NOTIFY_COMPLETED, unsafeBitCast(ended, to: Int.self), loop),
        item(.NOTIFY_CONNECTION, unsafeBitCast(connected, to: Int.self), loop),
        item(.END, 0),
    ]
    let flags =
        MHD_USE_EPOLL_INTERNAL_THREAD.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue
        | MHD_USE_NO_LISTEN_SOCKET.rawValue
    return mhd_start(flags, handle, loop, &options)
}

private func item(
    _ option: MHD_OPTION, _ value: Int, _ pointer: UnsafeMutableRawPointer? = nil
) -> MHD_OptionItem {
    MHD_OptionItem(option: option, value: value, ptr_value: pointer)
}
