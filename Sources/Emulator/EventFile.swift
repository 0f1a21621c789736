import Logging
import MPA
import Synchronization
import System

/// The file that every event is written to, a line each, in the order in which they happen.
///
/// A thread of its own writes: a disk or a reader that takes its time holds nobody up. What finds
/// no room meanwhile is counted in a line `{"dropped":N}`.
final class EventFile: Sendable {
    /// A stop waits so long for a reader.
    private static let finishSecondsMax = 2
    private static let batchMax = 100

    private struct State: ~Copyable {
        let file: AppendingFile
        /// How many lines could not be written since the last one that could.
        var lost: Int64 = 0
    }

    private let service: Service
    private let subscription: EventSubscription
    private let worker: Worker

    /// - Throws: EventFileError for a file that cannot be written.
    init(path: String, format: EventFormat, service: Service, logger: Logger) throws {
        let file: AppendingFile
        do throws(File.Failure) {
            file = try AppendingFile(path)
        } catch {
            throw EventFileError(description: "\(path): \(error)")
        }
        // What fell due meanwhile has happened in this run, too.
        let (beginning, goesOn) = service.beginningOfEvents
        // Who reads on in a file of before must not take these events for the next ones.
        let isAnew = !file.isEmpty && !goesOn
        let lines = Lines(Mutex(State(file: file)), format, path, logger)
        if isAnew { lines.write([.replaced(latest: beginning)]) }
        let subscription = try service.followEvents(after: beginning)
        self.service = service
        self.subscription = subscription
        worker = try Worker { worker in
            var notices = subscription.next(limit: Self.batchMax, worker.wake)
            while !notices.isEmpty {
                lines.write(notices)
                notices = subscription.next(limit: Self.batchMax, worker.wake)
            }
        }
        // Asks for the first events to be told of.
        worker.wake()
    }

    /// Writes what is left. Call it once.
    func finish() {
        _ = worker.finish(withinSeconds: Self.finishSecondsMax)
        service.unfollowEvents(subscription)
    }

    /// What becomes of the events.
    private final class Lines: Sendable {
        private let state: Mutex<State>
        private let format: EventFormat
        private let path: String
        private let logger: Logger

        init(_ state: consuming Mutex<State>, _ format: EventFormat, _ path: String, _ log: Logger)
        {
            self.state = state
            self.format = format
            self.path = path
            logger = log
        }

        func write(_ notices: [EventSubscription.Notice]) {
            state.withLock { state in
                var text: [UInt8] = []
                if state.lost > 0 {
                    // The last line may not have its end.
                    text = [UInt8(ascii: "\n")] + Self.dropped(state.lost)
                }
                for notice in notices { text += line(notice) }
                do throws(File.Failure) {
                    try state.file.append(text)
                    state.lost = 0
                } catch {
                    if state.lost == 0 { logger.error("\(path) takes no events: \(error)") }
                    state.lost += Int64(notices.count)
                }
            }
        }

        private func line(_ notice: EventSubscription.Notice) -> [UInt8] {
            switch notice {
            case .event(_, let document): format.render(document) + [UInt8(ascii: "\n")]
            case .dropped(let count): Self.dropped(count)
            case .replaced(let latest):
                Array("{\"replaced\":{\"latestSequence\":\(latest.sequence)}}\n".utf8)
            }
        }

        private static func dropped(_ count: Int64) -> [UInt8] {
            Array("{\"dropped\":\(count)}\n".utf8)
        }
    }
}

/// Why events have no file.
struct EventFileError: Error, CustomStringConvertible {
    let description: String
}
