import SQLite

/// State documents under the names that they were saved by.
struct SnapshotTable {
    static let schema = """
        CREATE TABLE snapshot (
            name TEXT PRIMARY KEY,
            time INTEGER NOT NULL,
            document BLOB NOT NULL
        ) STRICT
        """

    private let putRow: Statement
    private let deleteRow: Statement
    private let find: Statement
    private let list: Statement

    init(_ connection: Connection) {
        putRow = connection.statement(
            "INSERT OR REPLACE INTO snapshot (name, time, document) VALUES (?, ?, ?)")
        deleteRow = connection.statement("DELETE FROM snapshot WHERE name = ?")
        find = connection.statement("SELECT document FROM snapshot WHERE name = ?")
        list = connection.statement(
            "SELECT name, time, length(document) FROM snapshot ORDER BY name")
    }

    func put(_ name: String, time: Int64, document: [UInt8]) throws(SQLiteError) {
        try putRow.run(.text(name), .integer(time), .blob(document))
    }

    func delete(_ name: String) throws(SQLiteError) { try deleteRow.run(.text(name)) }

    func document(_ name: String) throws(SQLiteError) -> [UInt8]? {
        try find.first(.text(name)) { $0.blob(0) }
    }

    func all() throws(SQLiteError) -> [(name: String, time: Int64, bytes: Int64)] {
        try list.all { ($0.text(0), $0.integer(1), $0.integer(2)) }
    }
}
