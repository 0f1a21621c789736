import CSQLite

/// A value that a statement's parameter takes.
package enum SQLValue {
    case text(String)
    case integer(Int64)
    case blob([UInt8])
    case null

    package static func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
    package static func optional(_ integer: Int64?) -> SQLValue {
        integer.map(SQLValue.integer) ?? .null
    }
}

/// One SQL statement, compiled once, with parameters bound by position.
package final class Statement {
    private struct Handle: ~Copyable {
        let pointer: OpaquePointer
        deinit { sqlite3_finalize(pointer) }
    }

    private let sql: String
    private unowned let connection: Connection
    private var handle: Handle?

    init(sql: String, connection: Connection) {
        self.sql = sql
        self.connection = connection
    }

    /// Runs the statement to its end and answers nothing.
    package func run(_ values: SQLValue...) throws(SQLiteError) { try run(values) }

    package func run(_ values: [SQLValue]) throws(SQLiteError) {
        let pointer = try bound(values)
        defer { sqlite3_reset(pointer) }
        while try step(pointer) {}
    }

    /// The first row, or nil without one.
    package func first<Result>(
        _ values: SQLValue..., read: (Row) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result? {
        let pointer = try bound(values)
        defer { sqlite3_reset(pointer) }
        return try step(pointer) ? try read(Row(pointer: pointer)) : nil
    }

    /// Every row, in the statement's order.
    package func all<Result>(
        _ values: SQLValue..., read: (Row) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> [Result] {
        let pointer = try bound(values)
        defer { sqlite3_reset(pointer) }
        var rows: [Result] = []
        while try step(pointer) { rows.append(try read(Row(pointer: pointer))) }
        return rows
    }

    /// Row after row, for as long as `body` answers true.
    package func scan(
        _ values: SQLValue..., body: (Row) throws(SQLiteError) -> Bool
    ) throws(SQLiteError) {
        let pointer = try bound(values)
        defer { sqlite3_reset(pointer) }
        while try step(pointer), try body(Row(pointer: pointer)) {}
    }

    private func step(_ pointer: OpaquePointer) throws(SQLiteError) -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        case let code: throw connection.failure(code, sql)
        }
    }

    private func bound(_ values: [SQLValue]) throws(SQLiteError) -> OpaquePointer {
        let pointer = try compiled()
        precondition(
            Int(sqlite3_bind_parameter_count(pointer)) == values.count,
            "parameters and values differ in number: \(sql)")
        for (offset, value) in values.enumerated() {
            let code = bind(value, at: Int32(offset + 1), of: pointer)
            guard code == SQLITE_OK else { throw connection.failure(code, sql) }
        }
        return pointer
    }

    private func compiled() throws(SQLiteError) -> OpaquePointer {
        if let pointer = handle?.pointer { return pointer }
        let pointer = try connection.prepare(sql)
        handle = Handle(pointer: pointer)
        return pointer
    }

    private func bind(_ value: SQLValue, at index: Int32, of pointer: OpaquePointer) -> Int32 {
        switch value {
        case .integer(let integer): return sqlite3_bind_int64(pointer, index, integer)
        case .null: return sqlite3_bind_null(pointer, index)
        case .blob(let bytes):
            return bytes.withUnsafeBytes {
                csqlite_bind_blob(pointer, index, $0.baseAddress, Int32($0.count))
            }
        case .text(var text):
            return text.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) {
                    csqlite_bind_text(pointer, index, $0.baseAddress, Int32($0.count))
                }
            }
        }
    }
}
