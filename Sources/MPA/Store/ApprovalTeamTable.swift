import SQLite

/// Approval teams with their drafts; their members lie in the approver table.
struct ApprovalTeamTable {
    static let schema = """
        CREATE TABLE approval_team (
            id INTEGER PRIMARY KEY,
            account TEXT NOT NULL,
            region TEXT NOT NULL,
            arn TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            description TEXT NOT NULL,
            threshold INTEGER NOT NULL,
            policies TEXT NOT NULL,
            version_id INTEGER NOT NULL,
            latest_version_id INTEGER NOT NULL,
            creation_time INTEGER NOT NULL,
            last_update_time INTEGER,
            status TEXT NOT NULL,
            status_code TEXT,
            status_message TEXT,
            update_session_arn TEXT,
            pending_window_days INTEGER NOT NULL,
            due_time INTEGER,
            draft_version_id INTEGER,
            draft_description TEXT,
            draft_threshold INTEGER,
            draft_status_code TEXT,
            draft_status_message TEXT,
            draft_initiation_time INTEGER,
            draft_synchronizes_mfa_devices INTEGER,
            draft_requester_principal_arn TEXT,
            UNIQUE (account, region, name)
        ) STRICT;
        CREATE INDEX approval_team_list ON approval_team (account, region, creation_time, arn);
        CREATE INDEX approval_team_due ON approval_team (due_time, id) WHERE due_time IS NOT NULL
        """

    private static let columns = """
        id, account, region, arn, name, description, threshold, policies, version_id,
        latest_version_id, creation_time, last_update_time, status, status_code, status_message,
        update_session_arn, pending_window_days, due_time, draft_version_id, draft_description,
        draft_threshold, draft_status_code, draft_status_message, draft_initiation_time,
        draft_synchronizes_mfa_devices, draft_requester_principal_arn
        """

    private static let earliestDue = """
        SELECT due_time, id FROM approval_team WHERE due_time IS NOT NULL
        ORDER BY due_time, id LIMIT 1
        """
    private static let searching = """
        WHERE id > ?1 AND ?3 IN ('', account) AND ?4 IN ('', status)
            AND (?5 = '' OR instr(lower(name), ?5) > 0 OR instr(lower(arn), ?5) > 0)
        ORDER BY id LIMIT ?2
        """

    private let connection: Connection
    private let approvers: ApproverTable
    private let insertRow: Statement
    private let updateRow: Statement
    private let deleteRow: Statement
    private let findByARN: Statement
    private let findByID: Statement
    private let page: Statement
    private let everything: Statement
    private let search: Statement
    private let ofAccount: Statement
    private let namesake: Statement
    private let inAccount: Statement
    private let earliest: Statement
    private let total: Statement

    init(_ connection: Connection, approvers: ApproverTable) {
        self.connection = connection
        self.approvers = approvers
        insertRow = connection.statement(
            """
            INSERT INTO approval_team (account, region, arn, name, policies, creation_time,
                description, threshold, version_id, latest_version_id, last_update_time, status,
                status_code, status_message, update_session_arn, pending_window_days, due_time,
                draft_version_id, draft_description, draft_threshold, draft_status_code,
                draft_status_message, draft_initiation_time, draft_synchronizes_mfa_devices,
                draft_requester_principal_arn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        updateRow = connection.statement(
            """
            UPDATE approval_team SET description = ?, threshold = ?, version_id = ?,
                latest_version_id = ?, last_update_time = ?, status = ?, status_code = ?,
                status_message = ?, update_session_arn = ?, pending_window_days = ?, due_time = ?,
                draft_version_id = ?, draft_description = ?, draft_threshold = ?,
                draft_status_code = ?, draft_status_message = ?, draft_initiation_time = ?,
                draft_synchronizes_mfa_devices = ?, draft_requester_principal_arn = ?
            WHERE id = ?
            """)
        deleteRow = connection.statement("DELETE FROM approval_team WHERE id = ?")
        let select = "SELECT \(Self.columns) FROM approval_team"
        findByARN = connection.statement("\(select) WHERE arn = ?")
        findByID = connection.statement("\(select) WHERE id = ?")
        // Teams of other accounts are there for those that they are shared with.
        page = connection.statement(
            """
            \(select)
            WHERE ((account = ?1 AND region = ?2) OR arn IN (
                SELECT team_arn FROM resource_share WHERE account = ?1 AND region = ?2))
                AND (creation_time, arn) > (?3, ?4)
            ORDER BY creation_time, arn LIMIT ?5
            """)
        search = connection.statement("\(select) \(Self.searching)")
        everything = connection.statement("\(select) ORDER BY id")
        ofAccount = connection.statement(
            "\(select) WHERE account = ? AND region = ? ORDER BY id")
        namesake = connection.statement(
            "SELECT 1 FROM approval_team WHERE account = ? AND region = ? AND name = ?")
        inAccount = connection.statement(
            "SELECT count(*) FROM approval_team WHERE account = ? AND region = ?")
        earliest = connection.statement(Self.earliestDue)
        total = connection.statement("SELECT count(*) FROM approval_team")
    }

    /// Stores a new team and its members, and gives the team its id.
    func insert(_ team: inout ApprovalTeam) throws(SQLiteError) {
        try insertRow.run(
            [
                .text(team.account), .text(team.region), .text(team.arn), .text(team.name),
                .text(team.policies.joined(separator: "\n")), .integer(team.creationTime),
            ] + Self.changing(team))
        team.id = connection.lastInsertedID
        try approvers.replace(of: team)
    }

    /// Stores the team and all its members anew.
    func update(_ team: ApprovalTeam) throws(SQLiteError) {
        try updateRow.run(Self.changing(team) + [.integer(team.id)])
        try approvers.replace(of: team)
    }

    func delete(_ team: ApprovalTeam) throws(SQLiteError) {
        try approvers.delete(of: team.id)
        try deleteRow.run(.integer(team.id))
    }

    func find(arn: String) throws(SQLiteError) -> ApprovalTeam? {
        try withMembers(findByARN.first(.text(arn), read: ApprovalTeam.init))
    }

    func find(id: Int64) throws(SQLiteError) -> ApprovalTeam? {
        try withMembers(findByID.first(.integer(id), read: ApprovalTeam.init))
    }

    /// At most `limit` teams that the account owns or shares, the oldest first.
    func list(
        account: String, region: String, after: (time: Int64, arn: String), limit: Int
    ) throws(SQLiteError) -> [ApprovalTeam] {
        try withMembers(
            page.all(
                .text(account), .text(region), .integer(after.time), .text(after.arn),
                .integer(Int64(limit)), read: ApprovalTeam.init))
    }

    /// At most `limit` teams of any account with an id above that one, the oldest first; `text` is
    /// a part of the name or the ARN in lower case, and an empty one stands for any.
    func list(
        after id: Int64, account: String, status: ApprovalTeam.Status?, text: String, limit: Int
    ) throws(SQLiteError) -> [ApprovalTeam] {
        try withMembers(
            search.all(
                .integer(id), .integer(Int64(limit)), .text(account),
                .text(status?.rawValue ?? ""), .text(text), read: ApprovalTeam.init))
    }

    /// Every team in the order of creation.
    func all() throws(SQLiteError) -> [ApprovalTeam] {
        try withMembers(everything.all(read: ApprovalTeam.init))
    }

    /// Every team of an account and Region in the order of creation.
    func all(account: String, region: String) throws(SQLiteError) -> [ApprovalTeam] {
        try withMembers(
            ofAccount.all(.text(account), .text(region), read: ApprovalTeam.init))
    }

    func isTaken(name: String, account: String, region: String) throws(SQLiteError) -> Bool {
        try namesake.first(.text(account), .text(region), .text(name)) { _ in true } ?? false
    }

    func count(account: String, region: String) throws(SQLiteError) -> Int64 {
        try inAccount.first(.text(account), .text(region)) { $0.integer(0) } ?? 0
    }

    /// The team whose step ends first.
    func earliestDue() throws(SQLiteError) -> (time: Int64, id: Int64)? {
        try earliest.first { ($0.integer(0), $0.integer(1)) }
    }

    func count() throws(SQLiteError) -> Int64 { try total.first { $0.integer(0) } ?? 0 }

    private func withMembers(_ team: ApprovalTeam?) throws(SQLiteError) -> ApprovalTeam? {
        guard let team else { return nil }
        return try withMembers([team]).first
    }

    private func withMembers(_ teams: [ApprovalTeam]) throws(SQLiteError) -> [ApprovalTeam] {
        var teams = teams
        for index in teams.indices { try approvers.fill(&teams[index]) }
        return teams
    }

    /// The columns that an update may change, in the order of the statements.
    private static func changing(_ team: ApprovalTeam) -> [SQLValue] {
        let draft = team.draft
        return [
            .text(team.description), .integer(team.threshold), .integer(team.versionID),
            .integer(team.latestVersionID), .optional(team.lastUpdateTime),
            .text(team.status.rawValue), .optional(team.statusCode?.rawValue),
            .optional(team.statusMessage), .optional(team.updateSessionARN),
            .integer(team.pendingWindowDays), .optional(team.dueTime),
            .optional(draft?.versionID), .optional(draft?.description),
            .optional(draft?.threshold), .optional(draft?.statusCode.rawValue),
            .optional(draft?.statusMessage), .optional(draft?.initiationTime),
            .optional(draft.map { $0.synchronizesMfaDevices ? 1 : 0 }),
            .optional(draft?.requesterARN),
        ]
    }
}

extension ApprovalTeam {
    fileprivate init(_ row: Row) throws(SQLiteError) {
        self.init(
            id: row.integer(0), account: row.text(1), region: row.text(2), arn: row.text(3),
            name: row.text(4), description: row.text(5), threshold: row.integer(6), approvers: [],
            // By bytes: to find the ends of Swift's characters takes ten times as long.
            policies: row.text(7).utf8.split(separator: UInt8(ascii: "\n")).map { policy in
                String(decoding: policy, as: UTF8.self)
            },
            versionID: row.integer(8), creationTime: row.integer(10), status: try row.value(12),
            statusCode: try row.optionalValue(13))
        latestVersionID = row.integer(9)
        lastUpdateTime = row.optionalInteger(11)
        statusMessage = row.optionalText(14)
        updateSessionARN = row.optionalText(15)
        pendingWindowDays = row.integer(16)
        dueTime = row.optionalInteger(17)
        draft = try row.optionalInteger(18).map { version throws(SQLiteError) in
            try Draft(version, row)
        }
    }
}

extension Draft {
    fileprivate init(_ versionID: Int64, _ row: Row) throws(SQLiteError) {
        self.init(
            versionID: versionID, description: row.text(19), threshold: row.integer(20),
            approvers: [], statusCode: try row.value(21), statusMessage: row.optionalText(22),
            initiationTime: row.integer(23), synchronizesMfaDevices: row.integer(24) == 1,
            requesterARN: row.text(25))
    }
}
