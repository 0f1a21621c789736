import SQLite

extension Store {
    /// What there is at that moment.
    func contents(at now: Int64) throws -> Contents {
        var contents = Contents()
        contents.users = try directory.users()
        contents.instances = try directory.instances()
        contents.habits = try directory.habits()
        contents.policies = try policies.all()
        contents.identitySources = try identitySources.all()
        contents.approvalTeams = try approvalTeams.all()
        contents.sessions = try sessions.all()
        contents.scheduledAnswers = try scheduledAnswers.all()
        contents.clientTokens = try clientTokens.all(at: now)
        contents.messages = try messages.list()
        contents.codes = try messages.codes()
        try events.read()
        contents.events = events.recent(after: 0).map(\.content)
        contents.latestSequence = events.latestSequence
        let arns = contents.identitySources.map(\.arn) + contents.approvalTeams.map(\.arn)
        for arn in arns { contents.tags[arn] = try tags.tags(on: arn) }
        for team in contents.approvalTeams {
            contents.shares[team.arn] = try shares.accounts(teamARN: team.arn)
        }
        return contents
    }

    /// Has these contents instead of its own, and what `choose` says of settings, or changes
    /// nothing.
    func replace(
        with contents: Contents, newEpoch: () -> String, choose: () throws -> Void
    ) throws {
        try events.keeping {
            try transaction {
                try clear()
                try insert(contents)
                try choose()
                try events.replace(
                    with: contents.events, latestSequence: contents.latestSequence, newEpoch)
            }
        }
        // Tells when the next step is due.
        _ = try earliestStep()
        nextPurgeTime = .min
    }

    /// Empties every table but that of the snapshots; the events replace each other.
    private func clear() throws(SQLiteError) {
        // What refers to other rows comes before them.
        let tables = [
            "approver", "approval_team", "session_response", "session_metadata", "session",
            "resource_share", "tag", "identity_source", "client_token", "scheduled_answer",
            "directory_user", "directory_instance", "habit", "message", "verification_code",
            "setting",
        ]
        for table in tables { try connection.execute("DELETE FROM \(table)") }
        try policies.deleteAll()
    }

    private func insert(_ contents: Contents) throws(SQLiteError) {
        for user in contents.users { try directory.put(user) }
        for instance in contents.instances { try directory.put(instance) }
        for (identity, habit) in contents.habits { try directory.put(habit, of: identity) }
        for (policy, versions) in contents.policies {
            try policies.insert(policy, versions: versions)
        }
        for source in contents.identitySources { try identitySources.insert(source) }
        for var team in contents.approvalTeams {
            try approvalTeams.insert(&team)
            for account in contents.shares[team.arn] ?? [] {
                try shares.put(teamARN: team.arn, account: account, region: team.region)
            }
        }
        for (arn, list) in contents.tags { try tags.put(list, on: arn) }
        for var session in contents.sessions { try sessions.insert(&session) }
        for answer in contents.scheduledAnswers { try scheduledAnswers.insert(answer) }
        for (key, record) in contents.clientTokens { try clientTokens.put(record, for: key) }
        for message in contents.messages { try messages.insert(message) }
        for code in contents.codes { try messages.put(code) }
    }
}
