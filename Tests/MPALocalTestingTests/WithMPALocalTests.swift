import FoundationEssentials
import MPALocalTesting
import TestSupport
import Testing

@Suite("An emulator in a test")
struct WithMPALocalTests {
    private static let start = Date(timeIntervalSince1970: 1_772_352_000)

    @Test("A whole approval, as the documentation tells it")
    func approval() async throws {
        try await withMPALocal { server in
            let team = try server.activeTeam()
            let session = try server.start(by: team)
            #expect(session.status == "PENDING")
            try server.person("ann").approve(session.sessionArn, comment: "Go")
            let approved = try server.person("bob").approve(session.sessionArn)
            #expect(approved.status == "APPROVED")
            #expect(approved.executionStatus == "EXECUTED")
            #expect(approved.approverResponses.first?.comment == "Go")
            let forgotten = try server.start(by: team)
            let fired = try server.clock.advance(by: .hours(24))
            #expect(fired.map(\.name) == ["SessionExpiration"])
            #expect(fired.map(\.resourceArn) == [forgotten.sessionArn])
            #expect(try server.sessions.get(forgotten.sessionArn).statusCode == "EXPIRED")
            let result = try server.journal.verify(
                .init("CreateApprovalTeam", input: ["Name": "vault-keepers"]))
            #expect(result.verified, "\(result)")
        }
    }

    @Test("Fifty side by side know nothing of each other")
    func fifty() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try await withMPALocal { server in
                        let client = Client(server)
                        #expect(try client.createSource().status == 200)
                        _ = try client.createTeam(["a", "b", "c"], name: "team-\(number)")
                        let all = try client.call("POST /approval-teams/?List").text
                        #expect(all.contains("\"team-\(number)\""))
                        #expect(all.ranges(of: "\"Arn\"").count == 1)
                        #expect(try server.journal.requests().count == 3)
                        return server.port
                    }
                }
            }
            var ports: Set<Int> = []
            for try await port in group { ports.insert(port) }
            #expect(!ports.isEmpty)
        }
    }

    @Test("It is stopped when the body returns, and what the body returns is handed on")
    func stopped() async throws {
        let port = try await withMPALocal { server in
            let answer = try Client(server).call("POST /policies/?List")
            #expect(answer.status == 200)
            return UInt16(server.port)
        }
        #expect(throws: RawClientError.self) { try RawClient(port: port) }
    }

    @Test("It is stopped when the body throws, and the error is handed on")
    func throwing() async throws {
        var port: UInt16 = 0
        await #expect(throws: StoryError.self) {
            try await withMPALocal { server in
                port = UInt16(server.port)
                throw StoryError(text: "")
            }
        }
        #expect(port > 0)
        #expect(throws: RawClientError.self) { try RawClient(port: port) }
    }

    @Test("A second stop does nothing")
    func stoppedTwice() async throws {
        try await withMPALocal { server in
            try await server.stop()
            try await server.stop()
        }
    }

    @Test("An option that does not fit is told by its name")
    func options() {
        let changes: [(String, (inout MPALocal.Options) -> Void)] = [
            ("account", { $0.account = "12345678901x" }),
            ("journalEntriesMax", { $0.journalEntriesMax = -1 }),
            ("journalEntriesMax", { $0.journalEntriesMax = 100_001 }),
            ("transitionDelay", { $0.transitionDelay = .seconds(-1) }),
        ]
        for (name, change) in changes {
            var options = MPALocal.Options()
            change(&options)
            #expect {
                _ = try MPALocal(options)
            } throws: {
                ($0 as? MPALocalError)?.path == name
            }
        }
    }

    @Test("A task that is cancelled stops it as well")
    func cancelled() async throws {
        let task = Task {
            try await withMPALocal { server in
                withUnsafeCurrentTask { $0?.cancel() }
                #expect(Task.isCancelled)
                return UInt16(server.port)
            }
        }
        let port = try await task.value
        #expect(throws: RawClientError.self) { try RawClient(port: port) }
    }

    @Test("The clock stands still where it was told to")
    func frozen() async throws {
        var options = MPALocal.Options()
        options.frozenAt = Self.start
        try await withMPALocal(options) { server in
            #expect(try server.clock.now() == Self.start)
            #expect(try server.clock.isFrozen())
            try server.clock.advance(by: .milliseconds(1_500))
            #expect(try server.clock.now() == Self.start + 1.5)
            try server.clock.run()
            #expect(try !server.clock.isFrozen())
            _ = try server.activeTeam()
            #expect {
                try server.clock.freeze(at: Self.start)
            } throws: {
                ($0 as? MPALocalError)?.status == 409
            }
        }
    }

    @Test("With a number the same calls give the same ids")
    func idSeed() async throws {
        var options = MPALocal.Options()
        options.frozenAt = Self.start
        options.idSeed = 7
        let teams = try await (0..<2).asyncMap { _ in
            try await withMPALocal(options) { try $0.activeTeam() }
        }
        #expect(Set(teams).count == 1)
    }

    @Test("Small teams are taken where that is chosen")
    func smallTeams() async throws {
        var options = MPALocal.Options()
        options.allowsSmallTeams = true
        try await withMPALocal(options) { server in
            let client = Client(server)
            _ = try client.createSource()
            #expect(try client.createTeam(["a", "b"]).isEmpty == false)
        }
        try await withMPALocal { server in
            let client = Client(server)
            _ = try client.createSource()
            #expect(throws: StoryError.self) { try client.createTeam(["a", "b"]) }
        }
    }

    @Test("Steps take their time where that is chosen")
    func transitionDelay() async throws {
        var options = MPALocal.Options()
        options.frozenAt = Self.start
        options.transitionDelay = .seconds(30)
        try await withMPALocal(options) { server in
            _ = try Client(server).createSource()
            let fired = try server.clock.advance(by: .seconds(30))
            #expect(fired.count == 1)
            #expect(fired.first?.dueTime == Self.start + 30)
        }
    }

    @Test("Lines of the log come where they are wanted")
    func log() async throws {
        let lines = Lines()
        var options = MPALocal.Options()
        options.log = lines.take
        try await withMPALocal(options) { _ = try Client($0).call("POST /policies/?List") }
        #expect(lines.all.count == 1)
        #expect(lines.all.first?.contains("ListPolicies 200") == true)
    }

    @Test("A seed with a mistake is told with its place, and nothing runs on")
    func seed() async throws {
        var options = MPALocal.Options()
        options.seed = #"{"formatVersion": 1, "sessions": [{}]}"#
        await #expect {
            try await withMPALocal(options) { _ in }
        } throws: { error in
            (error as? MPALocalError)?.path?.hasPrefix("$.sessions[0]") == true
        }
        options.seed = #"{"formatVersion": 1, "habits": [{"identityId": "x"}]}"#
        try await withMPALocal(options) { server in
            let state = try server.state.export()
            #expect(state.contains("\"identityId\": \"x\""))
        }
    }
}
