import SQLite

/// Tags by the ARN of their resource.
struct TagTable {
    static let schema = """
        CREATE TABLE tag (
            resource_arn TEXT NOT NULL,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (resource_arn, key)
        ) STRICT, WITHOUT ROWID
        """

    private let putRow: Statement
    private let deleteRow: Statement
    private let deleteRows: Statement
    private let list: Statement
    private let total: Statement

    init(_ connection: Connection) {
        putRow = connection.statement(
            "INSERT OR REPLACE INTO tag (resource_arn, key, value) VALUES (?, ?, ?)")
        deleteRow = connection.statement("DELETE FROM tag WHERE resource_arn = ? AND key = ?")
        deleteRows = connection.statement("DELETE FROM tag WHERE resource_arn = ?")
        list = connection.statement(
            "SELECT key, value FROM tag WHERE resource_arn = ? ORDER BY key")
        total = connection.statement("SELECT count(*) FROM tag")
    }

    func put(_ tags: [Tag], on arn: String) throws(SQLiteError) {
        for tag in tags { try putRow.run(.text(arn), .text(tag.key), .text(tag.value)) }
    }

    func delete(_ keys: [String], on arn: String) throws(SQLiteError) {
        for key in keys { try deleteRow.run(.text(arn), .text(key)) }
    }

    func deleteAll(on arn: String) throws(SQLiteError) { try deleteRows.run(.text(arn)) }

    func tags(on arn: String) throws(SQLiteError) -> [Tag] {
        try list.all(.text(arn)) { Tag(key: $0.text(0), value: $0.text(1)) }
    }

    func count() throws(SQLiteError) -> Int64 { try total.first { $0.integer(0) } ?? 0 }
}
