import SQLite

/// What was chosen while the emulator ran, by name.
struct SettingTable {
    static let schema = """
        CREATE TABLE setting (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
        """

    private let putRow: Statement
    private let deleteRow: Statement
    private let find: Statement

    init(_ connection: Connection) {
        putRow = connection.statement("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)")
        deleteRow = connection.statement("DELETE FROM setting WHERE name = ?")
        find = connection.statement("SELECT value FROM setting WHERE name = ?")
    }

    subscript(name: String) -> String? {
        get throws(SQLiteError) { try find.first(.text(name)) { $0.text(0) } }
    }

    /// Nil forgets what was chosen.
    func put(_ name: String, _ value: String?) throws(SQLiteError) {
        guard let value else { return try deleteRow.run(.text(name)) }
        try putRow.run(.text(name), .text(value))
    }
}
