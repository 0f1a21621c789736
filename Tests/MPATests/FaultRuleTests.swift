@testable import MPA
import Testing

@Suite("Rules of a fault plan")
struct FaultRuleTests {
    static let team = "arn:aws:mpa:us-east-1:111122223333:approval-team/t-1"
    private static let principal = "arn:aws:iam::111122223333:root"

    static func call(
        _ operation: OperationName? = .getApprovalTeam, attempt: Int64 = 1, now: Int64 = 1_000,
        failures: [FaultFailure] = []
    ) -> FaultCall {
        FaultCall(
            operation: operation, account: "111122223333", principal: principal, resource: team,
            attempt: attempt, now: now, failures: failures)
    }

    static func rule(
        _ effect: FaultEffect = .malformedJSON, forced: Bool = false,
        _ change: (inout FaultMatch) -> Void = { _ in }
    ) -> FaultRule {
        var match = FaultMatch()
        change(&match)
        return FaultRule(id: "r", match: match, effect: effect, isForced: forced)
    }

    typealias Condition = (name: String, fits: Bool, change: @Sendable (inout FaultMatch) -> Void)

    /// Each for a first call of GetApprovalTeam at 1,000.
    static let conditions: [Condition] = [
        ("nothing", true, { _ in }),
        ("operation", true, { $0.operations = ["ListPolicies", "GetApprovalTeam"] }),
        ("another operation", false, { $0.operations = ["ListPolicies"] }),
        ("account", true, { $0.account = "111122223333" }),
        ("another account", false, { $0.account = "444455556666" }),
        ("principal", true, { $0.principal = "arn:aws:iam::1*:root" }),
        ("another principal", false, { $0.principal = "arn:aws:iam::111122223333:role/*" }),
        ("resource", true, { $0.resource = "arn:*:approval-team/t-?" }),
        ("another resource", false, { $0.resource = "arn:*:approval-team/t-??" }),
        ("variables are plain text", false, { $0.resource = "${aws:x}*" }),
        ("attempt", true, { $0.attempt = 1 }),
        ("another attempt", false, { $0.attempt = 2 }),
        ("begun", true, { $0.from = 1_000 }),
        ("not begun", false, { $0.from = 1_001 }),
        ("not over", true, { $0.until = 1_001 }),
        ("over", false, { $0.until = 1_000 }),
        (
            "all but one", false,
            {
                $0.account = "111122223333"
                $0.attempt = 2
            }
        ),
    ]

    @Test("A rule fits a call that meets all its conditions", arguments: conditions)
    func fits(condition: Condition) {
        var rule = Self.rule(.malformedJSON, forced: false, condition.change)
        #expect((rule.meet(Self.call()) != nil) == condition.fits)
        #expect(rule.calls == (condition.fits ? 1 : 0) && rule.hits == rule.calls)
    }

    typealias Turns = (name: String, turns: [Int], change: @Sendable (inout FaultMatch) -> Void)

    static let turns: [Turns] = [
        ("all", Array(1...12), { _ in }),
        ("nth", [3], { $0.nth = 3 }),
        ("every nth", [5, 10], { $0.every = 5 }),
        ("times", [1, 2], { $0.times = 2 }),
        (
            "times of every nth", [4, 8],
            {
                $0.every = 4
                $0.times = 2
            }
        ),
        ("never by chance", [], { $0.probability = 0 }),
        ("always by chance", Array(1...12), { $0.probability = 1 }),
    ]

    @Test("Of the calls that fit, a rule decides those whose turn it is", arguments: turns)
    func decides(turns: Turns) {
        var rule = Self.rule(.malformedJSON, forced: false, turns.change)
        let hit = (1...12).filter { _ in rule.meet(Self.call()) != nil }
        #expect(hit == turns.turns)
        #expect(rule.calls == 12 && rule.hits == Int64(turns.turns.count))
        // What does not fit is not counted.
        #expect(rule.meet(Self.call(failures: [.failedValidation])) == nil)
        #expect(rule.calls == 12)
    }

    @Test("Chance is the seed's: the same calls each time, and about as many as asked for")
    func chance() {
        func hits(_ seed: Int64) -> [Int] {
            var rule = Self.rule { match in
                match.probability = 0.25
                match.seed = seed
            }
            return (1...2_000).filter { _ in rule.meet(Self.call()) != nil }
        }
        #expect(hits(1) == hits(1))
        #expect(hits(1) != hits(2))
        #expect((400...600).contains(hits(1).count))
    }

    @Test("An error is for those that declare it, unless it is forced")
    func declared() {
        let conflict = FaultEffect.error(
            code: "ConflictException", message: nil, status: nil, retryAfterSeconds: nil)
        let both: [OperationName] = [.createApprovalTeam, .createIdentitySource]
        #expect(both.map { Self.rule(conflict).holds(for: Self.call($0)) } == [true, false])
        let forced = Self.rule(conflict, forced: true)
        #expect(both.allSatisfy { forced.holds(for: Self.call($0)) })
    }

    @Test("A failure is for steps that can end in it, and for nothing else")
    func failures() {
        let rule = Self.rule(.failure(.updateFailedValidation, message: nil))
        #expect(!rule.holds(for: Self.call(.updateApprovalTeam)))
        #expect(!rule.holds(for: Self.call(.updateApprovalTeam, failures: [.failedValidation])))
        #expect(
            rule.holds(for: Self.call(.updateApprovalTeam, failures: [.updateFailedValidation])))
    }

    @Test(
        "The attempt is what the SDK tells, and the first without one",
        arguments: [
            (nil, 1), ("", 1), ("attempt=1", 1), ("attempt=2; max=5", 2),
            ("ttl=20261123T183036Z; attempt=4; max=5", 4), ("ttl=1;attempt=3", 3),
            ("attempt=x", 1), ("noattempt=7", 1),
        ] as [(String?, Int64)])
    func attempt(header: String?, number: Int64) {
        #expect(FaultCall.attempt(sdkRequest: header) == number)
    }

    @Test("A range of delays is drawn from within its bounds")
    func range() {
        func drawn(_ chance: Double) -> Int64 {
            AppliedFault(ruleID: "r", effect: .malformedJSON, chance: chance)
                .milliseconds(in: 10...20)
        }
        #expect([0, 0.5, 0.999_999].map(drawn) == [10, 15, 20])
    }
}
