import SQLite

/// Answers by client token: what makes a repeated request complete only once.
struct ClientTokenTable {
    struct Key {
        let account: String
        let region: String
        let operation: String
        let token: String
    }

    struct Record {
        let requestHash: [UInt8]
        let answer: [UInt8]
        let expiryTime: Int64
    }

    static let schema = """
        CREATE TABLE client_token (
            account TEXT NOT NULL,
            region TEXT NOT NULL,
            operation TEXT NOT NULL,
            token TEXT NOT NULL,
            request_hash BLOB NOT NULL,
            answer BLOB NOT NULL,
            expiry_time INTEGER NOT NULL,
            PRIMARY KEY (account, region, operation, token)
        ) STRICT, WITHOUT ROWID
        """

    private let findRow: Statement
    private let putRow: Statement
    private let purgeRows: Statement
    private let everything: Statement
    private let total: Statement

    init(_ connection: Connection) {
        findRow = connection.statement(
            """
            SELECT request_hash, answer, expiry_time FROM client_token
            WHERE account = ? AND region = ? AND operation = ? AND token = ?
            """)
        putRow = connection.statement(
            """
            INSERT OR REPLACE INTO client_token
                (account, region, operation, token, request_hash, answer, expiry_time)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        purgeRows = connection.statement("DELETE FROM client_token WHERE expiry_time <= ?")
        everything = connection.statement(
            """
            SELECT account, region, operation, token, request_hash, answer, expiry_time
            FROM client_token WHERE expiry_time > ? ORDER BY account, region, operation, token
            """)
        total = connection.statement("SELECT count(*) FROM client_token")
    }

    func find(_ key: Key) throws(SQLiteError) -> Record? {
        try findRow.first(
            .text(key.account), .text(key.region), .text(key.operation), .text(key.token)
        ) { row in
            Record(requestHash: row.blob(0), answer: row.blob(1), expiryTime: row.integer(2))
        }
    }

    func put(_ record: Record, for key: Key) throws(SQLiteError) {
        try putRow.run(
            .text(key.account), .text(key.region), .text(key.operation), .text(key.token),
            .blob(record.requestHash), .blob(record.answer), .integer(record.expiryTime))
    }

    func purge(expiredBy now: Int64) throws(SQLiteError) { try purgeRows.run(.integer(now)) }

    /// Every token that is remembered at that moment, by its key.
    func all(at now: Int64) throws(SQLiteError) -> [(key: Key, record: Record)] {
        try everything.all(.integer(now)) { row in
            (
                Key(
                    account: row.text(0), region: row.text(1), operation: row.text(2),
                    token: row.text(3)),
                Record(requestHash: row.blob(4), answer: row.blob(5), expiryTime: row.integer(6))
            )
        }
    }

    func count() throws(SQLiteError) -> Int64 { try total.first { $0.integer(0) } ?? 0 }
}
