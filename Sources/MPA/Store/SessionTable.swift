import SQLite

/// Sessions; what their approvers say lies in the response table.
struct SessionTable {
    static let schema = """
        CREATE TABLE session (
            id INTEGER PRIMARY KEY,
            arn TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            account TEXT NOT NULL,
            region TEXT NOT NULL,
            team_arn TEXT NOT NULL,
            team_name TEXT NOT NULL,
            threshold INTEGER NOT NULL,
            action_name TEXT NOT NULL,
            description TEXT,
            protected_resource_arn TEXT NOT NULL,
            requester_service_principal TEXT NOT NULL,
            requester_principal_arn TEXT NOT NULL,
            requester_account TEXT NOT NULL,
            requester_region TEXT NOT NULL,
            requester_comment TEXT,
            deduplication_token TEXT,
            initiation_time INTEGER NOT NULL,
            expiration_time INTEGER NOT NULL,
            completion_time INTEGER,
            status TEXT NOT NULL,
            status_code TEXT,
            status_message TEXT,
            execution_status TEXT,
            planned_execution TEXT NOT NULL,
            requires_verification INTEGER NOT NULL,
            due_time INTEGER
        ) STRICT;
        CREATE INDEX session_list ON session (team_arn, initiation_time, arn);
        CREATE INDEX session_due ON session (due_time, id) WHERE due_time IS NOT NULL;
        CREATE INDEX session_open ON session (team_arn, id) WHERE due_time IS NOT NULL;
        CREATE UNIQUE INDEX session_deduplication
            ON session (team_arn, requester_account, deduplication_token)
            WHERE deduplication_token IS NOT NULL
        """

    /// For lists of sessions of any team.
    static let listIndices = """
        CREATE INDEX session_team ON session (team_arn, id);
        CREATE INDEX session_status ON session (status, id)
        """

    private static let columns = """
        id, arn, kind, account, region, team_arn, team_name, threshold, action_name, description,
        protected_resource_arn, requester_service_principal, requester_principal_arn,
        requester_account, requester_region, requester_comment, deduplication_token,
        initiation_time, expiration_time, completion_time, status, status_code, status_message,
        execution_status, planned_execution, requires_verification, due_time
        """

    private let connection: Connection
    private let responses: ResponseTable
    private let insertRow: Statement
    private let updateRow: Statement
    private let findByARN: Statement
    private let findByID: Statement
    private let findDuplicate: Statement
    private let clearToken: Statement
    private let newestFirst: Statement
    private let lists: Lists
    private let pendingOfTeam: Statement
    private let openOfTeam: Statement
    private let everything: Statement
    private let due: Due
    private let total: Statement

    init(_ connection: Connection, responses: ResponseTable) {
        self.connection = connection
        self.responses = responses
        insertRow = connection.statement(
            """
            INSERT INTO session (arn, kind, account, region, team_arn, team_name, threshold,
                action_name, description, protected_resource_arn, requester_service_principal,
                requester_principal_arn, requester_account, requester_region, requester_comment,
                deduplication_token, initiation_time, expiration_time, requires_verification,
                completion_time, status, status_code, status_message, execution_status,
                planned_execution, due_time)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        updateRow = connection.statement(
            """
            UPDATE session SET completion_time = ?, status = ?, status_code = ?,
                status_message = ?, execution_status = ?, planned_execution = ?, due_time = ?
            WHERE id = ?
            """)
        let select = "SELECT \(Self.columns) FROM session"
        findByARN = connection.statement("\(select) WHERE arn = ?")
        findByID = connection.statement("\(select) WHERE id = ?")
        findDuplicate = connection.statement(
            """
            \(select)
            WHERE team_arn = ? AND requester_account = ? AND deduplication_token = ?
            """)
        clearToken = connection.statement(
            "UPDATE session SET deduplication_token = NULL WHERE id = ?")
        newestFirst = connection.statement(
            """
            \(select)
            WHERE team_arn = ?1 AND (initiation_time, arn) < (?2, ?3)
                AND initiation_time BETWEEN ?4 AND ?5
            ORDER BY initiation_time DESC, arn DESC
            """)
        lists = Lists(connection, select)
        pendingOfTeam = connection.statement(
            "SELECT count(*) FROM session WHERE team_arn = ? AND due_time IS NOT NULL")
        openOfTeam = connection.statement(
            "\(select) WHERE team_arn = ? AND due_time IS NOT NULL ORDER BY id")
        everything = connection.statement("\(select) ORDER BY id")
        due = Due(connection, select)
        total = connection.statement("SELECT count(*) FROM session")
    }

    /// What finds the sessions whose steps end first.
    private struct Due {
        let earliest: Statement
        let first: Statement
        let isAnyAfter: Statement

        init(_ connection: Connection, _ select: String) {
            let order = "ORDER BY due_time, id LIMIT"
            earliest = connection.statement(
                "SELECT due_time, id FROM session WHERE due_time IS NOT NULL \(order) 1")
            first = connection.statement(
                "\(select) WHERE due_time IS NOT NULL AND due_time <= ? \(order) ?")
            isAnyAfter = connection.statement(
                """
                SELECT 1 FROM session WHERE due_time IS NOT NULL AND due_time <= ?
                LIMIT 1 OFFSET ?
                """)
        }
    }

    /// What lists sessions of any account, the newest first.
    private struct Lists {
        let any: Statement
        let ofStatus: Statement
        let ofTeam: Statement

        init(_ connection: Connection, _ select: String) {
            let order = "ORDER BY id DESC LIMIT ?2"
            any = connection.statement("\(select) WHERE id < ?1 \(order)")
            ofStatus = connection.statement(
                "\(select) WHERE id < ?1 AND status = ?3 \(order)")
            ofTeam = connection.statement(
                "\(select) WHERE id < ?1 AND team_arn = ?3 AND ?4 IN ('', status) \(order)")
        }
    }

    /// Stores a new session and its approvers, and gives the session its id.
    func insert(_ session: inout Session) throws(SQLiteError) {
        let (team, request) = (session.team, session.request)
        try insertRow.run(
            [
                .text(session.arn), .text(session.kind.rawValue), .text(team.account),
                .text(team.region), .text(team.arn), .text(team.name), .integer(team.threshold),
                .text(request.actionName), .optional(request.description),
                .text(request.protectedResourceARN), .text(request.servicePrincipal),
                .text(request.principalARN), .text(request.account), .text(request.region),
                .optional(request.comment), .optional(request.deduplicationToken),
                .integer(session.initiationTime), .integer(session.expirationTime),
                .integer(session.requiresVerification ? 1 : 0),
            ] + Self.changing(session))
        session.id = connection.lastInsertedID
        try responses.insert(session)
    }

    /// Stores how the session stands; votes are stored one by one.
    func update(_ session: Session) throws(SQLiteError) {
        try updateRow.run(Self.changing(session) + [.integer(session.id)])
    }

    func find(arn: String) throws(SQLiteError) -> Session? {
        try whole(findByARN.first(.text(arn), read: Session.init))
    }

    func find(id: Int64) throws(SQLiteError) -> Session? {
        try whole(findByID.first(.integer(id), read: Session.init))
    }

    func findDuplicate(
        teamARN: String, requester: String, token: String
    ) throws(SQLiteError) -> Session? {
        try whole(
            findDuplicate.first(
                .text(teamARN), .text(requester), .text(token), read: Session.init))
    }

    /// The token can be used for another session.
    func forgetToken(of session: Session) throws(SQLiteError) {
        try clearToken.run(.integer(session.id))
    }

    /// The team's sessions after that place, the newest first, for as long as `body` answers true;
    /// without approvers and metadata.
    func scan(
        teamARN: String, after: (time: Int64, arn: String), initiated: ClosedRange<Int64>,
        body: (Session) -> Bool
    ) throws(SQLiteError) {
        try newestFirst.scan(
            .text(teamARN), .integer(after.time), .text(after.arn),
            .integer(initiated.lowerBound), .integer(initiated.upperBound)
        ) { row throws(SQLiteError) in body(try Session(row)) }
    }

    /// At most `limit` sessions with an id below that one, the newest first.
    func list(
        before id: Int64, teamARN: String?, status: Session.Status?, limit: Int
    ) throws(SQLiteError) -> [Session] {
        let (id, limit) = (SQLValue.integer(id), SQLValue.integer(Int64(limit)))
        var sessions: [Session]
        if let teamARN {
            sessions = try lists.ofTeam.all(
                id, limit, .text(teamARN), .text(status?.rawValue ?? ""), read: Session.init)
        } else if let status {
            sessions = try lists.ofStatus.all(
                id, limit, .text(status.rawValue), read: Session.init)
        } else {
            sessions = try lists.any.all(id, limit, read: Session.init)
        }
        for index in sessions.indices { try responses.fill(&sessions[index]) }
        return sessions
    }

    /// How many sessions of a team have not ended.
    func openCount(teamARN: String) throws(SQLiteError) -> Int64 {
        try pendingOfTeam.first(.text(teamARN)) { $0.integer(0) } ?? 0
    }

    /// The sessions of a team that have not ended, in the order of creation.
    func open(teamARN: String) throws(SQLiteError) -> [Session] {
        var sessions = try openOfTeam.all(.text(teamARN), read: Session.init)
        for index in sessions.indices { try responses.fill(&sessions[index]) }
        return sessions
    }

    /// Every session in the order of creation.
    func all() throws(SQLiteError) -> [Session] {
        var sessions = try everything.all(read: Session.init)
        for index in sessions.indices { try responses.fill(&sessions[index]) }
        return sessions
    }

    /// The session whose step ends first.
    func earliestDue() throws(SQLiteError) -> (time: Int64, id: Int64)? {
        try due.earliest.first { ($0.integer(0), $0.integer(1)) }
    }

    /// Whether the steps of more sessions than that end by that time.
    func areDue(by time: Int64, moreThan count: Int) throws(SQLiteError) -> Bool {
        try due.isAnyAfter.first(.integer(time), .integer(Int64(count))) { _ in true } ?? false
    }

    /// The sessions whose steps end first, by that time, for as long as `isMeant` answers true;
    /// without approvers and metadata.
    func due(
        by time: Int64, limit: Int, while isMeant: (Session) -> Bool
    ) throws(SQLiteError) -> [Session] {
        var sessions: [Session] = []
        try due.first.scan(.integer(time), .integer(Int64(limit))) { row throws(SQLiteError) in
            let session = try Session(row)
            guard isMeant(session) else { return false }
            sessions.append(session)
            return true
        }
        return sessions
    }

    func count() throws(SQLiteError) -> Int64 { try total.first { $0.integer(0) } ?? 0 }

    private func whole(_ session: Session?) throws(SQLiteError) -> Session? {
        guard var session else { return nil }
        try responses.fill(&session)
        return session
    }

    /// The columns that an update may change, in the order of the statements.
    private static func changing(_ session: Session) -> [SQLValue] {
        [
            .optional(session.completionTime), .text(session.status.rawValue),
            .optional(session.statusCode?.rawValue), .optional(session.statusMessage),
            .optional(session.executionStatus?.rawValue),
            .text(session.plannedExecution.rawValue), .optional(session.dueTime),
        ]
    }
}

extension Session {
    fileprivate init(_ row: Row) throws(SQLiteError) {
        self.init(
            id: row.integer(0), arn: row.text(1), kind: try row.value(2),
            team: SessionTeam(
                account: row.text(3), region: row.text(4), arn: row.text(5), name: row.text(6),
                threshold: row.integer(7)),
            request: SessionRequest(row), initiationTime: row.integer(17),
            expirationTime: row.integer(18), status: try row.value(20),
            requiresVerification: row.integer(25) == 1, responses: [],
            dueTime: row.optionalInteger(26))
        completionTime = row.optionalInteger(19)
        statusCode = try row.optionalValue(21)
        statusMessage = row.optionalText(22)
        executionStatus = try row.optionalValue(23)
        plannedExecution = try row.value(24)
    }
}

extension SessionRequest {
    fileprivate init(_ row: Row) {
        self.init(
            actionName: row.text(8), description: row.optionalText(9),
            protectedResourceARN: row.text(10), servicePrincipal: row.text(11),
            principalARN: row.text(12), account: row.text(13), region: row.text(14),
            comment: row.optionalText(15), deduplicationToken: row.optionalText(16))
    }
}
