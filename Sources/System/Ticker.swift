/// A thread that does one thing every so often.
package final class Ticker: ThreadBody, @unchecked Sendable {  // all state is under `monitor`
    private let milliseconds: Int
    private let work: @Sendable () -> Void
    private let monitor = Monitor()
    private var isFinishing = false
    private var hasEnded = false

    /// The first time comes after so many milliseconds.
    package init(milliseconds: Int, work: @escaping @Sendable () -> Void) throws(ThreadError) {
        self.milliseconds = milliseconds
        self.work = work
        try startThread()
    }

    /// Returns once the work is done for the last time.
    package func finish() {
        monitor.locked {
            isFinishing = true
            monitor.wakeAll()
            while !hasEnded { monitor.wait() }
        }
    }

    /// The thread's whole life.
    func run() {
        while awaitTick() { work() }
        monitor.locked {
            hasEnded = true
            monitor.wakeAll()
        }
    }

    /// False when there is none any more.
    private func awaitTick() -> Bool {
        let deadline = Monitor.moment(afterMilliseconds: milliseconds)
        return monitor.locked {
            while !isFinishing, monitor.wait(until: deadline) {}
            return !isFinishing
        }
    }
}
