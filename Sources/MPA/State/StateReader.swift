import AWSProtocol

/// Reads a state document or a seed, wholly and strictly: nothing is changed before all is read.
///
/// Whatever has a default may be left out.
struct StateReader {
    static let members = [
        "formatVersion", "clock", "settings", "principals", "faults", "directory", "habits",
        "policies",
        "identitySources", "approvalTeams", "sessions", "scheduledAnswers", "clientTokens",
        "outbox", "verificationCodes", "events",
    ]
    /// The one form there has been so far.
    static let formatVersion: Int64 = 1

    let ids: RequestIDs
    /// The moment of the document: what has no time of its own happens then.
    let now: Int64
    let settings: ServiceSettings
    /// True where the document says something of the settings.
    let choosesSettings: Bool
    let clock: EmulatorClock.Mode
    /// Nil where the document says nothing of them.
    let principals: [Principal]?
    let faults: [FaultRule]
    var contents = Contents()
    var users: [[UInt8]: DirectoryUser.Status] = [:]
    var policyVersions: Set<String> = []
    var sourceARNs: Set<String> = []
    /// Places of teams and sessions by their ARN.
    var teams: [String: Int] = [:]
    var sessions: [String: Int] = [:]
    var teamNames: Set<String> = []
    var approverIDs: Set<[UInt8]> = []

    /// - Throws: ControlError.invalid with the JSON path of the first mistake.
    init(
        _ text: [UInt8], ids: RequestIDs, standard: ServiceSettings, machineTime: Int64
    ) throws(ControlError) {
        let root = StateElement(value: try Self.parse(text), path: "$")
        let document = try StateNode(root, members: Self.members)
        let format = try document.integer("formatVersion", 1...Self.formatVersion)
        _ = try document.need("formatVersion", format)
        self.ids = ids
        (clock, now) = try Self.readClock(document["clock"], machineTime: machineTime)
        settings = try Self.readSettings(document["settings"], standard: standard)
        choosesSettings = document["settings"] != nil
        principals = try Self.readPrincipals(document)
        faults = try Self.readFaults(document)
        try readDirectory(document["directory"])
        try readHabits(document)
        try readPolicies(document)
        try readIdentitySources(document)
        try readApprovalTeams(document)
        try readSessions(document)
        try checkSessionsOfTeams()
        try readScheduledAnswers(document)
        try readClientTokens(document)
        try readOutbox(document)
        try readVerificationCodes(document)
        try readEvents(document["events"])
    }

    static func parse(
        _ text: [UInt8], _ subject: StaticString = "The state document"
    ) throws(ControlError) -> JSONValue {
        do {
            return try JSONValue(reading: text, subject: subject)
        } catch {
            throw .invalid(path: "$", error.document.members["message"]?.string ?? "\(error)")
        }
    }
}

/// A seed that cannot be used, and why.
package struct SeedError: Error, CustomStringConvertible {
    package let description: String

    package init(path: String, _ error: any Error) {
        switch error {
        case ControlError.invalid(let place, let text): description = "\(path): \(place): \(text)"
        default: description = "\(path): \(error)"
        }
    }
}
