import MPA
import System

/// The file of access keys that the emulator begins with.
struct Credentials {
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
    func apply(to service: Service) throws {
        do {
            try service.applyCredentials(text)
        } catch {
            throw SeedError(path: path, error)
        }
    }
}
