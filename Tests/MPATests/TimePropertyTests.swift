import AWSProtocol
@testable import MPA
import Testing

@Suite("Time in one step and in many")
struct TimePropertyTests {
    /// SplitMix64: the same scripts in every run.
    struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }

    /// One act of a script, with all that it was drawn to be.
    enum Act {
        case create(Int, people: [String])
        case update(Int, people: [String])
        case startDeletion(Int, days: Int64)
        case deleteVersion(Int)
        case baseline(Int)
        case ask(Int, minutes: Int64)
        case cancel(Int)
        case respond(String, Int, accepts: Bool)
        case vote(String, Int, approves: Bool)
        case declare(String, DirectoryUser.Status)
        case habit(String, Habit)
        case advance(hours: Int64)
    }

    static let people = ["ann", "bob", "cat", "dan", "eve"]

    private func draw(_ dice: inout Dice) -> Act {
        let team = Int.random(in: 0..<3, using: &dice)
        let person = Self.people.randomElement(using: &dice) ?? "ann"
        let some = Array(
            Self.people.shuffled(using: &dice).prefix(.random(in: 3...5, using: &dice)))
        let yes = Int.random(in: 0..<4, using: &dice) > 0
        switch Int.random(in: 0..<26, using: &dice) {
        case 0, 1: return .create(team, people: some)
        case 2, 3: return .update(team, people: some)
        case 4: return .startDeletion(team, days: .random(in: 0...2, using: &dice))
        case 5: return .deleteVersion(team)
        case 6: return .baseline(team)
        case 7, 8, 9: return .ask(team, minutes: .random(in: 1...3_000, using: &dice))
        case 10: return .cancel(.random(in: 0..<4, using: &dice))
        case 11, 12, 13: return .respond(person, team, accepts: yes)
        case 14, 15, 20, 21, 22, 23, 24:
            return .vote(person, .random(in: 0..<4, using: &dice), approves: yes)
        case 16: return .declare(person, yes ? .enabled : .disabled)
        case 17:
            let millis = Int64.random(in: 0...(40 * TeamBench.hour), using: &dice)
            return .habit(
                person,
                Habit(
                    onInvitation: millis % 2 == 0 ? .accept : .reject,
                    onSession: yes ? .approve : .reject,
                    afterMilliseconds: millis))
        default: return .advance(hours: .random(in: 1...48, using: &dice))
        }
    }

    /// A service that follows a script, its clock moved in steps of its own.
    final class Runner {
        let bench: TeamBench
        let isInOneStep: Bool
        var fired: [FiredStep] = []
        var refusals: [String?] = []
        var teams: [String] = []
        var sessions: [String] = []

        init(isInOneStep: Bool, seed: UInt64) throws {
            self.isInOneStep = isInOneStep
            let delays: [Int64] = [0, 0, 90 * 60_000, TeamBench.hour]
            bench = try TeamBench(delay: delays[Int(seed % 4)], seed: 11) { settings in
                settings.approvers = seed % 5 == 0 ? .wait : .accept
            }
            for person in TimePropertyTests.people { try bench.declare([person]) }
        }

        private func arn(_ list: [String], _ number: Int) -> String {
            list.isEmpty ? "arn:none" : list[list.count - 1 - number % list.count]
        }

        func act(_ act: Act) {
            refusals.append(refusal { try perform(act) })
        }

        private func perform(_ act: Act) throws {
            switch act {
            case .create(let number, let people):
                teams.append(try bench.create("t\(number)", people: people))
            case .update(let team, let people):
                _ = try bench.update(arn(teams, team), people: people)
            case .startDeletion(let team, let days):
                _ = try bench.startDeletion(arn(teams, team), days: days)
            case .deleteVersion(let team):
                let told = try bench.get(arn(teams, team))
                let version = told.find("PendingUpdate.VersionId") ?? told.word("VersionId")
                try bench.delete(arn(teams, team), version: version)
            case .baseline(let team): sessions.append(try bench.baseline(arn(teams, team)))
            case .ask(let team, let minutes):
                sessions.append(try bench.ask(arn(teams, team), minutes: minutes))
            case .cancel(let session): try bench.cancel(arn(sessions, session))
            case .respond(let person, let team, let accepts):
                try bench.respond(person, arn(teams, team), accepts: accepts)
            case .vote(let person, let session, let approves):
                try bench.vote([person], openSession(session), approves: approves)
            case .declare(let person, let status): try bench.declare([person], status)
            case .habit(let person, let habit): try bench.service.put(habit, of: person)
            case .advance(let hours): try advance(hours)
            }
        }

        /// The update or deletion session of some team, or another session.
        private func openSession(_ number: Int) -> String {
            let told = try? bench.get(arn(teams, number))
            return told?.find("UpdateSessionArn") ?? arn(sessions, number)
        }

        private func advance(_ hours: Int64) throws {
            let steps = isInOneStep ? 1 : hours
            for _ in 0..<steps {
                let milliseconds = hours / steps * TeamBench.hour
                fired += try bench.service.advanceClock(milliseconds: milliseconds).fired
            }
        }

        /// All that can be read, as text.
        func told() throws -> [String] {
            let teams = teams.map { arn in (try? bench.get(arn)).map { "\($0)" } ?? "gone" }
            let listed = self.teams.map { arn in
                (try? bench.sessions(of: arn)).map { "\($0)" } ?? "gone"
            }
            let sessions = try sessions.map { "\(try bench.session($0))" }
            let mails = try bench.service.messages(
                after: 0, recipient: nil, kind: nil, limit: 10_000
            ).map { "\($0)" }
            let counts = try bench.service.counts().map { "\($0)" }
            return teams + listed + sessions + mails + counts
        }
    }

    @Test(
        "The same state and the same events, whatever happened",
        arguments: 1...40 as ClosedRange<UInt64>)
    func property(seed: UInt64) throws {
        var dice = Dice(state: seed)
        let (one, many) = (
            try Runner(isInOneStep: true, seed: seed),
            try Runner(isInOneStep: false, seed: seed)
        )
        for _ in 0..<90 {
            let act = draw(&dice)
            one.act(act)
            many.act(act)
        }
        for runner in [one, many] { runner.act(.advance(hours: 48)) }
        #expect(one.refusals == many.refusals)
        #expect(one.fired == many.fired)
        #expect(try one.bench.events().map(\.text) == many.bench.events().map(\.text))
        #expect(try one.told() == many.told())
    }

    @Test("The scripts get somewhere: they reach every event of a team and of a session")
    func reach() throws {
        var seen: Set<String> = []
        for seed in 1...40 as ClosedRange<UInt64> {
            var dice = Dice(state: seed)
            let runner = try Runner(isInOneStep: true, seed: seed)
            for _ in 0..<90 { runner.act(draw(&dice)) }
            seen.formUnion(try runner.bench.events().filter(\.isService).map(\.name))
        }
        #expect(seen == Set(ServiceEventName.allCases.map(\.rawValue)))
    }
}
