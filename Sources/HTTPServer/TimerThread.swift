import Glibc

/// A thread that does one thing every so often, until it is told to stop.
final class TimerThread {
    private let alarm: Int32
    private let wakeup: Int32
    private var thread = pthread_t()

    private final class Work {
        let wakeup: Int32
        let tick: @Sendable () -> Int32

        init(_ wakeup: Int32, _ tick: @escaping @Sendable () -> Int32) {
            self.wakeup = wakeup
            self.tick = tick
        }

        func run() {
            var descriptor = pollfd(fd: wakeup, events: Int16(POLLIN | POLLHUP), revents: 0)
            var pause = tick()
            while poll(&descriptor, 1, pause) <= 0 || isAlarm() { pause = tick() }
        }

        /// False at the end of the pipe, which tells the thread to stop.
        private func isAlarm() -> Bool {
            var bytes = [UInt8](repeating: 0, count: 64)
            return read(wakeup, &bytes, bytes.count) > 0
        }
    }

    /// `tick` answers after how many milliseconds it has to be called again.
    init(_ tick: @escaping @Sendable () -> Int32) throws(HTTPServerError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw .resources(reason: String(cString: strerror(errno)))
        }
        (wakeup, alarm) = (ends[0], ends[1])
        // Thousands of alarms at once are as good as one: none of them may block.
        _ = fcntl(alarm, F_SETFL, O_NONBLOCK)
        let work = Unmanaged.passRetained(Work(wakeup, tick))
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
            close(alarm)
            throw .resources(reason: String(cString: strerror(code)))
        }
    }

    /// Where `ring` can be called from without the thread's owner.
    struct Bell: Sendable {
        fileprivate let alarm: Int32

        /// Makes the thread tick now.
        func ring() {
            var byte: UInt8 = 0
            _ = write(alarm, &byte, 1)
        }
    }

    var bell: Bell { Bell(alarm: alarm) }

    /// Returns once the thread has ended; no bell may ring any more.
    func stop() {
        // The end of the pipe wakes the thread.
        close(alarm)
        pthread_join(thread, nil)
        close(wakeup)
    }
}
