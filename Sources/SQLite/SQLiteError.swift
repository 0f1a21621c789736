/// What SQLite refused, with the statement that it refused.
package struct SQLiteError: Error, CustomStringConvertible {
    /// The extended result code, https://www.sqlite.org/rescode.html.
    package let code: Int32
    package let message: String
    package let sql: String

    package var description: String {
        "SQLite error \(code): \(message)" + (sql.isEmpty ? "" : " in: \(sql)")
    }
}
