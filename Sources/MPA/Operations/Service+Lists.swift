import AWSProtocol

/// Resources and people of all accounts, for those who look at the emulator as a whole.
extension Service {
    package struct IdentitySourceEntry: Sendable, Equatable {
        package let source: IdentitySource
        package let tags: [Tag]
    }

    package struct TeamEntry: Sendable, Equatable {
        package let team: ApprovalTeam
        /// How many sessions have not ended.
        package let openSessions: Int64
        package let tags: [Tag]
        /// The accounts that it is shared with.
        package let sharedWith: [String]
    }

    /// Somebody who is declared, or whom a team or a session names.
    package struct Person: Sendable, Equatable {
        package let identityID: String
        package let approverIDs: [String]
        /// Nil for somebody who is not declared.
        package let user: DirectoryUser?
        package let teams: Int
        package let invitations: Int
    }

    /// At most `limit` sources after that account and Region, in their order.
    package func identitySources(
        after place: (account: String, region: String), limit: Int
    ) throws -> [IdentitySourceEntry] {
        try turn { turn, _ in
            try turn.store.identitySources.list(after: place, limit: limit).map { source in
                IdentitySourceEntry(source: source, tags: try turn.store.tags.tags(on: source.arn))
            }
        }
    }

    /// At most `limit` teams with an id above that one, the oldest first; an empty account or text
    /// stands for any.
    package func teams(
        after id: Int64, account: String, status: ApprovalTeam.Status?, text: String, limit: Int
    ) throws -> [TeamEntry] {
        try turn { turn, _ in
            try turn.store.approvalTeams.list(
                after: id, account: account, status: status, text: text.lowercased(), limit: limit
            ).map(turn.entry)
        }
    }

    /// - Throws: ControlError.notFound.
    package func team(_ arn: String) throws -> TeamEntry {
        try turn { turn, _ in
            guard let team = try turn.store.approvalTeams.find(arn: arn) else {
                throw ControlError.notFound("The approval team \(arn) does not exist.")
            }
            return try turn.entry(team)
        }
    }

    /// At most `limit` sessions with an id below that one, the newest first.
    package func sessions(
        before id: Int64, teamARN: String?, status: Session.Status?, limit: Int
    ) throws -> [Session] {
        try turn { turn, _ in
            try turn.store.sessions.list(
                before: id, teamARN: teamARN, status: status, limit: limit)
        }
    }

    /// At most `limit` people after that identity, in the order of the bytes.
    package func people(after identity: String, limit: Int) throws -> [Person] {
        try turn { turn, _ in
            var people: [Person] = []
            var last = identity
            while people.count < limit, let next = try turn.store.approvers.identity(after: last) {
                people.append(try turn.person(next))
                last = next
            }
            return people
        }
    }

    /// What the API answers to its owner's Get of a team, a session or an identity source; it
    /// leaves no event.
    ///
    /// - Throws: ControlError.notFound.
    package func answer(of resourceARN: String) throws -> [UInt8] {
        let missing = ControlError.notFound("The resource \(resourceARN) does not exist.")
        guard let arn = ARN(resourceARN), let (operation, member) = Self.get(arn.resource) else {
            throw missing
        }
        let owner = Caller(account: arn.account, region: arn.region, partition: arn.partition)
        return try turn { turn, _ in
            do {
                let input = Structure([member: .string(resourceARN)])
                let answer = try operation.handler(input, Work(caller: owner, turn: turn))
                return JSONWriter.encode(answer.structure ?? Structure())
            } catch is ServiceError {
                throw missing
            }
        }
    }

    private static func get(_ resource: String) -> (OperationName, member: String)? {
        switch resource.prefix(while: { $0 != "/" }) {
        case "approval-team": (.getApprovalTeam, "Arn")
        case "session": (.getSession, "SessionArn")
        case "identity-source": (.getIdentitySource, "IdentitySourceArn")
        default: nil
        }
    }
}

extension Turn {
    fileprivate func entry(_ team: ApprovalTeam) throws -> Service.TeamEntry {
        Service.TeamEntry(
            team: team, openSessions: try store.sessions.openCount(teamARN: team.arn),
            tags: try store.tags.tags(on: team.arn),
            sharedWith: try store.shares.accounts(teamARN: team.arn))
    }

    fileprivate func person(_ identity: String) throws -> Service.Person {
        let teams = try store.approvers.teamIDs(of: identity).compactMap {
            try store.approvalTeams.find(id: $0)
        }
        let invitations = teams.count { team in
            (team.approvers + team.newcomers).contains { member in
                member.identityID.utf8.elementsEqual(identity.utf8)
                    && team.invited(member.id) != nil
            }
        }
        return Service.Person(
            identityID: identity, approverIDs: try store.approvers.approverIDs(of: identity),
            user: try store.directory.user(identity), teams: teams.count,
            invitations: invitations)
    }
}
