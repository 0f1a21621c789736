@testable import MPA

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

    /// Makes a team in the file, leaves it there, and answers the events of that.
    func fillWithEvents() throws -> [[UInt8]] {
        let bench = try TeamBench(store: .file(path))
        _ = try bench.get(try bench.activate())
        try bench.service.close()
        return try bench.service.events(after: 0, limit: .max).events
    }

    func remove() { try? FileManager.default.removeItem(at: url) }
}
