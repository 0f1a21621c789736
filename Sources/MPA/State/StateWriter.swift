import AWSProtocol

/// Writes a state document: readable, in an order that depends on nothing but the state.
struct StateWriter {
    let contents: Contents
    /// The users that are declared, for whether somebody exists.
    private let users: [[UInt8]: DirectoryUser.Status]

    init(_ contents: Contents) {
        self.contents = contents
        users = DirectoryUser.statuses(contents.users)
    }

    func document(
        now: Int64, clock: EmulatorClock.Mode, settings: ServiceSettings, principals: [Principal]?,
        faults: [FaultRule]
    ) -> JSONValue {
        .members([
            "formatVersion": .integer(StateReader.formatVersion),
            "clock": Self.clock(clock, now: now),
            "settings": Self.settings(settings),
            "principals": principals.map { .array($0.map(Self.principal)) },
            "faults": .some(faults.map(\.document)),
            "directory": .members([
                "users": .array(contents.users.map(Self.user)),
                "instances": .array(contents.instances.map(Self.instance)),
            ]),
            "habits": .array(contents.habits.map { Self.habit($0.habit, of: $0.identity) }),
            "policies": .array(contents.policies.map { Self.policy($0.policy, $0.versions) }),
            "identitySources": .array(contents.identitySources.map(identitySource)),
            "approvalTeams": .array(contents.approvalTeams.map(approvalTeam)),
            "sessions": .array(contents.sessions.map(Self.session)),
            "scheduledAnswers": .array(contents.scheduledAnswers.map(Self.scheduledAnswer)),
            "clientTokens": .array(
                contents.clientTokens.map { Self.clientToken($0.key, $0.record) }),
            "outbox": .array(contents.messages.map(Self.message)),
            "verificationCodes": .array(contents.codes.map(Self.verificationCode)),
            "events": events,
        ])
    }

    func tags(on arn: String) -> JSONValue? {
        .map((contents.tags[arn] ?? []).map { ($0.key, $0.value) })
    }

    /// Whether an identity is no enabled user, as far as the directory says.
    func isLost(_ identity: String) -> Bool { DirectoryUser.isLost(identity, users) }
}

extension DirectoryUser {
    /// By the bytes of the id: to Swift two ids that differ in their Unicode form alone are one.
    static func statuses(_ users: [DirectoryUser]) -> [[UInt8]: Status] {
        Dictionary(users.map { (Array($0.id.utf8), $0.status) }) { _, last in last }
    }

    /// Everybody exists while no user is declared.
    static func isLost(_ identity: String, _ users: [[UInt8]: Status]) -> Bool {
        !users.isEmpty && users[Array(identity.utf8)] != .enabled
    }
}
