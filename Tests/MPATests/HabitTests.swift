import AWSProtocol
@testable import MPA
import Testing

@Suite("Habits")
struct HabitTests {
    private func habit(
        _ bench: TeamBench, _ people: [String], _ onInvitation: Habit.OnInvitation,
        _ onSession: Habit.OnSession = .wait, after milliseconds: Int64 = 0
    ) throws {
        let habit = Habit(
            onInvitation: onInvitation, onSession: onSession, afterMilliseconds: milliseconds)
        for person in people { try bench.service.put(habit, of: person) }
    }

    @Test(
        "What people do who have no habit of their own",
        arguments: [
            (.wait, "PENDING/PENDING_ACTIVATION", ""), (.accept, "ACTIVE/-", "PENDING/-"),
            (.approve, "ACTIVE/-", "APPROVED/-"),
        ] as [(Habit.Standard, String, String)])
    func standard(habit: Habit.Standard, state: String, outcome: String) throws {
        let bench = try TeamBench { $0.approvers = habit }
        let arn = try bench.create()
        #expect(bench.state(arn) == state)
        if !outcome.isEmpty { #expect(try bench.outcome(bench.ask(arn)) == outcome) }
    }

    @Test("The server-wide habit can be changed, and is kept over a restart")
    func changed() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try {
            _ = try Bench(store: .file(folder.path)).service.changeSettings {
                ($0.approvers, $0.requiresMFA, $0.sessionPolicies) = (.approve, true, .ignore)
            }
        }()
        let settings = try Bench(store: .file(folder.path)).service.readSettings()
        #expect(settings.approvers == .approve && settings.requiresMFA)
        #expect(settings.sessionPolicies == .ignore)
    }

    @Test("A person's habit comes before the server's, after its time to the millisecond")
    func ofOne() throws {
        let bench = try TeamBench { $0.approvers = .accept }
        try habit(bench, ["bob"], .accept, .reject, after: TeamBench.hour)
        let arn = try bench.create()
        #expect(try bench.members(arn) == ["ann ACCEPTED", "bob PENDING", "cat ACCEPTED"])
        bench.advance(TeamBench.hour - 1)
        #expect(bench.state(arn) == "PENDING/PENDING_ACTIVATION")
        bench.advance(1)
        #expect(bench.state(arn) == "ACTIVE/-")
        #expect(try bench.member("bob", arn)["ResponseTime"] == .timestamp(bench.now))
        let session = try bench.ask(arn)
        bench.advance(TeamBench.hour)
        #expect(try bench.member("bob", arn).word("LastActivity") == "VOTED")
        #expect(try bench.outcome(session) == "PENDING/-")
    }

    @Test("Whoever declines by habit fails the activation; what others would do is void")
    func declines() throws {
        let bench = try TeamBench()
        try habit(bench, ["ann"], .reject, after: 1_000)
        try habit(bench, ["bob", "cat"], .accept, after: 2_000)
        let arn = try bench.create()
        bench.advance(5_000)
        #expect(bench.state(arn) == "INACTIVE/FAILED_ACTIVATION")
        #expect(try bench.members(arn) == ["ann REJECTED", "bob PENDING", "cat PENDING"])
    }

    @Test("An invitation that is sent anew is answered anew, after its own time")
    func invitedAnew() throws {
        let bench = try TeamBench()
        try habit(bench, ["bob"], .accept, after: 10_000)
        let arn = try bench.create()
        try bench.respond("ann", arn, accepts: false)
        bench.advance(4_000)
        _ = try bench.update(arn)
        bench.advance(6_000)
        #expect(try bench.members(arn)[1] == "bob PENDING")
        bench.advance(4_000)
        #expect(try bench.members(arn)[1] == "bob ACCEPTED")
    }

    @Test("Votes by habit count until the session has ended")
    func votes() throws {
        let bench = try TeamBench { $0.approvers = .accept }
        try habit(bench, ["ann"], .accept, .approve, after: 1_000)
        try habit(bench, ["bob"], .accept, .approve, after: 2_000)
        try habit(bench, ["cat"], .accept, .reject, after: 3_000)
        let arn = try bench.create()
        bench.advance(10_000)
        let session = try bench.ask(arn)
        bench.advance(10_000)
        #expect(try bench.outcome(session) == "APPROVED/-")
        let told = (try bench.session(session)["ApproverResponses"]?.list ?? [])
            .map { $0.structure?.find("Response") }
        #expect(told == ["APPROVED", "APPROVED", "NO_RESPONSE"])
    }

    @Test("What a test votes itself is not voted again by habit")
    func votedAlready() throws {
        let bench = try TeamBench { $0.approvers = .accept }
        try habit(bench, ["ann"], .accept, .approve, after: 1_000)
        let arn = try bench.create()
        bench.advance(1_000)
        let session = try bench.ask(arn)
        try bench.vote(["ann"], session, approves: false)
        bench.advance(5_000)
        #expect(try bench.outcome(session) == "PENDING/-")
        try bench.vote(["bob"], session, approves: false)
        #expect(try bench.outcome(session) == "FAILED/REJECTED")
    }

    @Test("A habit needs no code, and a disabled user has none")
    func exceptions() throws {
        let bench = try TeamBench {
            $0.approvers = .approve
            $0.requiresMFA = true
        }
        try bench.declare(TeamBench.people)
        let arn = try bench.create()
        #expect(try bench.outcome(bench.ask(arn)) == "APPROVED/-")
        try bench.declare(["ann", "bob"], .disabled)
        #expect(try bench.outcome(bench.ask(arn)) == "PENDING/-")
    }

    @Test("A habit at the end of the 24 hours comes too late")
    func tooLate() throws {
        let bench = try TeamBench()
        try habit(bench, TeamBench.people, .accept, after: TeamBench.day)
        let arn = try bench.create()
        bench.advance(TeamBench.day)
        #expect(bench.state(arn) == "INACTIVE/FAILED_ACTIVATION")
    }

    @Test("A habit is forgotten once, and what it had begun still happens")
    func forgotten() throws {
        let bench = try TeamBench()
        try habit(bench, TeamBench.people, .accept, after: 1_000)
        let arn = try bench.create()
        try bench.service.forgetHabit(of: "ann")
        #expect(refusal { try bench.service.forgetHabit(of: "ann") } == "notFound")
        #expect(try bench.service.habits().map(\.identity) == ["bob", "cat"])
        bench.advance(1_000)
        #expect(bench.state(arn) == "ACTIVE/-")
    }
}
