import CSQLite

/// The row that a statement stands on: valid only inside the closure that reads it.
package struct Row {
    let pointer: OpaquePointer

    package func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

    package func text(_ column: Int32) -> String { optionalText(column) ?? "" }

    package func optionalInteger(_ column: Int32) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    package func optionalText(_ column: Int32) -> String? {
        guard let start = sqlite3_column_text(pointer, column) else { return nil }
        let count = Int(sqlite3_column_bytes(pointer, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// Says that the column holds what it cannot mean.
    package func unknown(_ column: Int32) -> SQLiteError {
        let name = sqlite3_column_name(pointer, column).map { String(cString: $0) } ?? ""
        return SQLiteError(
            code: SQLITE_MISMATCH, message: "unknown value '\(text(column))' of column \(name)",
            sql: sqlite3_sql(pointer).map { String(cString: $0) } ?? "")
    }

    package func blob(_ column: Int32) -> [UInt8] {
        let start = sqlite3_column_blob(pointer, column)
        let count = Int(sqlite3_column_bytes(pointer, column))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    private func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(pointer, column) == SQLITE_NULL
    }
}
