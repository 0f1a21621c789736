@testable import MPA
import SQLite

import struct Foundation.Data
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

    /// Makes the first page with rows of a table one that cannot be,
    /// https://www.sqlite.org/fileformat2.html.
    func spoilFirstLeaf(of table: String) throws {
        let (root, size) = try {
            let connection = try Connection.file(path, .mpa)
            let root = try connection.integer(
                "SELECT rootpage FROM sqlite_schema WHERE name = '\(table)'")
            return (Int(root ?? 0), Int(try connection.integer("PRAGMA page_size") ?? 0))
        }()
        let file = URL(filePath: path)
        var bytes = try Data(contentsOf: file)
        func number(at place: Int, _ count: Int) -> Int {
            bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
        }
        // An inner page: its first cell begins with the page on its left.
        let start = (root - 1) * size
        let leaf = number(at: start + number(at: start + 12, 2), 4)
        bytes.replaceSubrange(
            (leaf - 1) * size..<leaf * size, with: Data(repeating: 0xff, count: size))
        try bytes.write(to: file)
    }

    func remove() { try? FileManager.default.removeItem(at: url) }
}
