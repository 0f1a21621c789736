import SQLite
import Testing

@Suite("Statements")
struct StatementTests {
    private let connection: Connection

    init() throws {
        let table = "CREATE TABLE thing (id INTEGER PRIMARY KEY, value ANY) STRICT"
        connection = try .inMemory(Schema(applicationID: 7, migrations: [table]))
    }

    static let texts = [
        "", "a", "it's", "\"quoted\"", "åäö", "日本語", "👩‍👩‍👧‍👦", "e\u{301}", "line\nline", "\u{1}",
        "a\u{0}b", "\u{0}", "'; DROP TABLE thing; --", String(repeating: "x", count: 100_000),
    ]

    @Test("Text comes back as it was bound, scalar by scalar", arguments: texts)
    func text(text: String) throws {
        try connection.statement("INSERT INTO thing (value) VALUES (?)").run(.text(text))
        let read = connection.statement("SELECT value, typeof(value) FROM thing")
        let found = try #require(try read.first { ($0.text(0), $0.optionalText(0), $0.text(1)) })
        #expect(Array(found.0.unicodeScalars) == Array(text.unicodeScalars))
        #expect(found.1 == text)
        #expect(found.2 == "text")
    }

    @Test(
        "An integer comes back as it was bound",
        arguments: [0, 1, -1, 127, 128, 1 << 31, 1 << 53 + 1, .max, .min] as [Int64])
    func integer(number: Int64) throws {
        try connection.statement("INSERT INTO thing (value) VALUES (?)").run(.integer(number))
        let read = connection.statement("SELECT value, typeof(value) FROM thing")
        let found = try #require(
            try read.first { ($0.integer(0), $0.optionalInteger(0), $0.text(1)) })
        #expect(found.0 == number)
        #expect(found.1 == number)
        #expect(found.2 == "integer")
    }

    static let blobs: [[UInt8]] = [
        [], [0], [0, 0, 0], [0xff, 0xfe, 0x80], Array(0...255),
        [UInt8](repeating: 0xaa, count: 100_000),
    ]

    @Test("A blob comes back as it was bound and stays a blob", arguments: blobs)
    func blob(bytes: [UInt8]) throws {
        try connection.statement("INSERT INTO thing (value) VALUES (?)").run(.blob(bytes))
        let read = connection.statement("SELECT value, typeof(value) FROM thing")
        let found = try #require(try read.first { ($0.blob(0), $0.text(1)) })
        #expect(found.0 == bytes)
        #expect(found.1 == "blob")
    }

    @Test("Null is bound as null and read as nothing")
    func null() throws {
        try connection.statement("INSERT INTO thing (value) VALUES (?)").run(.null)
        let read = connection.statement("SELECT value, typeof(value) FROM thing")
        let type = try read.first { row in
            #expect(row.optionalText(0) == nil)
            #expect(row.optionalInteger(0) == nil)
            #expect(row.text(0) == "")
            #expect(row.integer(0) == 0)
            #expect(row.blob(0) == [])
            return row.text(1)
        }
        #expect(type == "null")
    }

    @Test("Empty text and zero are not null")
    func notNull() throws {
        let read = connection.statement("SELECT '', 0")
        let found = try #require(try read.first { ($0.optionalText(0), $0.optionalInteger(1)) })
        #expect(found.0 == "")
        #expect(found.1 == 0)
    }

    @Test("An optional value is null without a value, and bound as itself with one")
    func optionals() throws {
        let read = connection.statement("SELECT typeof(?), typeof(?), typeof(?), typeof(?)")
        let types = try read.first(
            .optional(nil as String?), .optional(""), .optional(nil as Int64?), .optional(0)
        ) { row in (0..<4).map { row.text($0) } }
        #expect(types == ["null", "text", "null", "integer"])
    }

    @Test("Parameters are bound by position")
    func positions() throws {
        let read = connection.statement("SELECT ?2 || ?1 || ?3")
        #expect(try read.first(.text("a"), .text("b"), .text("c")) { $0.text(0) } == "bac")
    }

    @Test("All answers every row in the order of the statement")
    func allRows() throws {
        let insert = connection.statement("INSERT INTO thing (value) VALUES (?)")
        for number in [3, 1, 2] { try insert.run(.integer(Int64(number))) }
        let up = connection.statement("SELECT value FROM thing ORDER BY value")
        let down = connection.statement("SELECT value FROM thing ORDER BY value DESC")
        #expect(try up.all { $0.integer(0) } == [1, 2, 3])
        #expect(try down.all { $0.integer(0) } == [3, 2, 1])
    }

    @Test("First answers the first row only, and the statement starts anew afterwards")
    func firstRow() throws {
        let read = connection.statement("SELECT column1 FROM (VALUES (1), (2))")
        #expect(try read.first { $0.integer(0) } == 1)
        #expect(try read.first { $0.integer(0) } == 1)
        #expect(try read.all { $0.integer(0) } == [1, 2])
    }

    @Test("Without a row, first answers nil and all answers nothing")
    func noRows() throws {
        let read = connection.statement("SELECT value FROM thing WHERE id = ?")
        #expect(try read.first(.integer(1)) { $0.integer(0) } == nil)
        #expect(try read.all(.integer(1)) { $0.integer(0) }.isEmpty)
    }

    @Test("A statement run again forgets the values it had")
    func rebound() throws {
        let echo = connection.statement("SELECT ?")
        #expect(try echo.first(.text("a")) { $0.optionalText(0) } == "a")
        #expect(try echo.first(.null) { $0.optionalText(0) } == .some(nil))
        #expect(try echo.first(.text("b")) { $0.optionalText(0) } == "b")
    }

    @Test("Run goes through every row that a statement answers")
    func runToTheEnd() throws {
        let insert = connection.statement(
            "INSERT INTO thing (value) VALUES (1), (2), (3) RETURNING id")
        try insert.run()
        #expect(try connection.integer("SELECT count(*) FROM thing") == 3)
    }

    @Test("A broken constraint is an error with its code, SQLite's words and the SQL")
    func constraintError() throws {
        let insert = connection.statement("INSERT INTO thing (id) VALUES (?)")
        try insert.run(.integer(1))
        let error = #expect(throws: SQLiteError.self) { try insert.run(.integer(1)) }
        // SQLITE_CONSTRAINT_PRIMARYKEY
        #expect(error?.code == 1_555)
        #expect(error?.message == "UNIQUE constraint failed: thing.id")
        #expect(error?.sql == "INSERT INTO thing (id) VALUES (?)")
        #expect(
            error?.description
                == "SQLite error 1555: UNIQUE constraint failed: thing.id"
                + " in: INSERT INTO thing (id) VALUES (?)")
    }

    @Test("A statement that failed works again")
    func usableAfterError() throws {
        let insert = connection.statement("INSERT INTO thing (id) VALUES (?)")
        try insert.run(.integer(1))
        #expect(throws: SQLiteError.self) { try insert.run(.integer(1)) }
        try insert.run(.integer(2))
        #expect(try connection.integer("SELECT count(*) FROM thing") == 2)
    }

    @Test("SQL that does not compile is an error at its first use, and only there")
    func syntaxError() throws {
        let wrong = connection.statement("SELEKT 1")
        let error = #expect(throws: SQLiteError.self) { try wrong.run() }
        #expect(error?.code == 1)
        #expect(error?.sql == "SELEKT 1")
        #expect(error?.message == "near \"SELEKT\": syntax error")
        #expect(try connection.integer("SELECT 1") == 1)
    }

    @Test("A strict column refuses a value of another type")
    func strict() throws {
        try connection.execute("CREATE TABLE number (value INTEGER) STRICT")
        let insert = connection.statement("INSERT INTO number VALUES (?)")
        #expect(throws: SQLiteError.self) { try insert.run(.text("x")) }
        #expect(throws: SQLiteError.self) { try insert.run(.blob([1])) }
        try insert.run(.integer(1))
    }

    @Test("Values that differ in number from the parameters end the process")
    func wrongCount() async {
        await #expect(processExitsWith: .failure) {
            let connection = try Connection.inMemory(Schema(applicationID: 7, migrations: []))
            try connection.statement("SELECT ?").run()
        }
    }
}
