import FoundationEssentials
import MPALocalTesting
import Synchronization
import TestSupport
import Testing

@Suite("Typed calls")
struct TypedCallTests {
    private static func hasStatus(
        _ status: Int, path: String? = nil
    ) -> @Sendable (any Error) -> Bool {
        { error in
            guard let error = error as? MPALocalError else { return false }
            return error.status == status && error.path == path && !error.detail.isEmpty
        }
    }

    @Test("Invitations are accepted and declined")
    func invitations() async throws {
        try await withMPALocal { server in
            let client = Client(server)
            _ = try client.createSource()
            let team = try client.createTeam(["ann", "bob", "cleo"])
            let ann = server.person("ann")
            #expect(try ann.invitations().map(\.arn) == [team])
            #expect(try ann.accept(team).approvers[0].primaryIdentityStatus == "ACCEPTED")
            #expect(try ann.invitations() == [])
            #expect { try ann.accept(team) } throws: { Self.hasStatus(409)($0) }
            #expect(try server.person("bob").decline(team).status == "INACTIVE")
            #expect { try server.person("nobody").accept(team) } throws: { Self.hasStatus(404)($0) }
        }
    }

    @Test("Votes count, once each")
    func votes() async throws {
        try await withMPALocal { server in
            let session = try server.start(by: server.activeTeam()).sessionArn
            #expect(
                try server.person("ann").sessions(pendingOnly: true).map(\.sessionArn) == [session])
            try server.person("ann").reject(session)
            #expect(try server.person("ann").sessions(pendingOnly: true) == [])
            #expect(try server.person("ann").sessions().count == 1)
            #expect { try server.person("ann").approve(session) } throws: {
                Self.hasStatus(409)($0)
            }
            let rejected = try server.person("bob").reject(session, comment: "no")
            #expect((rejected.status, rejected.statusCode) == ("FAILED", "REJECTED"))
        }
    }

    @Test("With MFA a vote needs the code that was sent")
    func codes() async throws {
        try await withMPALocal { server in
            let team = try server.activeTeam()
            try server.setMFA(true)
            let session = try server.start(by: team).sessionArn
            let ann = server.person("ann")
            #expect { try ann.approve(session) } throws: { Self.hasStatus(400, path: "$.code")($0) }
            let void = try ann.sendCode(for: session)
            let code = try ann.sendCode(for: session)
            #expect(void != code)
            #expect(throws: MPALocalError.self) { try ann.approve(session, code: void) }
            try ann.approve(session, code: code)
        }
    }

    @Test("An execution fails where the test says so")
    func execution() async throws {
        try await withMPALocal { server in
            let session = try server.start(by: server.activeTeam()).sessionArn
            try server.sessions.reportExecution(session, .failed)
            for name in ["ann", "bob"] { try server.person(name).approve(session) }
            #expect(try server.sessions.get(session).executionStatus == "FAILED")
        }
    }

    @Test("People with habits need no test to answer")
    func habits() async throws {
        try await withMPALocal { server in
            try server.habits.setEverybody(.approve)
            try server.habits.put("cleo", onInvitation: .accept, onSession: .reject)
            let client = Client(server)
            _ = try client.createSource()
            let team = try client.createTeam(["ann", "bob", "cleo"])
            #expect(try server.start(by: team).status == "APPROVED")
            try server.habits.delete("cleo")
            try server.habits.setEverybody(.wait)
            #expect(try server.start(by: team).status == "PENDING")
        }
    }

    @Test("Who is not in the directory makes a team fail")
    func users() async throws {
        try await withMPALocal { server in
            try server.users.put("ann", name: "Ann", email: "ann@example.test")
            let client = Client(server)
            _ = try client.createSource()
            let team = try client.createTeam(["ann", "bob", "cleo"])
            let events = try server.events().map(\.eventName)
            #expect(events.last == "TeamCreationValidationFailure")
            try server.users.delete("ann")
            #expect { try server.person("ann").accept(team) } throws: { Self.hasStatus(409)($0) }
        }
    }

    @Test("The outbox has what AWS would have mailed")
    func outbox() async throws {
        try await withMPALocal { server in
            let team = try server.activeTeam()
            let sent = try server.outbox.messages(to: "ann")
            #expect(sent.map(\.kind) == [.invitation])
            #expect(sent.first?.approvalTeamArn == team)
            #expect(try server.outbox.messages(kind: .request) == [])
        }
    }

    @Test("A lost answer is given again to the second attempt, and one resource exists")
    func lostAnswer() async throws {
        try await withMPALocal { server in
            var rule = MPALocal.FaultRule(.resetAfterWork)
            rule.id = "lost"
            rule.operations = ["CreateIdentitySource"]
            rule.times = 1
            #expect(try server.faults.add(rule).id == "lost")
            let client = Client(server)
            #expect(throws: RawClientError.self) { try client.createSource(token: "t") }
            #expect(try client.createSource(token: "t").status == 200)
            #expect(try server.faults.count("lost") == server.faults.list().first)
            #expect(try server.faults.count("lost").hits == 1)
            let requests = try server.journal.requests("CreateIdentitySource")
            #expect(requests.map(\.isIdempotentReplay) == [false, true])
            #expect(requests.map(\.fault) == ["lost", nil])
            try server.faults.remove("lost")
            #expect(try server.faults.list() == [])
        }
    }

    static let effects: [(MPALocal.FaultRule.Effect, Int)] = [
        (.error("ThrottlingException", message: "slow", retryAfter: 3), 429),
        (.error("AccessDeniedException", status: 418), 418), (.status(503, retryAfter: 1), 503),
        (.status(502, hasBody: false), 502), (.delay(.milliseconds(1)), 200),
        (.delayBetweenBytes(.zero), 200), (.slowBody(.milliseconds(1)), 200),
        (.malformedJSON, 200), (.contentType(), 200), (.contentType("text/plain"), 200),
    ]

    @Test("Every effect does what it says", arguments: effects)
    func effect(effect: MPALocal.FaultRule.Effect, status: Int) async throws {
        try await withMPALocal { server in
            try server.faults.add(MPALocal.FaultRule(effect))
            #expect(try Client(server).call("POST /policies/?List").status == status)
            #expect(try server.faults.list().map(\.hits) == [1])
        }
    }

    @Test(
        "Connections that break do so",
        arguments: [
            MPALocal.FaultRule.Effect.resetBeforeWork, .truncatedBody(), .truncatedBody(bytes: 3),
        ])
    func broken(effect: MPALocal.FaultRule.Effect) async throws {
        try await withMPALocal { server in
            try server.faults.add(MPALocal.FaultRule(effect))
            #expect(throws: RawClientError.self) {
                try Client(server).call("POST /policies/?List")
            }
        }
    }

    @Test("What goes on after a call fails as it was told")
    func failure() async throws {
        try await withMPALocal { server in
            try server.faults.add(MPALocal.FaultRule(.failure("FAILED_VALIDATION", message: "x")))
            let client = Client(server)
            _ = try client.createSource()
            _ = try client.createTeam(["ann", "bob", "cleo"])
            #expect(try server.events().last?.eventName == "TeamCreationValidationFailure")
        }
    }

    @Test("Every condition is held against the call")
    func conditions() async throws {
        try await withMPALocal { server in
            let now = try server.clock.now()
            var rule = MPALocal.FaultRule(.status(500))
            rule.operations = ["ListPolicies"]
            rule.account = "111122223333"
            rule.principal = "arn:aws:iam::*:root"
            rule.attempt = 2
            rule.every = 2
            rule.probability = 1
            rule.seed = 3
            rule.from = now - 60
            rule.until = now + 3_600
            rule.times = 1
            let id = try server.faults.add(rule).id
            let client = Client(server, account: "111122223333")
            let retry = "amz-sdk-request: attempt=2; max=3\r\n"
            func status(_ headers: String) throws -> Int {
                try client.call("POST /policies/?List", headers: headers).status
            }
            #expect(try [status(""), status(retry), status(retry)] == [200, 200, 500])
            #expect(try [status(retry), status(retry)] == [200, 200])
            #expect(try server.faults.count(id).hits == 1)
        }
    }

    @Test("A rule that can never match is refused with its place, unless it is forced")
    func impossible() async throws {
        try await withMPALocal { server in
            var rule = MPALocal.FaultRule(.error("ConflictException"))
            rule.operations = ["ListPolicies"]
            #expect { try server.faults.add(rule) } throws: {
                Self.hasStatus(400, path: "$.effect.code")($0)
            }
            rule.isForced = true
            try server.faults.add(rule)
            try server.faults.removeAll()
            #expect(try server.faults.list() == [])
        }
    }

    @Test("What is not verified tells the nearest miss and what differs")
    func verification() async throws {
        try await withMPALocal { server in
            _ = try server.activeTeam()
            let journal = server.journal
            let wrong = try journal.verify(
                .init("CreateApprovalTeam", input: ["Name": "other"], count: .exactly(1)))
            #expect(!wrong.verified)
            let failure = try #require(wrong.failures.first)
            #expect((failure.reason, failure.expectation) == ("count", 0))
            let difference = try #require(failure.nearest.first?.differences?.first)
            #expect(difference.path == "$.Name")
            #expect(difference.expected == "other")
            #expect(difference.found == "vault-keepers")
            #expect("\(wrong)" == failure.detail)
            let others = try journal.verify(.init("CreateIdentitySource"), noneOther: true)
            #expect(others.failures.map(\.reason) == ["other"])
            let order = try journal.verify(
                .init("CreateApprovalTeam"), .init("CreateIdentitySource"), inOrder: true)
            #expect(order.failures.map(\.reason) == ["order"])
            let never = try journal.verify(.init("CancelSession", count: .atMost(0)))
            #expect("\(never)" == "verified")
            let few = try journal.verify(.init("CreateIdentitySource", count: .atLeast(2)))
            #expect(!few.verified)
            #expect { try journal.verify(.init("Nothing")) } throws: {
                Self.hasStatus(400, path: "$.expectations[0].operation")($0)
            }
            try journal.clear()
            #expect(try journal.requests() == [])
        }
    }

    @Test("Requests are told with all that is known of them")
    func requests() async throws {
        try await withMPALocal { server in
            let client = Client(server, account: "111122223333")
            _ = try client.createSource()
            _ = try client.createSource()
            let all = try server.journal.requests()
            #expect(all.map(\.number) == [1, 2])
            #expect(all.map(\.status) == [200, 402])
            #expect(all[1].error == "ServiceQuotaExceededException")
            #expect(all[0].account == "111122223333")
            let center = all[0].input?["IdentitySourceParameters"]?["IamIdentityCenter"]
            #expect(center?["Region"]?.string == "us-east-1")
            #expect(try server.journal.requests(status: 402, after: 1).count == 1)
            #expect(try server.journal.requests(account: "444455556666") == [])
            #expect { try server.journal.requests("Nothing") } throws: {
                Self.hasStatus(400, path: "?operation")($0)
            }
        }
    }

    @Test("State goes out, comes back, and is kept under a name")
    func state() async throws {
        try await withMPALocal { server in
            let team = try server.activeTeam()
            let document = try server.state.export()
            try server.state.saveSnapshot("active")
            try server.state.reset()
            #expect(throws: MPALocalError.self) { try server.person("ann").invitations() }
            try server.state.restoreSnapshot("active")
            #expect(try server.start(by: team).status == "PENDING")
            try server.state.replace(with: document)
            #expect(try server.person("ann").sessions() == [])
            #expect { try server.state.restoreSnapshot("none") } throws: {
                Self.hasStatus(404)($0)
            }
            #expect { try server.state.replace(with: "{") } throws: {
                Self.hasStatus(400, path: "$")($0)
            }
        }
    }

    @Test("Sessions without a policy that allows them are refused, unless that is ignored")
    func policies() async throws {
        try await withMPALocal { server in
            let team = try server.activeTeam()
            #expect { try server.sessions.start("a:b", by: team, on: "r") } throws: {
                Self.hasStatus(409)($0)
            }
            try server.setSessionPolicies(enforced: false)
            let session = try server.sessions.start(
                "a:b", by: team, on: "r", metadata: ["k": "v"], minutes: 60)
            #expect(session.metadata == ["k": "v"])
            #expect(session.expirationTime == session.initiationTime + 3_600)
        }
    }
}

/// Lines that several threads write.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    @Sendable func take(_ line: String) { lines.withLock { $0.append(line) } }

    var all: [String] { lines.withLock { $0 } }
}

extension Sequence {
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result]
    {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
