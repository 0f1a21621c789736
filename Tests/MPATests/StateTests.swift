import Testing

@testable import MPA

import class Foundation.FileManager
import struct Foundation.Data
import struct Foundation.URL
import struct Foundation.UUID

@Suite("State document")
struct StateTests {
    @Test("Every phase of a team goes round byte for byte", arguments: StateBench.phases)
    func phases(phase: ApprovalTeam.Phase, members: String) throws {
        let first = try StateBench()
        try first.load(members)
        #expect(try first.team()?.phase == phase)
        let text = try first.export()
        let second = try StateBench()
        try second.service.importState(Array(text.utf8))
        #expect(try second.export() == text)
        // What is due happens there as here.
        let fired = try [first, second].map { bench in
            try bench.service.advanceClock(milliseconds: 30 * 3_600_000).fired
                .map { "\($0.dueTime) \($0.name)" }
        }
        #expect(fired[0] == fired[1])
        #expect(try first.team()?.phase == second.team()?.phase)
    }

    @Test(
        "Every phase of a team survives a restart, the frozen clock too",
        arguments: StateBench.phases)
    func restart(phase: ApprovalTeam.Phase, members: String) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer {
            for end in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: path + end)
            }
        }
        let text = try {
            let bench = try StateBench(store: .file(path))
            try bench.load(members)
            _ = try bench.service.setClock(isFrozen: true, time: StateBench.start + 1_000)
            return try bench.export()
        }()
        let bench = try StateBench(store: .file(path))
        #expect(try bench.export() == text)
        #expect(try bench.team()?.phase == phase)
    }

    @Test("Every status of a session goes round byte for byte", arguments: Session.Status.allCases)
    func sessions(status: Session.Status) throws {
        let bench = try StateBench()
        let due = status == .creating ? #","dueTime":"2026-11-23T13:00:00Z""# : ""
        try bench.load(
            StateBench.team() + ","
                + StateBench.session(
                    #""status":"\#(status.rawValue)","metadata":{"k":"v"}\#(due)"#))
        let text = try bench.export()
        #expect(text.contains("\"status\": \"\(status.rawValue)\""))
        try bench.service.importState(Array(text.utf8))
        #expect(try bench.export() == text)
    }

    @Test("Records of every other kind go round byte for byte")
    func records() throws {
        let bench = try StateBench()
        let hash = String(repeating: "0f", count: 32)
        try bench.load(
            """
            "settings":{"approvers":"accept","mfa":true,"sessionPolicies":"ignore"},
            "directory":{"users":["alice","bob",{"id":"carol","status":"DISABLED"}],
                "instances":[{"arn":"arn:aws:sso:::instance/ssoins-0123456789abcdef"}]},
            "habits":[{"identityId":"bob","onSession":"APPROVE","afterMilliseconds":5}],
            "policies":[{"path":"x.amazonaws.com/P","versions":[{"document":{"Statement":[
                {"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}}]}],
            "scheduledAnswers":[{"kind":"SESSION","resourceArn":"\(StateBench.session)",
                "approverId":"a","positive":false,"dueTime":"2026-11-23T13:00:00Z"}],
            "clientTokens":[{"account":"111122223333","operation":"CreateApprovalTeam",
                "token":"t","requestHash":"\(hash)","answer":{"Arn":"x"}}],
            "outbox":[{"kind":"REQUEST","approverId":"a","identityId":"alice","subject":"\\"s\\"",
                "teamArn":"\(StateBench.team)"}],
            "verificationCodes":[{"sessionArn":"\(StateBench.session)","approverId":"a",
                "code":"123456","wrongAttempts":2}],
            "events":{"items":[{"sequence":7,"a":[1,{}]},{"sequence":8,"b":null}]},
            """ + StateBench.team() + "," + StateBench.session(#""status":"PENDING""#))
        let text = try bench.export()
        let other = try StateBench()
        try other.service.importState(Array(text.utf8))
        #expect(try other.export() == text)
        #expect(try other.service.readSettings().requiresMFA)
        #expect(try other.service.events(after: 7, limit: 9).events.count == 1)
        #expect(try other.team()?.approvers.map(\.isInvalid) == [false, false, true])
    }

    static let mistakes: [(members: String, path: String)] = [
        (#""colour":1"#, "$.colour"),
        (#""clock":{"mode":"FAST"}"#, "$.clock.mode"),
        (#""settings":{"mfa":"on"}"#, "$.settings.mfa"),
        (#""directory":{"users":["a","a"]}"#, "$.directory.users[1]"),
        (#""habits":[{}]"#, "$.habits[0].identityId"),
        (#""policies":[{"path":"x"}]"#, "$.policies[0].path"),
        (#""identitySources":[{"account":"1"}]"#, "$.identitySources[0].account"),
        (StateBench.team(#""status":"ACTVE""#), "$.approvalTeams[0].status"),
        (StateBench.team(#""statusCode":"VALIDATING""#), "$.approvalTeams[0].statusCode"),
        (StateBench.team(#""threshold":4"#), "$.approvalTeams[0].threshold"),
        (StateBench.team(#""threshold":"2""#), "$.approvalTeams[0].threshold"),
        (StateBench.team(#""policies":["arn:x"]"#), "$.approvalTeams[0].policies[0]"),
        (StateBench.team(#""dueTime":"2026-11-23T13:00:00Z""#), "$.approvalTeams[0].dueTime"),
        (
            StateBench.team(#""creationTime":"1969-12-31T23:59:59Z""#),
            "$.approvalTeams[0].creationTime"
        ),
        (
            StateBench.team(#""statusCode":"UPDATE_FAILED_APPROVAL""#), "$.approvalTeams[0].draft"
        ),
        (
            StateBench.team(#""statusCode":"DELETE_PENDING_APPROVAL""#),
            "$.approvalTeams[0].updateSessionArn"
        ),
        (StateBench.team(#""sharedWith":["1"]"#), "$.approvalTeams[0].sharedWith[0]"),
        (StateBench.team(#""tags":{"aws:a":"b"}"#), "$.approvalTeams[0].tags['aws:a']"),
        (
            #""approvalTeams":[{"account":"111122223333","name":"g","approvers":["#
                + #"{"identityId":"a","identitySourceArn":"arn:x"}]}]"#,
            "$.approvalTeams[0].approvers[0].identitySourceArn"
        ),
        (
            #""approvalTeams":[{"account":"111122223333","name":"g","approvers":["a","a"]}]"#,
            "$.approvalTeams[0].approvers[1]"
        ),
        (StateBench.session(#""status":"PENDING""#), "$.sessions[0].teamArn"),
        (#""scheduledAnswers":[{"kind":"X"}]"#, "$.scheduledAnswers[0].kind"),
        (#""events":{"items":[{"sequence":1},{"sequence":3}]}"#, "$.events.items[1].sequence"),
    ]

    @Test("The first mistake is told with its path, and nothing changes", arguments: mistakes)
    func mistake(members: String, path: String) throws {
        let bench = try StateBench()
        try bench.load(StateBench.team())
        let before = try bench.export()
        var found: String?
        do {
            try bench.service.importState(Array("{\"formatVersion\":1,\(members)}".utf8))
        } catch ControlError.invalid(let place, _) { found = place }
        #expect(found == path)
        #expect(try bench.export() == before)
    }

    @Test("A reset empties all but snapshots; a snapshot brings the state back")
    func snapshots() throws {
        let bench = try StateBench()
        // Without a document the clock follows the machine.
        try bench.service.reset(withSeed: false)
        let empty = try bench.export()
        try bench.load(StateBench.team())
        let text = try bench.export()
        try bench.service.saveSnapshot("before")
        #expect(throws: ControlError.self) { try bench.service.reset(withSeed: true) }
        #expect(try bench.export() == text)
        try bench.service.reset(withSeed: false)
        #expect(try bench.export() == empty)
        #expect(try bench.service.snapshots().map(\.name) == ["before"])
        try bench.service.restoreSnapshot("before")
        #expect(try bench.export() == text)
        try bench.service.deleteSnapshot("before")
        #expect(throws: ControlError.self) { try bench.service.restoreSnapshot("before") }
        #expect(throws: ControlError.self) { try bench.service.deleteSnapshot("before") }
        for name in ["", "a/b", String(repeating: "a", count: 101)] {
            #expect(throws: ControlError.self) { try bench.service.saveSnapshot(name) }
        }
    }

    @Test("A team whose identity source went before its validation fails it, and goes round")
    func lostSource() throws {
        let bench = try StateBench()
        let source = "arn:aws:mpa:us-east-1:111122223333:identity-source/IamIdentityCenter"
        try bench.load(
            """
            "approvalTeams":[{"account":"111122223333","name":"g","status":"PENDING","approvers":[
                {"identityId":"a","identitySourceArn":"\(source)","invalid":true}]}]
            """)
        let text = try bench.export()
        #expect(try bench.team()?.statusCode == .failedValidation)
        try bench.service.importState(Array(text.utf8))
        #expect(try bench.export() == text)
    }

    @Test("The seed of the README makes a team that is ready, now and at each reset")
    func seed() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "fixtures/seeds/team-of-three.json")
        let text = [UInt8](try Data(contentsOf: file))
        let bench = try StateBench()
        #expect(try bench.service.applySeed(text))
        let team = try bench.team()
        #expect(team?.status == .active)
        #expect(team?.threshold == 2)
        #expect(team?.approvers.allSatisfy { $0.status == .accepted } == true)
        #expect(try bench.service.store.identitySources.all().map(\.status) == [.active])
        // A store with content keeps it.
        #expect(try !bench.service.applySeed(text))
        try bench.service.reset(withSeed: false)
        #expect(try bench.team() == nil)
        try bench.service.reset(withSeed: true)
        #expect(try bench.team()?.name == "vault-guards")
    }
}
