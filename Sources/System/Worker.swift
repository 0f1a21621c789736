/// A thread that does one thing whenever it is woken, or every so often.
package final class Worker: ThreadBody, @unchecked Sendable {  // all state is under `monitor`
    package typealias Work = @Sendable (_ worker: Worker) -> Void

    private let work: Work
    private let milliseconds: Int?
    private let monitor = Monitor()
    private var isWoken = false
    private var isFinishing = false
    private var hasEnded = false

    /// Without a wake the work is done after so many milliseconds; nil for never.
    package init(
        every milliseconds: Int? = nil, _ work: @escaping Work
    ) throws(ThreadError) {
        self.milliseconds = milliseconds
        self.work = work
        try startThread()
    }

    /// Has the work done, soon and once more if it is being done now; returns at once.
    package func wake() {
        monitor.locked {
            isWoken = true
            monitor.wakeAll()
        }
    }

    /// Has the work done a last time and ends the thread; false if that takes longer.
    package func finish(withinSeconds seconds: Int) -> Bool {
        let deadline = Monitor.moment(afterMilliseconds: seconds * 1_000)
        return monitor.locked {
            isFinishing = true
            monitor.wakeAll()
            while !hasEnded, monitor.wait(until: deadline) {}
            return hasEnded
        }
    }

    /// The thread's whole life.
    func run() {
        var goesOn = true
        while goesOn {
            goesOn = awaitWake()
            work(self)
        }
        monitor.locked {
            hasEnded = true
            monitor.wakeAll()
        }
    }

    /// False when it is for the last time.
    private func awaitWake() -> Bool {
        let deadline = milliseconds.map(Monitor.moment)
        return monitor.locked {
            while !isWoken, !isFinishing {
                if let deadline {
                    guard monitor.wait(until: deadline) else { break }
                } else {
                    monitor.wait()
                }
            }
            isWoken = false
            return !isFinishing
        }
    }
}
