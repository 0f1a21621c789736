import SQLite

/// The members of teams and of their drafts, in the order in which they were named.
struct ApproverTable {
    static let schema = """
        CREATE TABLE approver (
            team_id INTEGER NOT NULL REFERENCES approval_team (id),
            is_draft INTEGER NOT NULL,
            position INTEGER NOT NULL,
            approver_id TEXT NOT NULL,
            identity_id TEXT NOT NULL,
            identity_source_arn TEXT NOT NULL,
            answer TEXT NOT NULL,
            is_invalid INTEGER NOT NULL,
            invitation_time INTEGER,
            response_time INTEGER,
            last_activity TEXT,
            last_activity_time INTEGER,
            baseline_session_arn TEXT,
            registered_email TEXT,
            PRIMARY KEY (team_id, is_draft, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX approver_id ON approver (approver_id);
        CREATE INDEX approver_identity ON approver (identity_id)
        """

    private let insertRow: Statement
    private let updateRow: Statement
    private let deleteRows: Statement
    private let list: Statement
    private let teams: Statement
    private let identities: Statement
    private let nextIdentity: Statement
    private let ids: Statement

    init(_ connection: Connection) {
        insertRow = connection.statement(
            """
            INSERT INTO approver (team_id, is_draft, position, approver_id, identity_id,
                identity_source_arn, answer, is_invalid, invitation_time, response_time,
                last_activity, last_activity_time, baseline_session_arn, registered_email)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        updateRow = connection.statement(
            """
            UPDATE approver SET last_activity = ?, last_activity_time = ?, baseline_session_arn = ?
            WHERE approver_id = ? AND team_id = ?
            """)
        deleteRows = connection.statement("DELETE FROM approver WHERE team_id = ?")
        list = connection.statement(
            """
            SELECT is_draft, approver_id, identity_id, identity_source_arn, answer, is_invalid,
                invitation_time, response_time, last_activity, last_activity_time,
                baseline_session_arn, registered_email
            FROM approver WHERE team_id = ? ORDER BY is_draft, position
            """)
        teams = connection.statement(
            """
            SELECT team_id FROM approver WHERE approver_id = ?1
            UNION SELECT team_id FROM approver WHERE identity_id = ?1 ORDER BY team_id
            """)
        nextIdentity = connection.statement(
            """
            SELECT min(id) FROM (
                SELECT min(identity_id) AS id FROM approver WHERE identity_id > ?1
                UNION ALL
                SELECT min(identity_id) FROM session_response WHERE identity_id > ?1
                UNION ALL
                SELECT min(id) FROM directory_user WHERE id > ?1)
            """)
        ids = connection.statement(
            "SELECT DISTINCT approver_id FROM approver WHERE identity_id = ? ORDER BY approver_id")
        identities = connection.statement(
            """
            SELECT identity_id FROM approver WHERE approver_id = ?1
            UNION ALL SELECT identity_id FROM approver WHERE identity_id = ?1
            UNION ALL SELECT identity_id FROM session_response WHERE identity_id = ?1
            UNION ALL SELECT id FROM directory_user WHERE id = ?1
            LIMIT 1
            """)
    }

    /// The identity that comes next in the order of their bytes, of everybody who is known; nil
    /// after the last.
    func identity(after identity: String) throws(SQLiteError) -> String? {
        try nextIdentity.first(.text(identity)) { $0.optionalText(0) } ?? nil
    }

    /// The approver ids that an identity has in its teams.
    func approverIDs(of identity: String) throws(SQLiteError) -> [String] {
        try ids.all(.text(identity)) { $0.text(0) }
    }

    func replace(of team: ApprovalTeam) throws(SQLiteError) {
        try deleteRows.run(.integer(team.id))
        try insert(team.approvers, team.id, isDraft: 0)
        try insert(team.draft?.approvers ?? [], team.id, isDraft: 1)
    }

    /// Stores what an approver did last, and the baseline session that waits for it.
    func updateActivity(of approver: Approver, in team: ApprovalTeam) throws(SQLiteError) {
        try updateRow.run(
            .optional(approver.lastActivity?.rawValue), .optional(approver.lastActivityTime),
            .optional(approver.pendingBaselineSessionARN), .text(approver.id), .integer(team.id))
    }

    func delete(of teamID: Int64) throws(SQLiteError) { try deleteRows.run(.integer(teamID)) }

    /// Reads the members of a team and of its draft into it.
    func fill(_ team: inout ApprovalTeam) throws(SQLiteError) {
        let rows = try list.all(.integer(team.id)) { row throws(SQLiteError) in
            (isDraft: row.integer(0) == 1, approver: try Approver(row))
        }
        team.approvers = rows.filter { !$0.isDraft }.map(\.approver)
        team.draft?.approvers = rows.filter(\.isDraft).map(\.approver)
    }

    /// The teams, and drafts, that have a member with this approver id or identity id.
    func teamIDs(of person: String) throws(SQLiteError) -> [Int64] {
        try teams.all(.text(person)) { $0.integer(0) }
    }

    /// The identity of an approver id, or the text itself for the id of an identity.
    func identity(of person: String) throws(SQLiteError) -> String? {
        try identities.first(.text(person)) { $0.text(0) }
    }

    private func insert(
        _ approvers: [Approver], _ teamID: Int64, isDraft: Int64
    ) throws(SQLiteError) {
        for (position, approver) in approvers.enumerated() {
            try insertRow.run(
                .integer(teamID), .integer(isDraft), .integer(Int64(position)),
                .text(approver.id), .text(approver.identityID),
                .text(approver.identitySourceARN), .text(approver.answer.rawValue),
                .integer(approver.isInvalid ? 1 : 0), .optional(approver.invitationTime),
                .optional(approver.responseTime), .optional(approver.lastActivity?.rawValue),
                .optional(approver.lastActivityTime),
                .optional(approver.pendingBaselineSessionARN),
                .optional(approver.registeredEmail))
        }
    }
}

extension Approver {
    fileprivate init(_ row: Row) throws(SQLiteError) {
        self.init(
            id: row.text(1), identityID: row.text(2), identitySourceARN: row.text(3))
        answer = try row.value(4)
        isInvalid = row.integer(5) == 1
        invitationTime = row.optionalInteger(6)
        responseTime = row.optionalInteger(7)
        lastActivity = try row.optionalValue(8)
        lastActivityTime = row.optionalInteger(9)
        pendingBaselineSessionARN = row.optionalText(10)
        registeredEmail = row.optionalText(11)
    }
}
