import AWSProtocol
@testable import MPA

/// A service with an identity source, and the calls that bring a team somewhere.
struct TeamBench {
    static let people = ["ann", "bob", "cat"]
    static let policy =
        "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault/$DEFAULT"
    static let hour: Int64 = 3_600_000
    static let day = 24 * hour

    let bench: Bench
    private let delay: Int64

    init(
        delay: Int64 = 0, store: Store? = nil, seed: UInt64 = 7,
        adjust: (inout ServiceSettings) -> Void = { _ in }
    ) throws {
        self.delay = delay
        bench = try Bench(transitionDelay: delay, store: store, seed: seed) { settings in
            settings.sessionPolicies = .ignore
            adjust(&settings)
        }
        _ = try bench.create(token: "source")
        settle()
    }

    var service: Service { bench.service }
    var now: Int64 { bench.clock.now() }

    func advance(_ milliseconds: Int64) { bench.clock.advance(milliseconds: milliseconds) }

    /// Lets pass what asynchronous steps take: the checks, and then the session that they open.
    func settle() { advance(2 * delay) }

    // MARK: Calls of the API

    func approver(_ person: String, source: String? = nil) -> Document {
        .structure(
            Structure([
                "PrimaryIdentityId": .string(person),
                "PrimaryIdentitySourceArn": .string(source ?? bench.arn),
            ]))
    }

    static func strategy(_ threshold: Int64) -> Document {
        .structure(
            Structure([
                "MofN": .structure(Structure(["MinApprovalsRequired": .integer(threshold)]))
            ]))
    }

    func input(
        _ name: String = "team", people: [String] = people, threshold: Int64 = 2,
        token: String? = nil, tags: [String: String]? = nil, policies: [String] = [policy]
    ) -> Structure {
        Structure([
            "ClientToken": token.map(Document.string),
            "ApprovalStrategy": Self.strategy(threshold),
            "Approvers": .list(people.map { approver($0) }),
            "Description": .string("first"),
            "Policies": .list(
                policies.map { .structure(Structure(["PolicyArn": .string($0)])) }),
            "Name": .string(name),
            "Tags": tags.map(Bench.map),
        ])
    }

    /// Creates a team that is not active yet; answers its ARN.
    func create(
        _ name: String = "team", people: [String] = people, threshold: Int64 = 2
    ) throws(ServiceError) -> String {
        let input = input(name, people: people, threshold: threshold)
        return try bench.perform(.createApprovalTeam, input).structure.word("Arn")
    }

    /// Creates a team whose members have all accepted.
    func activate(
        _ name: String = "team", people: [String] = people, threshold: Int64 = 2
    ) throws -> String {
        let arn = try create(name, people: people, threshold: threshold)
        settle()
        for person in people { try respond(person, arn) }
        return arn
    }

    func get(_ arn: String, as other: Caller? = nil) throws(ServiceError) -> Structure {
        try bench.perform(.getApprovalTeam, Structure(["Arn": .string(arn)]), as: other).structure
    }

    func update(
        _ arn: String, people: [String]? = nil, threshold: Int64? = nil,
        description: String? = nil, actions: [String]? = nil
    ) throws(ServiceError) -> String {
        let input = Structure([
            "ApprovalStrategy": threshold.map(Self.strategy),
            "Approvers": people.map { .list($0.map { approver($0) }) },
            "Description": description.map(Document.string), "Arn": .string(arn),
            "UpdateActions": actions.map { .list($0.map(Document.string)) },
        ])
        return try bench.perform(.updateApprovalTeam, input).structure.word("VersionId")
    }

    func startDeletion(_ arn: String, days: Int64? = nil) throws(ServiceError) -> Structure {
        let input = Structure([
            "PendingWindowDays": days.map(Document.integer), "Arn": .string(arn),
        ])
        return try bench.perform(.startActiveApprovalTeamDeletion, input).structure
    }

    func delete(_ arn: String, version: String) throws(ServiceError) {
        let input = Structure(["Arn": .string(arn), "VersionId": .string(version)])
        _ = try bench.perform(.deleteInactiveApprovalTeamVersion, input)
    }

    /// Answers the ARN of the session.
    func baseline(_ arn: String, ids: [String]? = nil) throws(ServiceError) -> String {
        let input = Structure([
            "Arn": .string(arn), "ApproverIds": ids.map { .list($0.map(Document.string)) },
        ])
        return try bench.perform(.startApprovalTeamBaseline, input).structure
            .word("BaselineSessionArn")
    }

    func cancel(_ session: String, as other: Caller? = nil) throws(ServiceError) {
        _ = try bench.perform(
            .cancelSession, Structure(["SessionArn": .string(session)]), as: other)
    }

    func session(_ arn: String, as other: Caller? = nil) throws(ServiceError) -> Structure {
        try bench.perform(.getSession, Structure(["SessionArn": .string(arn)]), as: other)
            .structure
    }

    /// The team's sessions, the newest first.
    func sessions(
        of arn: String, filters: [[String: String]]? = nil, size: Int64? = nil,
        token: String? = nil, as other: Caller? = nil
    ) throws(ServiceError) -> Structure {
        let filters = filters?.map { filter in
            Document.structure(
                Structure([
                    "FieldName": filter["FieldName"].map(Document.string),
                    "Operator": filter["Operator"].map(Document.string),
                    "Value": filter["Value"].map(Document.string),
                ]))
        }
        let input = Structure([
            "ApprovalTeamArn": .string(arn), "MaxResults": size.map(Document.integer),
            "NextToken": token.map(Document.string), "Filters": filters.map(Document.list),
        ])
        return try bench.perform(.listSessions, input, as: other).structure
    }

    // MARK: What people and services do

    func respond(_ person: String, _ arn: String, accepts: Bool = true) throws {
        _ = try service.respond(person, teamARN: arn, accepts: accepts)
    }

    func vote(
        _ people: [String], _ session: String, approves: Bool = true, code: String? = nil
    ) throws {
        for person in people {
            _ = try service.vote(
                person, sessionARN: session, approves: approves, comment: nil, code: code)
        }
    }

    /// Asks for a protected operation as an integrated service does; answers the session's ARN.
    func ask(
        _ arn: String, action: String = "backup:RevokeRestoreAccessBackupVault",
        minutes: Int64? = nil, account: String? = nil, token: String? = nil
    ) throws -> String {
        let request = SessionRequest(
            actionName: action, description: "what for",
            protectedResourceARN: "arn:aws:backup:us-east-1:111122223333:backup-vault:v",
            servicePrincipal: "backup.amazonaws.com",
            principalARN: "arn:aws:iam::111122223333:role/admin",
            account: account ?? bench.caller.account, region: "us-east-1", comment: "please",
            metadata: [MetadataEntry(key: "Vault", value: "v")], deduplicationToken: token)
        return try service.startSession(
            Service.SessionStart(
                teamARN: arn, request: request, durationMinutes: minutes, sessionID: nil)
        ).arn
    }

    func declare(_ people: [String], _ status: DirectoryUser.Status = .enabled) throws {
        for person in people {
            try service.put(
                DirectoryUser(
                    id: person, name: nil, email: "\(person)@example.com", status: status))
        }
    }

    // MARK: What can be seen

    /// Status and code such as `ACTIVE/-`, or `gone`.
    func state(_ arn: String) -> String {
        guard let team = try? get(arn) else { return "gone" }
        return team.word("Status") + "/" + (team.find("StatusCode") ?? "-")
    }

    /// The status of a session and its code.
    func outcome(_ session: String) throws -> String {
        let session = try self.session(session)
        return session.word("Status") + "/" + (session.find("StatusCode") ?? "-")
    }

    /// What each approver is, by identity id: `ann ACCEPTED`.
    func members(_ arn: String, ofDraft: Bool = false) throws -> [String] {
        let team = try get(arn)
        let whole = ofDraft ? team["PendingUpdate"]?.structure : team
        return (whole?["Approvers"]?.list ?? []).compactMap(\.structure).map {
            $0.word("PrimaryIdentityId") + " " + $0.word("PrimaryIdentityStatus")
        }
    }

    func member(_ person: String, _ arn: String) throws -> Structure {
        let members = (try get(arn)["Approvers"]?.list ?? []).compactMap(\.structure)
        return members.first { $0.word("PrimaryIdentityId") == person } ?? Structure()
    }

    func updateSession(_ arn: String) throws -> String { try get(arn).word("UpdateSessionArn") }

    func events(after sequence: Int64 = 0) throws -> [EventView] {
        try service.events(after: sequence, limit: .max).events.map(EventView.init)
    }
}

extension Structure {
    /// The text of a member, dots between the names on the way; nil where there is none.
    func find(_ path: String) -> String? {
        let names = path.split(separator: ".").map(String.init)
        var structure: Structure? = self
        for name in names.dropLast() { structure = structure?[name]?.structure }
        return names.last.flatMap { structure?[$0]?.string }
    }

    func word(_ path: String) -> String { find(path) ?? "" }
}

/// The name of what was thrown, such as `ConflictException` or `notFound`; nil if nothing was.
func refusal(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch let error as ServiceError {
        return error.name
    } catch ControlError.notFound {
        return "notFound"
    } catch ControlError.conflict {
        return "conflict"
    } catch ControlError.invalid(let path, _) {
        return "invalid \(path)"
    } catch {
        return "\(error)"
    }
}
