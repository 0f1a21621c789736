import SQLite

/// The outbox, and the one-time codes that are in force.
struct MessageTable {
    /// Older messages make room for newer ones.
    static let messagesMax: Int64 = 10_000

    static let schema = """
        CREATE TABLE message (
            id INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            kind TEXT NOT NULL,
            approver_id TEXT NOT NULL,
            identity_id TEXT NOT NULL,
            email TEXT,
            subject TEXT NOT NULL,
            team_arn TEXT NOT NULL,
            session_arn TEXT,
            expiration_time INTEGER,
            code TEXT
        ) STRICT;
        CREATE TABLE verification_code (
            session_arn TEXT NOT NULL,
            approver_id TEXT NOT NULL,
            code TEXT NOT NULL,
            wrong_attempts INTEGER NOT NULL,
            PRIMARY KEY (session_arn, approver_id)
        ) STRICT, WITHOUT ROWID
        """

    private static let columns = """
        id, time, kind, approver_id, identity_id, email, subject, team_arn, session_arn,
        expiration_time, code
        """

    private let connection: Connection
    private let insertRow: Statement
    private let trim: Statement
    private let page: Statement
    private let newest: Statement
    private let clear: Statement
    private let putCode: Statement
    private let findCode: Statement
    private let deleteCode: Statement
    private let listCodes: Statement
    private let total: Statement

    init(_ connection: Connection) {
        self.connection = connection
        insertRow = connection.statement(
            """
            INSERT INTO message (time, kind, approver_id, identity_id, email, subject, team_arn,
                session_arn, expiration_time, code)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        trim = connection.statement("DELETE FROM message WHERE id <= ?")
        let matching = """
            SELECT \(Self.columns) FROM message
            WHERE id > ?1
                AND (?2 IS NULL OR identity_id = ?2 OR approver_id = ?2 OR email = ?2)
                AND (?3 IS NULL OR kind = ?3)
            """
        page = connection.statement("\(matching) ORDER BY id LIMIT ?4")
        newest = connection.statement("\(matching) ORDER BY id DESC LIMIT ?4")
        clear = connection.statement("DELETE FROM message")
        putCode = connection.statement(
            """
            INSERT OR REPLACE INTO verification_code
                (session_arn, approver_id, code, wrong_attempts)
            VALUES (?, ?, ?, ?)
            """)
        findCode = connection.statement(
            """
            SELECT code, wrong_attempts FROM verification_code
            WHERE session_arn = ? AND approver_id = ?
            """)
        deleteCode = connection.statement(
            "DELETE FROM verification_code WHERE session_arn = ? AND approver_id = ?")
        listCodes = connection.statement(
            """
            SELECT session_arn, approver_id, code, wrong_attempts FROM verification_code
            ORDER BY session_arn, approver_id
            """)
        total = connection.statement("SELECT count(*) FROM message")
    }

    func insert(_ message: Message) throws(SQLiteError) {
        try insertRow.run(
            .integer(message.time), .text(message.kind.rawValue), .text(message.approverID),
            .text(message.identityID), .optional(message.email), .text(message.subject),
            .text(message.teamARN), .optional(message.sessionARN),
            .optional(message.expirationTime), .optional(message.code))
        let oldest = connection.lastInsertedID - Self.messagesMax
        if oldest > 0 { try trim.run(.integer(oldest)) }
    }

    /// At most `limit` messages after that id, the oldest first; `recipient` is an identity id, an
    /// approver id or an address.
    func list(
        after id: Int64 = 0, recipient: String? = nil, kind: Message.Kind? = nil,
        limit: Int64 = messagesMax
    ) throws(SQLiteError) -> [Message] {
        try page.all(
            .integer(id), .optional(recipient), .optional(kind?.rawValue), .integer(limit),
            read: Message.init)
    }

    /// At most the `limit` latest of them, the oldest first.
    func listNewest(
        recipient: String?, kind: Message.Kind?, limit: Int64
    ) throws(SQLiteError) -> [Message] {
        try newest.all(
            .integer(0), .optional(recipient), .optional(kind?.rawValue), .integer(limit),
            read: Message.init
        ).reversed()
    }

    func deleteAll() throws(SQLiteError) { try clear.run() }

    func count() throws(SQLiteError) -> Int64 { try total.first { $0.integer(0) } ?? 0 }

    func put(_ code: VerificationCode) throws(SQLiteError) {
        try putCode.run(
            .text(code.sessionARN), .text(code.approverID), .text(code.code),
            .integer(code.wrongAttempts))
    }

    func code(sessionARN: String, approverID: String) throws(SQLiteError) -> VerificationCode? {
        try findCode.first(.text(sessionARN), .text(approverID)) { row in
            VerificationCode(
                sessionARN: sessionARN, approverID: approverID, code: row.text(0),
                wrongAttempts: row.integer(1))
        }
    }

    func deleteCode(sessionARN: String, approverID: String) throws(SQLiteError) {
        try deleteCode.run(.text(sessionARN), .text(approverID))
    }

    func codes() throws(SQLiteError) -> [VerificationCode] {
        try listCodes.all { row in
            VerificationCode(
                sessionARN: row.text(0), approverID: row.text(1), code: row.text(2),
                wrongAttempts: row.integer(3))
        }
    }
}

extension Message {
    fileprivate init(_ row: Row) throws(SQLiteError) {
        self.init(
            id: row.integer(0), time: row.integer(1), kind: try row.value(2),
            approverID: row.text(3), identityID: row.text(4), email: row.optionalText(5),
            subject: row.text(6), teamARN: row.text(7), sessionARN: row.optionalText(8),
            expirationTime: row.optionalInteger(9), code: row.optionalText(10))
    }
}
