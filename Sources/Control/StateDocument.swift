import AWSProtocol
import MPA

/// The state document as OpenAPI describes it: what `PUT /_mpa/state` takes, and `GET` tells.
///
/// It describes, and decides nothing: the state's own reader does. A test holds the members of
/// every object here against those that the reader knows.
enum StateDocument {
    static let shape = Shape("StateDocument", .json)

    /// What a shape of any JSON can be, by its name.
    static let forms: [String: [Shape]] = [
        shape.name: [state],
        user.name: [ControlShapes.person, userObject],
        approver.name: [ControlShapes.person, approverObject],
        policyDocument.name: [ControlShapes.text, ControlShapes.json],
    ]

    private static let state = object(
        "State",
        [
            .always("formatVersion", Shape("FormatVersion", .integer(minimum: 1, maximum: 1))),
            Member("clock", clock), Member("settings", settings),
            // Their own routes describe them: /_mpa/principals and /_mpa/faults.
            Member("principals", list(ControlShapes.json)),
            Member("faults", list(ControlShapes.json)),
            Member("directory", directory), Member("habits", list(habit)),
            Member("policies", list(policy)), Member("identitySources", list(identitySource)),
            Member("approvalTeams", list(approvalTeam)), Member("sessions", list(session)),
            Member("scheduledAnswers", list(scheduledAnswer)),
            Member("clientTokens", list(clientToken)),
            Member("outbox", list(message, atMost: 10_000)),
            Member("verificationCodes", list(verificationCode)), Member("events", events),
        ])

    private static let clock = object(
        "StateClock",
        [
            Member("mode", ControlShapes.choice(["running", "frozen"])),
            Member("now", ControlShapes.time),
        ])
    private static let settings = object(
        "StateSettings",
        [
            Member("approvers", ControlShapes.choice(Habit.Standard.self)),
            Member("mfa", ControlShapes.flag),
            Member(
                "sessionPolicies", ControlShapes.choice(ServiceSettings.SessionPolicies.self)),
        ])
    private static let directory = object(
        "StateDirectory", [Member("users", list(user)), Member("instances", list(instance))])
    private static let user = Shape("StateUserOrId", .json)
    private static let userObject = object(
        "StateUser",
        [
            .always("id", ControlShapes.person), text("name"), text("email"),
            Member("status", ControlShapes.choice(DirectoryUser.Status.self)),
        ])
    private static let instance = object(
        "StateInstance",
        [
            .always("arn", IdentitySourceShapes.idcInstanceArn),
            Member("status", ControlShapes.choice(DirectoryInstance.Status.self)),
        ])
    private static let habit = object(
        "StateHabit",
        [
            .always("identityId", ControlShapes.person),
            Member("onInvitation", ControlShapes.choice(Habit.OnInvitation.self)),
            Member("onSession", ControlShapes.choice(Habit.OnSession.self)),
            Member(
                "afterMilliseconds",
                Shape("Milliseconds", .integer(minimum: 0, maximum: Service.latestTime))),
        ])

    private static let policy = object(
        "StatePolicy",
        [
            .always("path", ControlShapes.text), text("name"),
            Member("type", ControlShapes.choice(Policy.PolicyType.self)),
            Member("defaultVersion", number), .always("versions", list(policyVersion)),
        ])
    private static let policyVersion = object(
        "StatePolicyVersion",
        [
            Member("number", number),
            Member("status", ControlShapes.choice(PolicyVersion.Status.self)),
            Member("creationTime", ControlShapes.time),
            Member("lastUpdatedTime", ControlShapes.time), .always("document", policyDocument),
        ])
    private static let policyDocument = Shape("StatePolicyDocument", .json)
    private static let number = Shape("Number", .integer(minimum: 1, maximum: nil))
}

/// What the parts of the document have in common.
extension StateDocument {
    static let tags = Shape("StateTexts", .map(key: ControlShapes.text, value: ControlShapes.text))

    static func object(_ name: String, _ members: [Member]) -> Shape {
        ControlShapes.object(name, members)
    }

    static func list(_ element: Shape, atMost max: Int? = nil) -> Shape {
        Shape("\(element.name)List", .list(element: element, length: max.map { 0...$0 }))
    }

    static func text(_ name: String) -> Member { Member(name, ControlShapes.text) }
}
