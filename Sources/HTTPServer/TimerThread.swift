import Glibc

/// A thread that does one thing every so often, until it is told to stop.
final class TimerThread {
    private let stopping: Int32
    private let wakeup: Int32
    private var thread = pthread_t()

    private final class Work {
        let wakeup: Int32
        let intervalMilliseconds: Int32
        let tick: @Sendable () -> Void

        init(_ wakeup: Int32, _ interval: Int32, _ tick: @escaping @Sendable () -> Void) {
            self.wakeup = wakeup
            intervalMilliseconds = interval
            self.tick = tick
        }

        func run() {
            var descriptor = pollfd(fd: wakeup, events: Int16(POLLIN | POLLHUP), revents: 0)
            while poll(&descriptor, 1, intervalMilliseconds) <= 0 { tick() }
        }
    }

    init(
        intervalMilliseconds: Int32, _ tick: @escaping @Sendable () -> Void
    ) throws(HTTPServerError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw .resources(reason: String(cString: strerror(errno)))
        }
        (wakeup, stopping) = (ends[0], ends[1])
        let work = Unmanaged.passRetained(Work(wakeup, intervalMilliseconds, tick))
        let code = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, work.toOpaque())
        guard code == 0 else {
            work.release()
            close(wakeup)
            close(stopping)
            throw .resources(reason: String(cString: strerror(code)))
        }
    }

    /// Returns once the thread has ended.
    func stop() {
        // The end of the pipe wakes the thread.
        close(stopping)
        pthread_join(thread, nil)
        close(wakeup)
    }
}
