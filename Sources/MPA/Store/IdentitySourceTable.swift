import SQLite

/// Identity sources, one in an account and Region.
struct IdentitySourceTable {
    static let schema = table(
        arn: "TEXT NOT NULL",
        // Of a list SQLite makes a table of its own, each time that a row is written.
        status: """
            status = 'CREATING' OR status = 'ACTIVE' OR status = 'DELETING' OR status = 'ERROR'
            """)

    static let firstSchema = table(arn: "TEXT NOT NULL UNIQUE", status: statusList)

    /// The same table without an index of its ARNs: an ARN is the account and the Region in other
    /// words, nobody looks for one by itself, and each creation paid for it.
    static let withoutARNIndex = rebuilt(table(arn: "TEXT NOT NULL", status: statusList))

    static let withoutStatusList = rebuilt(schema)

    private static let statusList = "status IN ('CREATING', 'ACTIVE', 'DELETING', 'ERROR')"

    private static func rebuilt(_ schema: String) -> String {
        """
        ALTER TABLE identity_source RENAME TO old_identity_source;
        DROP INDEX identity_source_due;
        \(schema);
        INSERT INTO identity_source SELECT * FROM old_identity_source;
        DROP TABLE old_identity_source
        """
    }

    private static func table(arn: String, status: String) -> String {
        """
        CREATE TABLE identity_source (
            account TEXT NOT NULL,
            region TEXT NOT NULL,
            arn \(arn),
            instance_arn TEXT NOT NULL,
            instance_region TEXT NOT NULL,
            creation_time INTEGER NOT NULL,
            status TEXT NOT NULL
                CHECK (\(status)),
            status_code TEXT,
            status_message TEXT,
            due_time INTEGER,
            PRIMARY KEY (account, region)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX identity_source_due ON identity_source (due_time, arn)
            WHERE due_time IS NOT NULL
        """
    }

    private static let columns = """
        account, region, arn, instance_arn, instance_region, creation_time, status, status_code,
        status_message, due_time
        """

    private let insertRow: Statement
    private let updateRow: Statement
    private let deleteRow: Statement
    private let find: Statement
    private let list: Statement
    private let due: Statement
    private let nextDue: Statement
    private let everything: Statement
    private let page: Statement
    private let total: Statement

    init(_ connection: Connection) {
        insertRow = connection.statement(
            """
            INSERT INTO identity_source (account, region, arn, instance_arn, instance_region,
                creation_time, status, status_code, status_message, due_time)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        updateRow = connection.statement(
            """
            UPDATE identity_source SET status = ?, status_code = ?, status_message = ?, due_time = ?
            WHERE account = ? AND region = ?
            """)
        let select = "SELECT \(Self.columns) FROM identity_source"
        deleteRow = connection.statement(
            "DELETE FROM identity_source WHERE account = ? AND region = ?")
        find = connection.statement("\(select) WHERE account = ? AND region = ?")
        list = connection.statement(
            """
            \(select)
            WHERE account = ? AND region = ? AND (creation_time, arn) > (?, ?)
            ORDER BY creation_time, arn LIMIT ?
            """)
        due = connection.statement("\(select) WHERE due_time <= ? ORDER BY due_time, arn")
        everything = connection.statement("\(select) ORDER BY account, region")
        page = connection.statement(
            """
            \(select) WHERE (account, region) > (?, ?)
            ORDER BY account, region LIMIT ?
            """)
        nextDue = connection.statement(
            "SELECT min(due_time) FROM identity_source WHERE due_time IS NOT NULL")
        total = connection.statement("SELECT count(*) FROM identity_source")
    }

    func insert(_ source: IdentitySource) throws(SQLiteError) {
        try insertRow.run(
            .text(source.account), .text(source.region), .text(source.arn),
            .text(source.instanceARN), .text(source.instanceRegion),
            .integer(source.creationTime), .text(source.status.rawValue),
            .optional(source.statusCode?.rawValue), .optional(source.statusMessage),
            .optional(source.dueTime))
    }

    func update(_ source: IdentitySource) throws(SQLiteError) {
        try updateRow.run(
            .text(source.status.rawValue), .optional(source.statusCode?.rawValue),
            .optional(source.statusMessage), .optional(source.dueTime),
            .text(source.account), .text(source.region))
    }

    func delete(account: String, region: String) throws(SQLiteError) {
        try deleteRow.run(.text(account), .text(region))
    }

    func find(account: String, region: String) throws(SQLiteError) -> IdentitySource? {
        try find.first(.text(account), .text(region), read: IdentitySource.init)
    }

    /// At most `limit` sources after that creation time and ARN, the oldest first.
    func list(
        account: String, region: String, after: (time: Int64, arn: String), limit: Int
    ) throws(SQLiteError) -> [IdentitySource] {
        try list.all(
            .text(account), .text(region), .integer(after.time), .text(after.arn),
            .integer(Int64(limit)), read: IdentitySource.init)
    }

    /// At most `limit` sources of any account after that account and Region, in their order.
    func list(
        after place: (account: String, region: String), limit: Int
    ) throws(SQLiteError) -> [IdentitySource] {
        try page.all(
            .text(place.account), .text(place.region), .integer(Int64(limit)),
            read: IdentitySource.init)
    }

    /// The sources whose step has ended by `now`, in the order in which they ended.
    func due(by now: Int64) throws(SQLiteError) -> [IdentitySource] {
        try due.all(.integer(now), read: IdentitySource.init)
    }

    /// Every source, by account and Region.
    func all() throws(SQLiteError) -> [IdentitySource] {
        try everything.all(read: IdentitySource.init)
    }

    func nextDueTime() throws(SQLiteError) -> Int64? {
        try nextDue.first { $0.optionalInteger(0) } ?? nil
    }

    func count() throws(SQLiteError) -> Int64 { try total.first { $0.integer(0) } ?? 0 }
}

extension IdentitySource {
    fileprivate init(_ row: Row) throws(SQLiteError) {
        self.init(
            account: row.text(0), region: row.text(1), arn: row.text(2), instanceARN: row.text(3),
            instanceRegion: row.text(4), creationTime: row.integer(5),
            status: try row.value(6), statusCode: try row.optionalValue(7),
            statusMessage: row.optionalText(8), dueTime: row.optionalInteger(9))
    }
}
