import Logging
import MPA
import Synchronization
import System

/// Writes the events of calls that change nothing into the database, within a second or so: such a
/// call does not wait for a disk, and what a killed process loses of them is no more than that.
final class EventKeeper: Sendable {
    private static let milliseconds = 1_000
    /// A stop waits so long for a disk; what is left is written by its end.
    private static let finishSecondsMax = 2

    private let worker: Worker

    init(_ service: Service, _ logger: Logger) throws {
        let hasFailed = Mutex(false)
        worker = try Worker(every: Self.milliseconds) { _ in
            do {
                try service.keepEvents()
                hasFailed.withLock { $0 = false }
            } catch {
                // Not each second anew.
                let isNew = hasFailed.withLock { hasFailed in
                    defer { hasFailed = true }
                    return !hasFailed
                }
                if isNew { logger.error("the database takes no events: \(error)") }
            }
        }
    }

    /// Call it once, before the end.
    func finish() { _ = worker.finish(withinSeconds: Self.finishSecondsMax) }
}
