import AWSProtocol
@testable import MPA
import SQLite
import Synchronization
import Testing

@Suite("What falls due")
struct SettlementTests {
    @Test("Everything due happens before the clock answers, in order, each at its own time")
    func fired() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let start = bench.now
        let long = try bench.ask(arn, minutes: 180)
        let short = try bench.ask(arn, minutes: 60)
        _ = try bench.create("other")
        let reading = try bench.service.advanceClock(milliseconds: 2 * TeamBench.day)
        #expect(reading.now == start + 2 * TeamBench.day && reading.isFrozen)
        #expect(
            reading.fired.map(\.name) == [
                "SessionExpiration", "SessionExpiration", "TeamCreationActivationFailure",
            ])
        #expect(reading.fired.map(\.resourceARN).prefix(2) == [short, long])
        #expect(
            reading.fired.map(\.dueTime)
                == [start + TeamBench.hour, start + 3 * TeamBench.hour, start + TeamBench.day])
        #expect(try bench.session(short)["CompletionTime"] == .timestamp(start + TeamBench.hour))
        #expect(try bench.service.advanceClock(milliseconds: 0).fired.isEmpty)
    }

    @Test("At one moment: identity sources, teams, sessions, habits; in each the older first")
    func order() throws {
        let bench = try TeamBench(delay: TeamBench.hour)
        let arn = try bench.activate()
        let moment = bench.now + TeamBench.hour
        // All of this ends in an hour; it begins in the opposite order.
        for person in ["cat", "ann"] {
            try bench.service.put(
                Habit(onInvitation: .wait, onSession: .approve, afterMilliseconds: 0), of: person)
        }
        let sessions = try (0..<2).map { _ in try bench.ask(arn) }
        let teams = [try bench.create("zeta"), try bench.create("alpha")]
        let other = Caller(account: "444455556666", region: "us-east-1", partition: "aws")
        _ = try bench.bench.create(as: other)
        let fired = try bench.service.advanceClock(milliseconds: TeamBench.hour).fired
        #expect(fired.allSatisfy { $0.dueTime == moment })
        let answers = Array(repeating: "SessionResponse", count: 4)
        let validated = Array(repeating: "TeamCreationValidationSuccess", count: 2)
        let opened = Array(repeating: "SessionValidationSuccess", count: 2)
        #expect(
            fired.map(\.name) == ["IdentitySourceCreation"] + validated + opened + answers)
        #expect(
            fired.map(\.resourceARN)
                == [other.arn(IdentitySource.resource)] + teams + sessions + [
                    sessions[0], sessions[0], sessions[1], sessions[1],
                ])
        #expect(try sessions.map { try bench.outcome($0) } == ["APPROVED/-", "APPROVED/-"])
    }

    @Test("Many sessions that end at once end as they would one by one")
    func manyExpirations() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let start = bench.now
        let minute: Int64 = 60_000
        // Its invitations end with the last of the sessions, and come before them.
        let team = try bench.create("other")
        let sessions = try (0..<(3 * Settlement.expiredAtOnce + 5)).map { index in
            try bench.ask(arn, minutes: 1_438 + Int64(index % 3))
        }
        // What a person does at the moment at which some sessions end comes after them.
        try bench.service.put(
            Habit(onInvitation: .wait, onSession: .approve, afterMilliseconds: 1_439 * minute),
            of: "ann")
        let answered = try bench.ask(arn, minutes: 1_440)

        let fired = try bench.service.advanceClock(milliseconds: 2 * TeamBench.day).fired
        let ends = (0..<3).map { group in
            stride(from: group, to: sessions.count, by: 3).map { index in
                FiredStep(
                    dueTime: start + (1_438 + Int64(group)) * minute, name: "SessionExpiration",
                    resourceARN: sessions[index])
            }
        }
        let answer = FiredStep(
            dueTime: start + 1_439 * minute, name: "SessionResponse", resourceARN: answered)
        let lapsed = FiredStep(
            dueTime: start + TeamBench.day, name: "TeamCreationActivationFailure",
            resourceARN: team)
        let undecided = FiredStep(
            dueTime: start + TeamBench.day, name: "SessionExpiration", resourceARN: answered)
        #expect(fired == ends[0] + ends[1] + [answer, lapsed] + ends[2] + [undecided])
        for step in ends.joined() {
            let session = try bench.session(step.resourceARN)
            #expect(session.word("Status") == "FAILED" && session.word("StatusCode") == "EXPIRED")
            #expect(session["CompletionTime"] == .timestamp(step.dueTime))
        }
        let events = try bench.events().filter(\.isService).suffix(fired.count - 1)
        #expect(events.map(\.name) == fired.map(\.name).filter { $0 != "SessionResponse" })
        let told = try #require(events.last).details
        #expect(told["approvedBy"]?.hasSuffix("/ann") == true)
        #expect(told["noParticipationBy"]?.split(separator: ",").count == 2)
    }

    @Test("Of more expirations than the log holds, those that it shows are whole")
    func moreExpirationsThanEvents() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let total = EventLog.eventsMax + Settlement.expiredAtOnce + 1
        _ = try bench.ask(arn, minutes: 60)
        try copyOnlySession(of: bench.service.store.connection, until: total)
        let before = bench.service.store.events.latestSequence
        let follower = try bench.service.followEvents(after: nil)
        let isWoken = Atomic(false)
        let early = follower.next(limit: 1) { isWoken.store(true, ordering: .relaxed) }
        #expect(early.isEmpty)
        let fired = try bench.service.advanceClock(milliseconds: TeamBench.hour).fired
        let hasWoken = isWoken.load(ordering: .relaxed)
        #expect(hasWoken)
        #expect(fired.count == total && Set(fired.map(\.resourceARN)).count == total)
        let events = try bench.events()
        #expect(events.count == EventLog.eventsMax)
        #expect(events.allSatisfy { $0.line == "SessionExpiration FAILED EXPIRED" })
        let silent = events.compactMap { $0.details["noParticipationBy"] }
        #expect(silent.allSatisfy { $0.split(separator: ",").count == 3 })
        #expect(silent.count == events.count)
        let latest = Int(before) + total
        #expect(events.map(\.sequence) == Array((latest - events.count + 1)...latest))
        // Who follows the events is told how many there were no more.
        let notices = follower.next(limit: .max)
        #expect(notices.first == .dropped(Int64(total - events.count)))
        #expect(notices.count == events.count + 1)
    }

    /// To ask that often would take its time.
    private func copyOnlySession(of connection: Connection, until total: Int) throws {
        try connection.execute(
            """
            CREATE TEMP TABLE copied AS
            WITH RECURSIVE number (n) AS
                (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n < \(total))
            SELECT session.*, n FROM session JOIN number;
            UPDATE copied SET id = n, arn = arn || n;
            ALTER TABLE copied DROP COLUMN n;
            INSERT INTO session SELECT * FROM copied;
            INSERT INTO session_response
            SELECT s.id, position, approver_id, identity_id, identity_source_arn, response,
                response_time, comment
            FROM session s JOIN session_response r ON r.session_id = 1 AND s.id > 1;
            DROP TABLE copied
            """)
    }

    @Test("A session that a document ends before its time ends then")
    func earlyEnd() throws {
        let bench = try StateBench()
        let (due, text) = (StateBench.start + 60_000, "2026-11-23T12:04:12.123Z")
        try bench.load(
            StateBench.team() + ","
                + StateBench.session(#""status":"PENDING","dueTime":"\#(text)""#))
        let fired = try bench.service.advanceClock(milliseconds: TeamBench.day).fired
        #expect(
            fired == [
                FiredStep(
                    dueTime: due, name: "SessionExpiration", resourceARN: StateBench.session)
            ])
        let session = try #require(try bench.service.store.sessions.all().first)
        #expect(session.completionTime == due && session.expirationTime > due)
    }

    @Test("A step under way at one moment may begin another that ends at that moment")
    func chain() throws {
        let bench = try TeamBench { $0.approvers = .approve }
        let arn = try bench.create()
        #expect(bench.state(arn) == "ACTIVE/-")
        _ = try bench.update(arn, people: ["ann", "bob", "cat", "dan"])
        #expect(bench.state(arn) == "ACTIVE/-")
        #expect(try bench.members(arn).last == "dan ACCEPTED")
        _ = try bench.startDeletion(arn)
        #expect(bench.state(arn) == "gone")
    }

    @Test("A clock that goes back changes nothing: the service's time stands still")
    func backwards() throws {
        let bench = try TeamBench()
        let arn = try bench.create()
        bench.advance(TeamBench.hour)
        let session = try bench.service.readClock().now
        bench.bench.clock.freeze(at: Bench.start - TeamBench.day)
        #expect(try bench.service.readClock().now == session)
        try bench.respond("ann", arn)
        #expect(try bench.member("ann", arn)["ResponseTime"] == .timestamp(session))
        #expect(try bench.create("other") != arn)
        #expect(bench.state(arn) == "PENDING/PENDING_ACTIVATION")
    }

    @Test("What was due stays settled when the operation that found it fails")
    func failedOperation() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let session = try bench.ask(arn)
        bench.advance(TeamBench.day)
        #expect(refusal { try bench.cancel(session) } == "ConflictException")
        #expect(try bench.outcome(session) == "FAILED/EXPIRED")
    }

    @Test("After a restart what was under way is still due")
    func restart() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let (arn, session) = try {
            let bench = try TeamBench(store: .file(folder.path))
            let arn = try bench.activate()
            return (arn, try bench.ask(arn))
        }()
        let bench = try Bench(store: .file(folder.path))
        bench.clock.advance(milliseconds: TeamBench.day)
        let told = try bench.perform(.getSession, Structure(["SessionArn": .string(session)]))
        #expect(told.structure.word("StatusCode") == "EXPIRED")
        let team = try bench.perform(.getApprovalTeam, Structure(["Arn": .string(arn)]))
        #expect(team.structure.word("Status") == "ACTIVE")
        #expect(team.structure["Approvers"]?.list?.count == 3)
    }
}
