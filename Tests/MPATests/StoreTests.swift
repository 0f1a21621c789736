import AWSProtocol
import MPA
import Testing

import class Foundation.FileManager
import struct Foundation.UUID

@Suite("Store")
struct StoreTests {
    @Test("A file keeps sources, tags and tokens for the next process")
    func restart() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "mpa.sqlite").path
        let first = try {
            let bench = try Bench(transitionDelay: 1_000, store: .file(path))
            return try bench.create(token: "t", tags: ["a": "b"])
        }()
        let bench = try Bench(transitionDelay: 1_000, store: .file(path))
        #expect(try bench.create(token: "t", tags: ["a": "b"]).document == first.document)
        #expect(try bench.tags() == ["a": "b"])
        #expect(try bench.get()["Status"] == .string("CREATING"))
        // What was under way is still due.
        bench.clock.advance(milliseconds: 1_000)
        #expect(try bench.get()["Status"] == .string("ACTIVE"))
    }
}
