@testable import MPA
import Testing

@Suite("Fault rules as they are written")
struct FaultReadingTests {
    private let bench: StateBench

    init() throws { bench = try StateBench() }

    private func add(_ text: String) throws -> FaultRule {
        try bench.service.addFaultRule(Array(text.utf8))
    }

    private static let reset = #""effect":{"kind":"reset"}"#

    private static func match(_ members: String, _ effect: String = reset) -> String {
        #"{"match":{\#(members)},\#(effect)}"#
    }

    private static func effect(_ members: String) -> String { #"{"effect":{\#(members)}}"# }

    private static func failure(_ code: String, _ match: String) -> String {
        Self.match(match, #""effect":{"kind":"failure","code":"\#(code)"}"#)
    }

    /// What is wrong whoever wants it.
    static let mistakes: [(text: String, path: String)] = [
        ("", "$"), ("[]", "$"), ("{}", "$.effect"), (#"{"effect":{}}"#, "$.effect.kind"),
        (#"{"effect":{"kind":"reset"},"hits":1}"#, "$.hits"),
        (#"{"effect":{"kind":"reset"},"id":"a b"}"#, "$.id"),
        (#"{"effect":{"kind":"reset"},"id":"a/b"}"#, "$.id"),
        (#"{"effect":{"kind":"reset"},"id":""}"#, "$.id"),
        (#"{"effect":{"kind":"reset"},"force":1}"#, "$.force"),
        (match(#""operations":"GetSession""#), "$.match.operations"),
        (match(#""operations":[1]"#), "$.match.operations[0]"),
        (match(#""account":"1""#), "$.match.account"),
        (match(#""attempt":0"#), "$.match.attempt"),
        (match(#""nth":0"#), "$.match.nth"),
        (match(#""every":1.5"#), "$.match.every"),
        (match(#""times":0"#), "$.match.times"),
        (match(#""probability":1.1"#), "$.match.probability"),
        (match(#""probability":"1""#), "$.match.probability"),
        (match(#""seed":-1"#), "$.match.seed"),
        (match(#""from":"noon""#), "$.match.from"),
        (match(#""operation":"GetSession""#), "$.match.operation"),
        (effect(#""kind":"error""#), "$.effect.code"),
        (effect(#""kind":"error","code":"a\nb""#), "$.effect.code"),
        (effect(#""kind":"error","code":"a\u0000","status":418"#), "$.effect.code"),
        (effect(#""kind":"error","code":"é""#), "$.effect.code"),
        (effect(#""kind":"error","code":"X","status":200"#), "$.effect.status"),
        (effect(#""kind":"error","code":"X","seconds":1"#), "$.effect.seconds"),
        (effect(#""kind":"status""#), "$.effect.status"),
        (effect(#""kind":"status","status":503,"body":"x""#), "$.effect.body"),
        (effect(#""kind":"delay""#), "$.effect.seconds"),
        (effect(#""kind":"delay","seconds":-1"#), "$.effect.seconds"),
        (effect(#""kind":"delay","seconds":601"#), "$.effect.seconds"),
        (effect(#""kind":"delay","seconds":1,"maxSeconds":2"#), "$.effect.maxSeconds"),
        (effect(#""kind":"delay","minSeconds":2,"maxSeconds":1"#), "$.effect.minSeconds"),
        (effect(#""kind":"delay","minSeconds":2"#), "$.effect.seconds"),
        (effect(#""kind":"delay","seconds":1,"place":"middle""#), "$.effect.place"),
        (effect(#""kind":"slowBody","seconds":1,"place":"firstByte""#), "$.effect.place"),
        (effect(#""kind":"reset","when":"later""#), "$.effect.when"),
        (effect(#""kind":"truncatedBody","bytes":-1"#), "$.effect.bytes"),
        (effect(#""kind":"contentType","contentType":"a\r\nb: c""#), "$.effect.contentType"),
        (effect(#""kind":"failure","code":"EXPIRED""#), "$.effect.code"),
    ]

    @Test("A mistake is told with its JSON path, and no rule is added", arguments: mistakes)
    func mistaken(text: String, path: String) {
        #expect(refusal { _ = try add(text) } == "invalid \(path)")
        #expect(bench.service.faultRules().isEmpty)
    }

    private static func error(_ code: String, _ match: String) -> String {
        Self.match(match, #""effect":{"kind":"error","code":"\#(code)"}"#)
    }

    /// What never matches, or is never told, on a clock at 2026-11-23T12:03:12.123Z.
    static let useless: [(text: String, path: String)] = [
        (match(#""operations":["GetSession","GetSesion"]"#), "$.match.operations[1]"),
        (match(#""operations":["StartSession"]"#), "$.match.operations[0]"),
        (error("NoSuchException", ""), "$.effect.code"),
        (error("ConflictException", #""operations":["CreateIdentitySource"]"#), "$.effect.code"),
        (
            error(
                "ResourceNotFoundException", #""operations":["GetSession","ListPolicies"]"#),
            "$.effect.code"
        ),
        (effect(#""kind":"status","status":429"#), "$.effect.status"),
        (effect(#""kind":"status","status":501"#), "$.effect.status"),
        (match(#""probability":0"#), "$.match.probability"),
        (match(#""nth":3,"every":2"#), "$.match.nth"),
        (match(#""until":"2026-11-23T12:03:12.123Z""#), "$.match.until"),
        (
            match(#""from":"2027-01-02T00:00:00Z","until":"2027-01-01T00:00:00Z""#),
            "$.match.until"
        ),
        (match(#""principal":"alice""#), "$.match.principal"),
        (match(#""resource":"team-1""#), "$.match.resource"),
        (match(#""resource":"arn:aws:s3:::bucket""#), "$.match.resource"),
        (match(#""resource":"arn:aws:backup:us-*""#), "$.match.resource"),
        (
            match(#""resource":"arn:aws:mpa:*","operations":["CreateApprovalTeam"]"#),
            "$.match.resource"
        ),
        (failure("DELETION_FAILED", #""operations":["GetSession"]"#), "$.match.operations[0]"),
        (
            failure("EXECUTION_FAILED", #""operations":["CancelSession"]"#),
            "$.match.operations[0]"
        ),
        (failure("FAILED_VALIDATION", #""attempt":1"#), "$.match.attempt"),
        (failure("FAILED_VALIDATION", #""principal":"arn:*""#), "$.match.principal"),
    ]

    @Test("A rule that can never match is refused with its JSON path", arguments: useless)
    func refused(text: String, path: String) {
        #expect(refusal { _ = try add(text) } == "invalid \(path)")
    }

    @Test("A rule that can never match is taken when it is forced", arguments: useless)
    func forced(text: String, path: String) throws {
        #expect(try add(text.dropLast() + #","force":true}"#).isForced)
    }

    static let kinds = [
        effect(#""kind":"error","code":"ThrottlingException","message":"m","retryAfter":30"#),
        effect(#""kind":"status","status":504,"body":false,"retryAfter":1"#),
        effect(#""kind":"delay","seconds":0.25"#),
        effect(#""kind":"delay","minSeconds":0.001,"maxSeconds":600,"place":"betweenBytes""#),
        effect(#""kind":"slowBody","seconds":1.5"#),
        effect(#""kind":"reset","when":"afterWork""#),
        effect(#""kind":"truncatedBody","bytes":3"#), effect(#""kind":"truncatedBody""#),
        effect(#""kind":"malformedJson""#), effect(#""kind":"contentType""#),
        failure("EXECUTION_FAILED", #""resource":"*""#),
        failure("FAILED_VALIDATION", #""operations":["CreateApprovalTeam"],"nth":2"#),
        match(
            #""operations":["GetSession"],"account":"111122223333","principal":"arn:aws:iam::*","#
                + #""resource":"arn:aws:mpa:*:session/*","attempt":2,"nth":4,"every":2,"#
                + #""probability":0.5,"seed":7,"from":"2026-11-23T12:00:00.000Z","#
                + #""until":"2027-11-23T12:00:00.000Z","times":9"#),
    ]

    @Test("Every kind goes round in a state document, with what it has counted", arguments: kinds)
    func round(text: String) throws {
        let rule = try add(text)
        let state = try bench.export()
        try bench.service.reset(withSeed: false)
        #expect(bench.service.faultRules().isEmpty)
        try bench.service.importState(Array(state.utf8))
        #expect(bench.service.faultRules() == [rule])
        #expect(try bench.export() == state)
    }

    @Test("A state document has its rules checked, but not against the moment")
    func document() throws {
        let over = Self.match(#""until":"2020-01-01T00:00:00Z""#)
        try bench.load(#""faults":[\#(over),{"id":"b","calls":5,"hits":2,\#(Self.reset)}]"#)
        #expect(bench.service.faultRules().map(\.id) == ["fault-1", "b"])
        #expect(bench.service.faultRules().map(\.hits) == [0, 2])
        let nope = Self.match(#""operations":["Nope"]"#)
        #expect(
            refusal { try bench.load(#""faults":[\#(nope)]"#) }
                == "invalid $.faults[0].match.operations[0]")
        let one = #"{"id":"b",\#(Self.reset)}"#
        #expect(
            refusal { try bench.load(#""faults":[\#(one),\#(one)]"#) }
                == "invalid $.faults[1].id")
        #expect(bench.service.faultRules().count == 2)
    }

    @Test("Ids are unique, made where none is given, and free again after a deletion")
    func ids() throws {
        #expect(try add("{\(Self.reset)}").id == "fault-1")
        #expect(try add(#"{"id":"fault-2",\#(Self.reset)}"#).id == "fault-2")
        #expect(try add("{\(Self.reset)}").id == "fault-3")
        #expect(refusal { _ = try add(#"{"id":"fault-2",\#(Self.reset)}"#) } == "conflict")
        try bench.service.deleteFaultRule("fault-2")
        #expect(refusal { try bench.service.deleteFaultRule("fault-2") } == "notFound")
        #expect(try add(#"{"id":"fault-2",\#(Self.reset)}"#).id == "fault-2")
        bench.service.deleteFaultRules()
        #expect(refusal { _ = try bench.service.faultRule("fault-1") } == "notFound")
    }

    @Test("There is an end to how many rules there are")
    func many() throws {
        for _ in 0..<FaultPlan.rulesMax { _ = try add("{\(Self.reset)}") }
        #expect(refusal { _ = try add("{\(Self.reset)}") } == "conflict")
    }

    @Test("Of several rules the first decides, and every one that fits counts the call")
    func order() throws {
        let plan = FaultPlan()
        for (id, nth) in [("second", 2), ("all", nil), ("never", 9)] as [(String, Int64?)] {
            var match = FaultMatch()
            match.nth = nth
            _ = try plan.add { _ in FaultRule(id: id, match: match, effect: .malformedJSON) }
        }
        let hit = (1...3).map { _ in plan.meet { FaultRuleTests.call() }?.ruleID }
        #expect(hit == ["all", "second", "all"])
        #expect(plan.rules.map(\.calls) == [3, 3, 3])
        #expect(plan.rules.map(\.hits) == [1, 2, 0])
    }

    @Test("Without a rule nobody even asks what the call is")
    func off() throws {
        let plan = FaultPlan()
        _ = try plan.add { FaultRule(id: $0, effect: .malformedJSON) }
        try plan.remove("fault-1")
        let applied = plan.meet {
            Issue.record("it was asked")
            return FaultRuleTests.call()
        }
        #expect(applied == nil)
    }
}
