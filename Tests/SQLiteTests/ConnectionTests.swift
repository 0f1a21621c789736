@testable import SQLite
import Testing

@Suite("Connection in memory")
struct ConnectionTests {
    private let connection: Connection

    init() throws {
        connection = try .inMemory(
            Schema(
                applicationID: 7,
                migrations: [
                    """
                    CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT;
                    CREATE TABLE child (parent INTEGER NOT NULL REFERENCES parent) STRICT
                    """
                ]))
    }

    private struct Refusal: Error, Equatable { let number: Int }

    private func parents() throws -> Int64? {
        try connection.integer("SELECT count(*) FROM parent")
    }

    private func add(_ id: Int64) throws {
        try connection.statement("INSERT INTO parent VALUES (?)").run(.integer(id))
    }

    @Test("Two databases in memory know nothing of each other")
    func separate() throws {
        let table = "CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT"
        let other = try Connection.inMemory(Schema(applicationID: 7, migrations: [table]))
        try add(1)
        #expect(try parents() == 1)
        #expect(try other.integer("SELECT count(*) FROM parent") == 0)
    }

    @Test("Migrations leave their number and the application behind")
    func versions() throws {
        #expect(try connection.integer("PRAGMA user_version") == 1)
        #expect(try connection.integer("PRAGMA application_id") == 7)
    }

    @Test("A transaction keeps its rows and answers what its body answers")
    func commit() throws {
        let answer = try connection.transaction {
            try add(1)
            try add(2)
            return "done"
        }
        #expect(answer == "done")
        #expect(try parents() == 2)
    }

    @Test("A transaction whose body throws leaves nothing behind and throws that error on")
    func rollback() throws {
        try add(1)
        let error = #expect(throws: Refusal.self) {
            try connection.transaction {
                try add(2)
                try add(3)
                throw Refusal(number: 9)
            }
        }
        #expect(error == Refusal(number: 9))
        #expect(try parents() == 1)
    }

    @Test("A transaction whose statement fails leaves nothing behind and throws SQLite's error")
    func failedStatement() throws {
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction {
                try add(1)
                try add(1)
            }
        }
        #expect(error?.sql == "INSERT INTO parent VALUES (?)")
        #expect(try parents() == 0)
    }

    @Test("A constraint checked at the commit fails the transaction and rolls it back")
    func failedCommit() throws {
        try connection.execute(
            "CREATE TABLE late (parent REFERENCES parent DEFERRABLE INITIALLY DEFERRED)")
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction { try connection.execute("INSERT INTO late VALUES (9)") }
        }
        #expect(error?.message == "FOREIGN KEY constraint failed")
        #expect(try connection.integer("SELECT count(*) FROM late") == 0)
        // No transaction is left open.
        try connection.transaction { try add(1) }
        #expect(try parents() == 1)
    }

    @Test("A body that caught its own failed statement still commits the rest")
    func caughtError() throws {
        try connection.transaction {
            try add(1)
            #expect(throws: SQLiteError.self) { try add(1) }
            try add(2)
        }
        #expect(try parents() == 2)
    }

    @Test("A transaction that SQLite rolled back by itself throws the error that caused it")
    func rolledBackBySQLite() throws {
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction {
                try add(1)
                try connection.execute("INSERT OR ROLLBACK INTO parent VALUES (1)")
            }
        }
        #expect(error?.message == "UNIQUE constraint failed: parent.id")
        #expect(try parents() == 0)
        try connection.transaction { try add(2) }
        #expect(try parents() == 1)
    }

    @Test("A transaction works after one that failed")
    func afterFailure() throws {
        for number in 1...3 {
            #expect(throws: Refusal.self) {
                try connection.transaction { throw Refusal(number: number) }
            }
        }
        try connection.transaction { try add(1) }
        #expect(try parents() == 1)
    }

    @Test("A transaction inside another is refused, and the outer one leaves nothing behind")
    func nested() throws {
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction {
                try add(1)
                try connection.transaction { try add(2) }
            }
        }
        #expect(error?.sql == "BEGIN IMMEDIATE")
        #expect(try parents() == 0)
    }

    @Test("Foreign keys are enforced")
    func foreignKeys() throws {
        let insert = connection.statement("INSERT INTO child VALUES (?)")
        let error = #expect(throws: SQLiteError.self) { try insert.run(.integer(5)) }
        #expect(error?.message == "FOREIGN KEY constraint failed")
        try add(5)
        try insert.run(.integer(5))
        #expect(try connection.integer("SELECT count(*) FROM child") == 1)
    }

    @Test("Execute runs every statement of its text")
    func execute() throws {
        try connection.execute("INSERT INTO parent VALUES (1); INSERT INTO parent VALUES (2);")
        #expect(try parents() == 2)
    }

    @Test("Execute stops at the first statement that fails and names the SQL")
    func executeError() throws {
        let sql = "INSERT INTO parent VALUES (1); INSERT INTO nowhere VALUES (2)"
        let error = #expect(throws: SQLiteError.self) { try connection.execute(sql) }
        #expect(error?.sql == sql)
        #expect(error?.message == "no such table: nowhere")
        #expect(try parents() == 1)
    }

    @Test("Integer answers the first column of the first row, or nil without a row")
    func integer() throws {
        #expect(try connection.integer("SELECT 4, 5 UNION ALL SELECT 6, 7") == 4)
        #expect(try connection.integer("SELECT id FROM parent") == nil)
    }

    @Test("An error without SQL is described without it")
    func description() {
        let error = SQLiteError(code: 14, message: "unable to open database file", sql: "")
        #expect(error.description == "SQLite error 14: unable to open database file")
    }
}
