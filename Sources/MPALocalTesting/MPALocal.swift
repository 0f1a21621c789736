import Dispatch
import Emulator
public import FoundationEssentials
import Logging
import Synchronization

/// A running emulator of AWS Multi-party approval, in this process.
///
/// Clients reach it at ``url``. What AWS leaves to people, to time and to other services is in the
/// hands of the test, by typed calls. They happen at once, and what is due happens before they
/// return. All of them throw ``MPALocalError`` when the emulator refuses.
public final class MPALocal: Sendable {
    /// What an emulator does otherwise than by default.
    public struct Options: Sendable {
        /// The moment at which the clock stands still; nil for one that runs.
        public var frozenAt: Date?
        /// The account of calls whose access key id is not 12 digits.
        public var account = "123456789012"
        /// Whether teams may have one approver and a threshold of one, as the API's model allows,
        /// rather than three and two, as
        /// [the guide says](https://docs.aws.amazon.com/mpa/latest/userguide/create-team.html).
        public var allowsSmallTeams = false
        /// How long asynchronous steps take on the emulator's clock.
        public var transitionDelay = Duration.zero
        /// A number from which all ids are made, the same each time; nil for chance.
        public var idSeed: UInt64?
        /// How many requests the journal keeps, up to 100,000; 0 for none.
        public var journalEntriesMax = 1_000
        /// Whether the journal shows sensitive members, such as descriptions and tags.
        public var showsSensitive = true
        /// A state document to begin with, as JSON.
        public var seed: String?
        /// Takes every line of the log; nil for none.
        public var log: (@Sendable (String) -> Void)?

        /// Options with every default.
        public init() {}
    }

    /// Where clients reach the emulator, such as `http://127.0.0.1:40123`: their endpoint override.
    public let url: String
    /// The port that it listens on.
    public let port: Int

    let emulator: Emulator
    private let isStopped = Atomic(false)

    /// Starts an emulator, which runs until ``stop()``. ``withMPALocal(_:isolation:_:)`` does both.
    ///
    /// - Throws: ``MPALocalError`` when there is no free port, or an option does not fit: the path
    ///   names it, and the place of a mistake in the seed.
    public init(_ options: Options = Options()) throws(MPALocalError) {
        try options.check()
        var configuration = Configuration()
        configuration.port = 0
        configuration.account = options.account
        configuration.limits = options.allowsSmallTeams ? .model : .aws
        configuration.transitionDelayMilliseconds = options.transitionDelay.wholeMilliseconds
        configuration.seedIDs = options.idSeed
        configuration.journal = options.journalEntriesMax
        configuration.journalSensitive = options.showsSensitive ? .on : .off
        let log = options.log.map { take in
            Log(level: .info, format: .text) { bytes in
                take(String(decoding: bytes.dropLast(), as: UTF8.self))
            }
        }
        do {
            emulator = try Emulator.start(
                configuration, log: log ?? Log(level: .critical, format: .text) { _ in })
        } catch {
            throw MPALocalError(status: 0, detail: "The emulator cannot start: \(error)", path: nil)
        }
        url = emulator.endpoint
        port = Int(url.split(separator: ":").last ?? "") ?? 0
        do throws(MPALocalError) {
            if let seed = options.seed { try state.replace(with: seed) }
            if let time = options.frozenAt { try clock.freeze(at: time) }
        } catch {
            try? emulator.stop()
            throw error
        }
    }

    /// Lets running requests end, and stops the emulator. ``withMPALocal(_:isolation:_:)`` does so
    /// by itself; a second stop does nothing.
    ///
    /// - Throws: ``MPALocalError`` when its storage fails.
    public func stop() async throws(MPALocalError) {
        guard !isStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
        let emulator = emulator
        // Requests may take their time to end, which must not hold up other tasks.
        let failure: String? = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                do {
                    try emulator.stop()
                    continuation.resume(returning: nil)
                } catch {
                    continuation.resume(returning: "\(error)")
                }
            }
        }
        if let failure { throw MPALocalError(status: 0, detail: failure, path: nil) }
    }
}

extension MPALocal.Options {
    fileprivate func check() throws(MPALocalError) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard account.utf8.count == 12, account.utf8.allSatisfy(digits.contains) else {
            throw MPALocalError(status: 0, detail: "An account has 12 digits.", path: "account")
        }
        guard Configuration.journalRange.contains(journalEntriesMax) else {
            throw MPALocalError(
                status: 0, detail: "The journal keeps 0 to 100,000 requests.",
                path: "journalEntriesMax")
        }
        guard transitionDelay >= .zero, transitionDelay <= .days(365) else {
            throw MPALocalError(
                status: 0, detail: "Steps take no time at all, or up to a year.",
                path: "transitionDelay")
        }
    }
}
