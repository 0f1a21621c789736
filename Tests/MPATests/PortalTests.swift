import AWSProtocol
@testable import MPA
import Testing

@Suite("What approvers do in the portal")
struct PortalTests {
    @Test("Invitations are found, read and answered by approver id and by identity id")
    func invitations() throws {
        let bench = try TeamBench()
        let arn = try bench.create()
        let other = try bench.create("other")
        for person in ["ann", try bench.member("bob", arn).word("ApproverId")] {
            let found = try bench.service.invitations(of: person)
            let isIdentity = person == "ann"
            #expect(found.map(\.team.arn) == (isIdentity ? [arn, other] : [arn]))
            let one = try bench.service.invitation(of: person, teamARN: arn)
            #expect(one.approver.identityID == (isIdentity ? "ann" : "bob"))
            #expect(try bench.service.teams(of: person).count == (isIdentity ? 2 : 1))
            try bench.respond(person, arn)
            #expect(try bench.service.invitations(of: person).count == (isIdentity ? 1 : 0))
        }
        #expect(try bench.members(arn) == ["ann ACCEPTED", "bob ACCEPTED", "cat PENDING"])
    }

    @Test("A second answer, a stranger and an unknown team are told apart")
    func badAnswers() throws {
        let bench = try TeamBench()
        let arn = try bench.create()
        _ = try bench.create("other", people: ["dan", "eve", "fay"])
        try bench.respond("ann", arn)
        #expect(refusal { try bench.respond("ann", arn, accepts: false) } == "conflict")
        #expect(refusal { try bench.respond("dan", arn) } == "notFound")
        #expect(refusal { try bench.respond("ann", arn + "x") } == "notFound")
        #expect(refusal { _ = try bench.service.invitations(of: "nobody") } == "notFound")
        #expect(refusal { _ = try bench.service.teams(of: "nobody") } == "notFound")
        bench.advance(TeamBench.day)
        #expect(refusal { try bench.respond("bob", arn) } == "conflict")
    }

    @Test("A person of the directory without a team has no invitations")
    func noTeam() throws {
        let bench = try TeamBench()
        try bench.declare(["zoe"])
        #expect(try bench.service.invitations(of: "zoe").isEmpty)
        #expect(
            try bench.service.requests(of: "zoe", isPending: false, before: .max, limit: 9).isEmpty)
    }

    @Test("Requests are listed the newest first, those that wait alone if asked for")
    func requests() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let made = try (0..<4).map { _ in try bench.ask(arn) }
        try bench.vote(["ann"], made[0])
        try bench.vote(["bob", "cat"], made[3])
        let approver = try bench.member("ann", arn).word("ApproverId")
        for person in ["ann", approver] {
            func arns(_ isPending: Bool, before id: Int64 = .max, limit: Int = 9) throws -> [String]
            {
                try bench.service.requests(
                    of: person, isPending: isPending, before: id, limit: limit
                ).map(\.session.arn)
            }
            #expect(try arns(false) == made.reversed())
            #expect(try arns(true) == [made[2], made[1]])
            #expect(try arns(true, limit: 1) == [made[2]])
            let place = try bench.service.request(of: person, sessionARN: made[2]).session.id
            #expect(try arns(false, before: place) == [made[1], made[0]])
        }
    }

    @Test("A vote is cast by approver id or identity id, with its comment, and only once")
    func vote() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let session = try bench.ask(arn)
        let approver = try bench.member("bob", arn).word("ApproverId")
        let request = try bench.service.vote(
            approver, sessionARN: session, approves: true, comment: "fine", code: nil)
        #expect(request.response.response == .approved && request.response.comment == "fine")
        for person in [approver, "bob"] {
            #expect(refusal { try bench.vote([person], session, approves: false) } == "conflict")
        }
        #expect(try bench.outcome(session) == "PENDING/-")
        #expect(refusal { try bench.vote(["dan"], session) } == "notFound")
        #expect(refusal { try bench.vote(["ann"], session + "x") } == "notFound")
        #expect(
            refusal { _ = try bench.service.request(of: "dan", sessionARN: session) } == "notFound")
        try bench.vote(["ann"], session)
        #expect(refusal { try bench.vote(["cat"], session) } == "conflict")
    }

    @Test("A vote after the session's time is refused")
    func expired() throws {
        let bench = try TeamBench()
        let session = try bench.ask(try bench.activate(), minutes: 1)
        bench.advance(60_000)
        #expect(refusal { try bench.vote(["ann"], session) } == "conflict")
    }

    @Test("The outbox is read per recipient and kind, and emptied")
    func outbox() throws {
        let bench = try TeamBench()
        try bench.declare(TeamBench.people)
        let arn = try bench.activate()
        let session = try bench.ask(arn)
        func mails(_ recipient: String?, _ kind: Message.Kind? = nil) throws -> [Message] {
            try bench.service.messages(after: 0, recipient: recipient, kind: kind, limit: 99)
        }
        #expect(try mails(nil).count == 6 && mails("ann").count == 2)
        #expect(try mails("ann@example.com").map(\.kind) == [.invitation, .request])
        #expect(try mails(nil, .request).map(\.sessionARN) == [session, session, session])
        let mail = try #require(try mails("cat", .invitation).first)
        #expect(mail.subject.contains("Multi-party approval team invitation"))
        #expect(mail.email == "cat@example.com" && mail.teamARN == arn)
        try bench.service.deleteMessages()
        #expect(try mails(nil).isEmpty)
    }
}

@Suite("One-time codes")
struct VerificationTests {
    private let bench: TeamBench
    private let arn: String
    private let session: String

    init() throws {
        bench = try TeamBench { $0.requiresMFA = true }
        try bench.declare(TeamBench.people)
        arn = try bench.activate()
        session = try bench.ask(arn)
    }

    private func send(_ person: String) throws -> String {
        _ = try bench.service.sendCode(person, sessionARN: session)
        let mails = try bench.service.messages(after: 0, recipient: person, kind: .code, limit: 99)
        return mails.last?.code ?? ""
    }

    private func vote(_ person: String, _ code: String?) -> String? {
        refusal { try bench.vote([person], session, code: code) }
    }

    @Test("A session says that it asks for a code, and a vote needs it")
    func needed() throws {
        #expect(
            try bench.session(session)["AdditionalSecurityRequirements"]
                == .list([.string("APPROVER_VERIFICATION_REQUIRED")]))
        #expect(vote("ann", nil) == "invalid $.code" && vote("ann", "000000") == "invalid $.code")
        let code = try send("ann")
        #expect(code.utf8.count == 6 && Int(code) != nil)
        #expect(vote("bob", code) == "invalid $.code")
        #expect(vote("ann", code) == nil)
        #expect(vote("ann", code) == "conflict")
    }

    @Test("A new code voids the former")
    func replaced() throws {
        let first = try send("ann")
        let second = try send("ann")
        #expect(first != second)
        #expect(vote("ann", first) == "invalid $.code" && vote("ann", second) == nil)
    }

    @Test("Four wrong ones leave a code in force, the fifth voids it", arguments: [4, 5])
    func wrong(attempts: Int) throws {
        let code = try send("ann")
        let other = code == "123456" ? "654321" : "123456"
        for _ in 0..<attempts { #expect(vote("ann", other) == "invalid $.code") }
        #expect(vote("ann", code) == (attempts == 4 ? nil : "invalid $.code"))
        if attempts == 5 { #expect(try vote("ann", send("ann")) == nil) }
    }

    @Test("Codes are sent only to those who can vote, and only where one is asked for")
    func refused() throws {
        #expect(
            refusal { _ = try bench.service.sendCode("dan", sessionARN: session) } == "notFound")
        _ = try bench.service.changeSettings { $0.requiresMFA = false }
        let open = try bench.ask(arn)
        #expect(refusal { _ = try bench.service.sendCode("ann", sessionARN: open) } == "conflict")
        try bench.cancel(session)
        #expect(
            refusal { _ = try bench.service.sendCode("ann", sessionARN: session) } == "conflict")
    }

    @Test("Whoever accepts registers an address; a changed one is out of sync until an update")
    func synchronized() throws {
        func sync() throws -> String? {
            try bench.member("ann", arn)["MfaMethods"]?.list?.first?.structure?.find("SyncStatus")
        }
        #expect(try sync() == "IN_SYNC")
        try bench.service.put(
            DirectoryUser(id: "ann", name: nil, email: "new@example.com", status: .enabled))
        #expect(try sync() == "OUT_OF_SYNC")
        _ = try bench.service.changeSettings { $0.requiresMFA = false }
        _ = try bench.update(arn, actions: ["SYNCHRONIZE_MFA_DEVICES"])
        #expect(try sync() == "OUT_OF_SYNC")
        try bench.vote(["ann", "bob"], bench.updateSession(arn))
        #expect(try sync() == "IN_SYNC")
    }
}
