/// Lines on their way to a file descriptor that may take its time.
///
/// Nobody waits for the reader: one thread writes, and what finds no room is dropped, counted and
/// told of in a line of its own once there is room again.
package final class LineQueue: ThreadBody, @unchecked Sendable {  // all state is under `monitor`
    /// Words the line that tells how many were dropped.
    package typealias Notice = @Sendable (_ dropped: Int) -> [UInt8]

    /// The writer gathers lines for so long, rather than wake up for each.
    private static let gatherMilliseconds = 10

    private let descriptor: FileDescriptor
    private let bytesMax: Int
    private let notice: Notice
    private let monitor = Monitor()
    private var pending: [UInt8] = []
    private var dropped = 0
    private var isWriterIdle = false
    private var isFinishing = false
    private var hasEnded = false

    /// Holds at most `bytesMax` bytes that are not being written yet.
    package init(
        _ descriptor: FileDescriptor, bytesMax: Int = 1 << 20, notice: @escaping Notice
    ) throws(ThreadError) {
        self.descriptor = descriptor
        self.bytesMax = bytesMax
        self.notice = notice
        try startThread()
    }

    /// Takes a line, or drops it; returns at once.
    package func write(_ line: [UInt8]) {
        monitor.locked {
            // After a dropped line the next are dropped too: the notice stands where they are
            // missing.
            guard dropped == 0, pending.count + line.count <= bytesMax else {
                dropped += 1
                return
            }
            pending.append(contentsOf: line)
            if isWriterIdle {
                isWriterIdle = false
                monitor.wakeAll()
            }
        }
    }

    /// Writes what is left, unless its reader takes longer than that. Lines after it are lost.
    package func finish(withinMilliseconds milliseconds: Int = 2_000) {
        let deadline = Monitor.moment(afterMilliseconds: milliseconds)
        monitor.locked {
            isFinishing = true
            monitor.wakeAll()
            while !hasEnded, monitor.wait(until: deadline) {}
        }
    }

    /// The writer's whole life.
    func run() {
        var batch: [UInt8] = []
        while take(&batch) {
            descriptor.writeAlone(batch)
            batch.removeAll(keepingCapacity: true)
        }
    }

    /// Waits for lines and hands over all there are; false at the end.
    private func take(_ batch: inout [UInt8]) -> Bool {
        monitor.locked {
            if !isFinishing {
                _ = monitor.wait(
                    until: Monitor.moment(afterMilliseconds: Self.gatherMilliseconds))
            }
            while pending.isEmpty, dropped == 0 {
                if isFinishing {
                    hasEnded = true
                    monitor.wakeAll()
                    return false
                }
                isWriterIdle = true
                monitor.wait()
            }
            isWriterIdle = false
            swap(&batch, &pending)
            if dropped > 0 {
                batch.append(contentsOf: notice(dropped))
                dropped = 0
            }
            return true
        }
    }
}
