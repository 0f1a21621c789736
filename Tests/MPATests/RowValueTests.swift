@testable import MPA
import SQLite
import Testing

@Suite("Values of enumerations in rows")
struct RowValueTests {
    private let connection: Connection

    init() throws {
        connection = try .inMemory(Schema(applicationID: 7, migrations: []))
    }

    private enum Colour: String {
        case red
    }

    @Test("A text that is no value of its enumeration is an error that names value and column")
    func unknownValue() throws {
        let good = connection.statement("SELECT 'red' AS colour")
        #expect(try good.first { row throws(SQLiteError) -> Colour in try row.value(0) } == .red)
        let bad = connection.statement("SELECT 'loud' AS colour")
        let error = #expect(throws: SQLiteError.self) {
            try bad.all { row throws(SQLiteError) -> Colour in try row.value(0) }
        }
        #expect(error?.message == "unknown value 'loud' of column colour")
        #expect(error?.sql == "SELECT 'loud' AS colour")
        // The statement was reset: it can run again.
        #expect(try bad.first { $0.text(0) } == "loud")
    }

    @Test("NULL is no value where one may be missing; a wrong text is an error there as well")
    func optionalValue() throws {
        let texts: [(String, Colour?)] = [("'red'", .red), ("NULL", nil)]
        for (text, colour) in texts {
            let read = connection.statement("SELECT \(text) AS colour")
            let found = try read.all { row throws(SQLiteError) -> Colour? in
                try row.optionalValue(0)
            }
            #expect(found == [colour])
        }
        let bad = connection.statement("SELECT '' AS colour")
        #expect(throws: SQLiteError.self) {
            try bad.all { row throws(SQLiteError) -> Colour? in try row.optionalValue(0) }
        }
    }
}
