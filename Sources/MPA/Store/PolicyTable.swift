import SQLite

/// Policies and their versions. They belong to AWS, so no account or Region stands with them.
struct PolicyTable {
    // The default version is stored after its policy: what has both writes them in a transaction.
    static let schema = """
        CREATE TABLE policy (
            path TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            type TEXT NOT NULL CHECK (type IN ('AWS_MANAGED', 'AWS_RAM')),
            default_version INTEGER NOT NULL,
            FOREIGN KEY (path, default_version) REFERENCES policy_version (policy_path, number)
                DEFERRABLE INITIALLY DEFERRED
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE policy_version (
            policy_path TEXT NOT NULL REFERENCES policy (path) ON DELETE CASCADE,
            number INTEGER NOT NULL CHECK (number >= 1),
            status TEXT NOT NULL CHECK (status IN ('ATTACHABLE', 'DEPRECATED')),
            creation_time INTEGER NOT NULL,
            last_updated_time INTEGER NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (policy_path, number)
        ) STRICT, WITHOUT ROWID
        """

    private let insertRow: Statement
    private let insertVersion: Statement
    private let findRow: Statement
    private let findVersion: Statement
    private let listRows: Statement
    private let listVersions: Statement
    private let deleteRows: Statement
    private let total: Statement

    init(_ connection: Connection) {
        insertRow = connection.statement(
            "INSERT INTO policy (path, name, type, default_version) VALUES (?, ?, ?, ?)")
        insertVersion = connection.statement(
            """
            INSERT INTO policy_version
                (policy_path, number, status, creation_time, last_updated_time, document)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        findRow = connection.statement(
            "SELECT path, name, type, default_version FROM policy WHERE path = ?")
        findVersion = connection.statement(
            """
            SELECT policy_path, number, status, creation_time, last_updated_time, document
            FROM policy_version WHERE policy_path = ? AND number = ?
            """)
        listRows = connection.statement(
            """
            SELECT path, name, type, default_version FROM policy
            WHERE path > ? ORDER BY path LIMIT ?
            """)
        listVersions = connection.statement(
            """
            SELECT policy_path, number, status, creation_time, last_updated_time, document
            FROM policy_version WHERE policy_path = ? AND number > ? ORDER BY number LIMIT ?
            """)
        deleteRows = connection.statement("DELETE FROM policy")
        total = connection.statement("SELECT count(*) FROM policy")
    }

    /// Stores a policy with its versions, the default among them; only inside a transaction.
    func insert(_ policy: Policy, versions: [PolicyVersion]) throws(SQLiteError) {
        try insertRow.run(
            .text(policy.path), .text(policy.name), .text(policy.type.rawValue),
            .integer(policy.defaultVersion))
        for version in versions {
            try insertVersion.run(
                .text(version.policyPath), .integer(version.number),
                .text(version.status.rawValue), .integer(version.creationTime),
                .integer(version.lastUpdatedTime), .text(version.document))
        }
    }

    func find(path: String) throws(SQLiteError) -> Policy? {
        try findRow.first(.text(path), read: Policy.init)
    }

    func version(of path: String, number: Int64) throws(SQLiteError) -> PolicyVersion? {
        try findVersion.first(.text(path), .integer(number), read: PolicyVersion.init)
    }

    /// At most `limit` policies after that path, in the order of their paths.
    func list(after path: String, limit: Int) throws(SQLiteError) -> [Policy] {
        try listRows.all(.text(path), .integer(Int64(limit)), read: Policy.init)
    }

    /// At most `limit` versions of a policy after that number, the oldest first.
    func versions(
        of path: String, after number: Int64, limit: Int
    ) throws(SQLiteError) -> [PolicyVersion] {
        try listVersions.all(
            .text(path), .integer(number), .integer(Int64(limit)), read: PolicyVersion.init)
    }

    /// Every policy with its versions, for an export.
    func all() throws(SQLiteError) -> [(policy: Policy, versions: [PolicyVersion])] {
        var rows: [(policy: Policy, versions: [PolicyVersion])] = []
        // To SQLite a negative limit is none.
        for policy in try list(after: "", limit: -1) {
            rows.append((policy, try versions(of: policy.path, after: 0, limit: -1)))
        }
        return rows
    }

    func deleteAll() throws(SQLiteError) { try deleteRows.run() }

    func count() throws(SQLiteError) -> Int64 { try total.first { $0.integer(0) } ?? 0 }
}

extension Policy {
    fileprivate init(_ row: Row) {
        guard let type = PolicyType(rawValue: row.text(2)) else {
            preconditionFailure("unknown policy type \(row.text(2)) in the database")
        }
        self.init(
            path: row.text(0), name: row.text(1), type: type, defaultVersion: row.integer(3))
    }
}

extension PolicyVersion {
    fileprivate init(_ row: Row) {
        guard let status = Status(rawValue: row.text(2)) else {
            preconditionFailure("unknown policy status \(row.text(2)) in the database")
        }
        self.init(
            policyPath: row.text(0), number: row.integer(1), status: status,
            creationTime: row.integer(3), lastUpdatedTime: row.integer(4), document: row.text(5))
    }
}
