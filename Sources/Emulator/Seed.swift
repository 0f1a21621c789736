import Logging
import MPA
import System

/// The state document that an empty storage begins with.
struct Seed {
    private let path: String
    private let text: [UInt8]

    /// - Throws: SeedError for a file that cannot be read.
    init(path: String) throws {
        self.path = path
        do {
            text = try File.bytes(path)
        } catch {
            throw SeedError(path: path, error)
        }
    }

    /// - Throws: SeedError with the JSON path of the first mistake.
    func apply(to service: Service, log: Log) throws {
        let isApplied: Bool
        do {
            isApplied = try service.applySeed(text)
        } catch {
            throw SeedError(path: path, error)
        }
        if !isApplied {
            log.logger.notice(
                "the storage has content already and keeps it; the seed waits for a reset")
        }
    }
}
