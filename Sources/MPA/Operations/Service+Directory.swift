/// The directory's routes: declaring somebody has its effects at once.
extension Service {
    package func users() throws -> [DirectoryUser] {
        try turn { turn, _ in try turn.store.directory.users() }
    }

    package func put(_ user: DirectoryUser) throws {
        try change { turn in
            try turn.store.directory.put(user)
            try turn.checkMembers()
        }
    }

    /// - Throws: notFound for a user that is not declared.
    package func changeUser(
        _ id: String, _ changed: (DirectoryUser) -> DirectoryUser
    ) throws -> DirectoryUser {
        try change { turn in
            guard let user = try turn.store.directory.user(id).map(changed) else {
                throw ControlError.notFound(
                    "The directory declares no user \(id). Declare the user with PUT first.")
            }
            try turn.store.directory.put(user)
            try turn.checkMembers()
            return user
        }
    }

    /// - Throws: notFound for a user that is not declared.
    package func forgetUser(_ id: String) throws {
        try change { turn in
            guard try turn.store.directory.user(id) != nil else {
                throw ControlError.notFound("The directory declares no user \(id).")
            }
            try turn.store.directory.forgetUser(id)
            try turn.checkMembers()
        }
    }

    package func instances() throws -> [DirectoryInstance] {
        try turn { turn, _ in try turn.store.directory.instances() }
    }

    package func put(_ instance: DirectoryInstance) throws {
        try change { turn in
            try turn.store.directory.put(instance)
            try turn.checkSources()
        }
    }

    /// - Throws: notFound for an instance that is not declared.
    package func forgetInstance(_ arn: String) throws {
        try change { turn in
            guard try turn.store.directory.instance(arn) != nil else {
                throw ControlError.notFound("The directory declares no instance \(arn).")
            }
            try turn.store.directory.forgetInstance(arn)
            try turn.checkSources()
        }
    }

    package func habits() throws -> [(identity: String, habit: Habit)] {
        try turn { turn, _ in try turn.store.directory.habits() }
    }

    package func put(_ habit: Habit, of identity: String) throws {
        try change { turn in try turn.store.directory.put(habit, of: identity) }
    }

    /// - Throws: notFound for an identity without a habit of its own.
    package func forgetHabit(of identity: String) throws {
        try change { turn in
            guard try turn.store.directory.habit(of: identity) != nil else {
                throw ControlError.notFound("The identity \(identity) has no habit of its own.")
            }
            try turn.store.directory.forgetHabit(of: identity)
        }
    }

    /// A turn that changes the store, wholly or not at all.
    func change<Result: Sendable>(_ body: (Turn) throws -> Result) throws -> Result {
        try turn { turn, _ in try turn.store.transaction { try body(turn) } }
    }
}

extension Turn {
    /// Members are invalid while their user is not an enabled one, and valid again afterwards.
    func checkMembers() throws {
        for team in try store.approvalTeams.all() {
            var checked = team
            for index in checked.approvers.indices {
                checked.approvers[index].isInvalid = try isLost(checked.approvers[index], team)
            }
            for index in (checked.draft?.approvers ?? []).indices {
                guard let approver = checked.draft?.approvers[index] else { continue }
                checked.draft?.approvers[index].isInvalid = try isLost(approver, team)
            }
            if checked != team { try store.approvalTeams.update(checked) }
        }
    }

    /// True for a member whose identity source is gone, or whose user is not an enabled one.
    func isLost(_ approver: Approver, _ team: ApprovalTeam) throws -> Bool {
        let source = try store.identitySources.find(account: team.account, region: team.region)
        guard source?.arn == approver.identitySourceARN else { return true }
        return try !isUsable(identity: approver.identityID)
    }

    /// An active source whose instance is gone, or of no use any more, is in ERROR.
    func checkSources() throws {
        for source in try store.identitySources.all() where source.status == .active {
            let checked = source.checked(instance: try instanceStatus(source.instanceARN))
            if checked.status != .active { try store.identitySources.update(checked) }
        }
    }
}
