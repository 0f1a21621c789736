import class Foundation.FileManager
import struct Foundation.URL
import struct Foundation.UUID

/// A folder of its own for a database file.
struct TemporaryFolder {
    private let url = FileManager.default.temporaryDirectory
        .appending(path: UUID().uuidString)

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    var path: String { url.appending(path: "mpa.sqlite").path }

    func remove() { try? FileManager.default.removeItem(at: url) }
}
