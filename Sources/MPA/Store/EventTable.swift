import SQLite

/// The latest events by their number: those of calls packed, the others as JSON texts.
struct EventTable {
    static let schema = """
        CREATE TABLE event (
            sequence INTEGER PRIMARY KEY,
            form INTEGER NOT NULL,
            content BLOB NOT NULL
        ) STRICT
        """

    static let firstSchema = """
        CREATE TABLE event (
            sequence INTEGER PRIMARY KEY,
            document TEXT NOT NULL
        ) STRICT
        """

    /// Rendering every call's event and writing its text was a large part of a small change.
    static let withForms = """
        ALTER TABLE event RENAME TO event_document;
        \(schema);
        INSERT INTO event (sequence, form, content)
            SELECT sequence, 0, CAST(document AS BLOB) FROM event_document;
        DROP TABLE event_document
        """

    /// How the bytes of a row are to be read. Files keep these numbers: another form of a packed
    /// call is another number.
    private enum Form: Int64 {
        case document = 0
        case call = 1
    }

    private let insertRow: Statement
    private let trim: Statement
    private let everything: Statement
    private let oldest: Statement
    private let last: Statement

    init(_ connection: Connection) {
        insertRow = connection.statement(
            "INSERT OR REPLACE INTO event (sequence, form, content) VALUES (?, ?, ?)")
        trim = connection.statement("DELETE FROM event WHERE sequence <= ?")
        everything = connection.statement(
            "SELECT sequence, form, content FROM event WHERE sequence <= ? ORDER BY sequence")
        oldest = connection.statement("SELECT min(sequence) FROM event")
        last = connection.statement("SELECT max(sequence) FROM event")
    }

    func insert(_ entry: EventLog.Entry) throws(SQLiteError) {
        let (form, bytes): (Form, [UInt8]) =
            switch entry.content {
            case .document(let document): (.document, document)
            case .call(let packed): (.call, packed)
            case .deferred(let render): (.document, render(entry.sequence))
            }
        try insertRow.run(.integer(entry.sequence), .integer(form.rawValue), .blob(bytes))
    }

    /// Deletes those up to and with that number.
    func delete(upTo sequence: Int64) throws(SQLiteError) { try trim.run(.integer(sequence)) }

    /// The number of the first one; 0 without any.
    func first() throws(SQLiteError) -> Int64 { try oldest.first { $0.integer(0) } ?? 0 }

    /// The number of the last one; 0 without any.
    func latest() throws(SQLiteError) -> Int64 { try last.first { $0.integer(0) } ?? 0 }

    func all(upTo sequence: Int64) throws(SQLiteError) -> [EventLog.Entry] {
        try everything.all(.integer(sequence)) { row throws(SQLiteError) in
            let bytes = row.blob(2)
            let content: EventLog.Content =
                switch Form(rawValue: row.integer(1)) {
                case .document: .document(bytes)
                case .call: .call(bytes)
                case nil: throw row.unknown(1)
                }
            return EventLog.Entry(sequence: row.integer(0), content: content)
        }
    }
}
