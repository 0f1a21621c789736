import SQLite

/// The latest events as JSON texts, by their number.
struct EventTable {
    static let schema = """
        CREATE TABLE event (
            sequence INTEGER PRIMARY KEY,
            document TEXT NOT NULL
        ) STRICT
        """

    private let insertRow: Statement
    private let trim: Statement
    private let everything: Statement

    init(_ connection: Connection) {
        insertRow = connection.statement(
            "INSERT OR REPLACE INTO event (sequence, document) VALUES (?, ?)")
        trim = connection.statement("DELETE FROM event WHERE sequence <= ?")
        everything = connection.statement("SELECT sequence, document FROM event ORDER BY sequence")
    }

    func insert(_ sequence: Int64, _ document: [UInt8]) throws(SQLiteError) {
        try insertRow.run(.integer(sequence), .text(String(decoding: document, as: UTF8.self)))
    }

    /// Deletes those up to and with that number.
    func delete(upTo sequence: Int64) throws(SQLiteError) { try trim.run(.integer(sequence)) }

    func all() throws(SQLiteError) -> [(sequence: Int64, document: [UInt8])] {
        try everything.all { ($0.integer(0), Array($0.text(1).utf8)) }
    }
}
