import SQLite

/// Everything that the service keeps.
package final class Store: @unchecked Sendable {  // every use is under the service's lock
    let connection: Connection
    let identitySources: IdentitySourceTable
    let clientTokens: ClientTokenTable
    let tags: TagTable
    let approvers: ApproverTable
    let approvalTeams: ApprovalTeamTable
    let responses: ResponseTable
    let sessions: SessionTable
    let shares: ShareTable
    let policies: PolicyTable
    let scheduledAnswers: ScheduledAnswerTable
    let directory: DirectoryTables
    let messages: MessageTable
    let settings: SettingTable
    let snapshots: SnapshotTable
    let events: EventLog
    /// No step falls due before this moment; `.max` when none is under way.
    private(set) var nextDueTime = Int64.min
    /// How many rows were written that nobody can see.
    private var unseenRows: Int64 = 0
    /// Expired client tokens are deleted at this moment.
    var nextPurgeTime = Int64.min

    private init(_ connection: Connection, isKept: Bool) throws {
        self.connection = connection
        identitySources = IdentitySourceTable(connection)
        clientTokens = ClientTokenTable(connection)
        tags = TagTable(connection)
        approvers = ApproverTable(connection)
        approvalTeams = ApprovalTeamTable(connection, approvers: approvers)
        responses = ResponseTable(connection)
        sessions = SessionTable(connection, responses: responses)
        shares = ShareTable(connection)
        policies = PolicyTable(connection)
        scheduledAnswers = ScheduledAnswerTable(connection)
        directory = DirectoryTables(connection)
        messages = MessageTable(connection)
        settings = SettingTable(connection)
        snapshots = SnapshotTable(connection)
        events = try EventLog(EventTable(connection), settings, isKept: isKept)
        try connection.transaction {
            if try policies.count() == 0 { try policies.insertBuiltIn() }
        }
    }

    /// To be called once, before the first store, by a program that has SQLite to itself.
    package static func ownProcess() { Connection.stopCountingMemory() }

    /// A store that ends with the process.
    package static func inMemory() throws -> Store { try Store(.inMemory(.mpa), isKept: false) }

    /// The store in a file, which no other process can use meanwhile.
    package static func file(_ path: String) throws -> Store {
        let connection = try Connection.file(path, .mpa)
        do {
            let store = try Store(connection, isKept: true)
            // Every table is looked at now rather than at the first call that needs it.
            try store.touchTables()
            return store
        } catch let error as SQLiteError {
            throw DatabaseFileError.damaged(path, error.message)
        }
    }

    /// Differs after each change that anybody could see.
    struct ChangeMark: Equatable {
        let rows: Int64
        let events: Int64
    }

    var changeMark: ChangeMark {
        ChangeMark(rows: connection.totalChanges - unseenRows, events: events.latestSequence)
    }

    /// Looks at the first row of every table: a count of all would take its time on a large file.
    private func touchTables() throws(SQLiteError) {
        let tables = [
            "identity_source", "approval_team", "session", "message", "client_token", "tag",
        ]
        for table in tables {
            _ = try connection.integer("SELECT EXISTS (SELECT 1 FROM \(table))")
        }
    }

    var isInTransaction: Bool { connection.isInTransaction }

    /// Within another one it is a part of that.
    func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        guard !isInTransaction else { return try body() }
        let (mark, dueTime) = (events.mark, nextDueTime)
        do {
            return try connection.transaction {
                let result = try body()
                try events.save()
                return result
            }
        } catch {
            events.takeBack(to: mark)
            // Steps that were undone are due again.
            expect(dueTime)
            throw error
        }
    }

    /// Writes events that no change has taken along, a few of them; true when none is left.
    func saveEvents(atMost limit: Int) throws -> Bool {
        try alone { () throws(SQLiteError) in try events.save(atMost: limit) }
    }

    /// Lets go of old events in the file, a few of them; true when none is left to.
    func trimEvents(atMost limit: Int) throws -> Bool {
        try alone { () throws(SQLiteError) in try events.trim(atMost: limit) }
    }

    /// Has the file say that there may be events which it does not have yet.
    func openEvents() throws {
        let rows = connection.totalChanges
        defer { unseenRows += connection.totalChanges - rows }
        try alone { () throws(SQLiteError) in try events.open() }
    }

    private func alone<Result>(_ body: () throws(SQLiteError) -> Result) throws -> Result {
        let mark = events.mark
        do {
            return try connection.transaction(body)
        } catch {
            events.takeBack(to: mark)
            throw error
        }
    }

    /// A step was put under way: nothing due is overlooked, also if its transaction is undone.
    func expect(_ dueTime: Int64?) {
        if let dueTime { nextDueTime = min(nextDueTime, dueTime) }
    }

    /// The step that comes first: by its time, then by the order of `Step.Kind`, then by age.
    func earliestStep() throws(SQLiteError) -> Step? {
        var steps: [Step] = []
        if let time = try identitySources.nextDueTime() {
            steps.append(Step(dueTime: time, kind: .identitySource, id: 0))
        }
        if let (time, id) = try approvalTeams.earliestDue() {
            steps.append(Step(dueTime: time, kind: .approvalTeam, id: id))
        }
        if let (time, id) = try sessions.earliestDue() {
            steps.append(Step(dueTime: time, kind: .session, id: id))
        }
        if let answer = try scheduledAnswers.earliestDue() {
            steps.append(Step(dueTime: answer.dueTime, kind: .answer, id: answer.id))
        }
        // The first of equals, in the order above.
        let first = steps.min { $0.dueTime < $1.dueTime }
        nextDueTime = first?.dueTime ?? .max
        return first
    }

    /// Until when, but not longer than that, the steps of sessions come before all others.
    func sessionsComeFirst(until limit: Int64) throws(SQLiteError) -> Int64 {
        var limit = limit
        // At the same moment these come before sessions, and answers after them.
        if let time = try identitySources.nextDueTime() { limit = min(limit, time - 1) }
        if let (time, _) = try approvalTeams.earliestDue() { limit = min(limit, time - 1) }
        if let answer = try scheduledAnswers.earliestDue() { limit = min(limit, answer.dueTime) }
        return limit
    }

    /// True while there are no resources.
    func isEmpty() throws -> Bool {
        let counts = [
            try identitySources.count(), try approvalTeams.count(), try sessions.count(),
        ]
        return counts.allSatisfy { $0 == 0 }
    }

    /// True for a store that nobody has put anything into yet.
    func isUntouched() throws -> Bool {
        guard try isEmpty(), try directory.habits().isEmpty, events.latestSequence == 0 else {
            return false
        }
        return try !directory.hasUsers() && !directory.hasInstances()
    }

    /// How many records of each kind there are.
    package func counts() throws -> [(name: String, count: Int64)] {
        [
            ("IdentitySources", try identitySources.count()),
            ("ApprovalTeams", try approvalTeams.count()),
            ("Sessions", try sessions.count()),
            ("Messages", try messages.count()),
            ("ClientTokens", try clientTokens.count()),
            ("Tags", try tags.count()),
        ]
    }
}

/// Something that happens by itself at its time.
struct Step: Equatable {
    /// Of steps due at one moment, those of an earlier kind come first.
    enum Kind: Int { case identitySource, approvalTeam, session, answer }

    let dueTime: Int64
    let kind: Kind
    let id: Int64
}
