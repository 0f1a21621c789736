import AWSProtocol
@testable import MPA
import SQLite
import Testing

import class Foundation.FileManager
import struct Foundation.Data
import struct Foundation.URL
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

    @Test("A new database has just the tables that an old one has after all migrations")
    func currentTables() throws {
        func tables(_ schema: Schema) throws -> [String] {
            let connection = try Connection.inMemory(schema)
            let all = connection.statement(
                """
                SELECT type || ' ' || name || ' ' || tbl_name || ' ' || ifnull(sql, '')
                FROM sqlite_schema ORDER BY type, name
                """)
            return try all.all { $0.text(0) }
        }
        let migrated = Schema(
            applicationID: Schema.mpa.applicationID, migrations: Schema.mpa.migrations)
        #expect(try tables(.mpa) == tables(migrated))
        #expect(try tables(.mpa).count > 20)
    }

    /// Makes a store in a file of its own, lets `spoil` change it, and hands its path to `body`.
    private func withStore(
        _ spoil: String, _ fill: (Bench) throws -> Void = { _ in }, _ body: (String) throws -> Void
    ) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try fill(Bench(transitionDelay: 60_000, store: .file(path)))
        do {
            let connection = try Connection.file(path, .mpa)
            try connection.execute(spoil)
        }
        try body(path)
    }

    @Test(
        "A file without one of our tables is refused in one line that names it",
        arguments: ["identity_source", "client_token", "tag"])
    func missingTable(table: String) throws {
        try withStore("DROP TABLE \(table)") { path in
            let error = #expect(throws: DatabaseFileError.self) { try Store.file(path) }
            #expect(error?.description == "\(path) is damaged: no such table: \(table)")
        }
    }

    @Test("A file whose pages are damaged is refused in one line that names it")
    func damagedPage() throws {
        try withStore("SELECT 1") { path in
            var bytes = try Data(contentsOf: URL(filePath: path))
            // Every page but the first, which says whose file it is.
            bytes.replaceSubrange(4_096..., with: Data(repeating: 0xee, count: bytes.count - 4_096))
            try bytes.write(to: URL(filePath: path))
            let error = #expect(throws: DatabaseFileError.self) { try Store.file(path) }
            #expect(
                error?.description == "\(path) is damaged: database disk image is malformed")
        }
    }

    @Test("A status that no release knows fails the calls that read it, and no others")
    func unknownStatus() throws {
        let spoil = """
            PRAGMA ignore_check_constraints = ON;
            UPDATE identity_source SET status = 'MELTED', due_time = NULL
            """
        try withStore(spoil, { _ = try $0.create() }) { path in
            let bench = try Bench(store: .file(path))
            let error = #expect(throws: ServiceError.self) { try bench.get() }
            guard case .internalServer(let cause) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(cause.contains("unknown value 'MELTED' of column status"))
            let other = Caller(account: "999900001111", region: "us-east-1", partition: "aws")
            #expect(throws: Never.self) { try bench.create(as: other) }
        }
    }
}
