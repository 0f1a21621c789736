import SQLite

/// The approvers of each session with their votes, and the session's metadata.
struct ResponseTable {
    static let schema = """
        CREATE TABLE session_response (
            session_id INTEGER NOT NULL REFERENCES session (id),
            position INTEGER NOT NULL,
            approver_id TEXT NOT NULL,
            identity_id TEXT NOT NULL,
            identity_source_arn TEXT NOT NULL,
            response TEXT NOT NULL,
            response_time INTEGER,
            comment TEXT,
            PRIMARY KEY (session_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX session_response_identity ON session_response (identity_id, session_id);
        CREATE TABLE session_metadata (
            session_id INTEGER NOT NULL REFERENCES session (id),
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (session_id, key)
        ) STRICT, WITHOUT ROWID
        """

    private let insertRow: Statement
    private let updateRow: Statement
    private let list: Statement
    private let insertMetadata: Statement
    private let listMetadata: Statement
    private let sessionsOfPerson: Statement

    init(_ connection: Connection) {
        insertRow = connection.statement(
            """
            INSERT INTO session_response (session_id, position, approver_id, identity_id,
                identity_source_arn, response, response_time, comment)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        updateRow = connection.statement(
            """
            UPDATE session_response SET response = ?, response_time = ?, comment = ?
            WHERE session_id = ? AND approver_id = ?
            """)
        list = connection.statement(
            """
            SELECT approver_id, identity_id, identity_source_arn, response, response_time, comment
            FROM session_response WHERE session_id = ? ORDER BY position
            """)
        insertMetadata = connection.statement(
            "INSERT INTO session_metadata (session_id, key, value) VALUES (?, ?, ?)")
        listMetadata = connection.statement(
            "SELECT key, value FROM session_metadata WHERE session_id = ? ORDER BY key")
        sessionsOfPerson = connection.statement(
            """
            SELECT r.session_id FROM session_response r JOIN session s ON s.id = r.session_id
            WHERE r.identity_id = ?1 AND ?2 IN (r.identity_id, r.approver_id)
                AND r.session_id < ?3
                AND (?4 = 0 OR (s.status = 'PENDING' AND r.response = 'NO_RESPONSE'))
            ORDER BY r.session_id DESC LIMIT ?5
            """)
    }

    func insert(_ session: Session) throws(SQLiteError) {
        for (position, response) in session.responses.enumerated() {
            try insertRow.run(
                .integer(session.id), .integer(Int64(position)), .text(response.approverID),
                .text(response.identityID), .text(response.identitySourceARN),
                .text(response.response.rawValue), .optional(response.responseTime),
                .optional(response.comment))
        }
        for entry in session.request.metadata {
            try insertMetadata.run(.integer(session.id), .text(entry.key), .text(entry.value))
        }
    }

    /// Stores one approver's vote.
    func update(_ response: ApproverResponse, in session: Session) throws(SQLiteError) {
        try updateRow.run(
            .text(response.response.rawValue), .optional(response.responseTime),
            .optional(response.comment), .integer(session.id), .text(response.approverID))
    }

    /// Reads a session's approvers and metadata into it.
    func fill(_ session: inout Session) throws(SQLiteError) {
        try fillVotes(&session)
        session.request.metadata = try listMetadata.all(.integer(session.id)) {
            MetadataEntry(key: $0.text(0), value: $0.text(1))
        }
    }

    /// Reads a session's approvers into it.
    func fillVotes(_ session: inout Session) throws(SQLiteError) {
        session.responses = try list.all(.integer(session.id)) { row throws(SQLiteError) in
            ApproverResponse(
                approverID: row.text(0), identityID: row.text(1), identitySourceARN: row.text(2),
                response: try row.value(3), responseTime: row.optionalInteger(4),
                comment: row.optionalText(5))
        }
    }

    /// The ids of at most `limit` sessions that ask a person, the newest first, from before that
    /// id; `isPending` leaves those that wait for the person's vote.
    func sessionIDs(
        of person: String, identity: String, isPending: Bool, before id: Int64, limit: Int
    ) throws(SQLiteError) -> [Int64] {
        try sessionsOfPerson.all(
            .text(identity), .text(person), .integer(id), .integer(isPending ? 1 : 0),
            .integer(Int64(limit))
        ) { $0.integer(0) }
    }
}
