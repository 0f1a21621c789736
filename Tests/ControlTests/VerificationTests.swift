import AWSProtocol
@testable import Control
import MPA
import Testing

@Suite("Verification of calls")
struct VerificationTests {
    private let journal: Journal

    init() throws {
        let tags = #""Tags":{"stage":"test","k.1":"v"}"#
        journal = JournalBench.journal([
            try JournalBench.entry(
                .createApprovalTeam,
                #"{"Name":"a","Description":"5ec7e7","ApprovalStrategy":{"MofN":"#
                    + #"{"MinApprovalsRequired":2}},"Approvers":[{"PrimaryIdentityId":"u1"},"#
                    + #"{"PrimaryIdentityId":"u2"}],\#(tags)}"#, id: "one"),
            try JournalBench.entry(.getApprovalTeam, #"{"Arn":"x"}"#, id: "two"),
            try JournalBench.entry(
                .createApprovalTeam, #"{"Name":"b"}"#, account: "444455556666", status: 409,
                id: "three"),
            try JournalBench.entry(.getApprovalTeam, #"{"Arn":"y"}"#, id: "four"),
            try JournalBench.entry(.createApprovalTeam, nil, status: 400, id: "five"),
            try JournalBench.entry(nil, status: 404, id: "six"),
        ])
    }

    private func failures(_ body: String) throws -> [Failure] {
        try Verification(Array(body.utf8)).failures(journal)
    }

    private static func expect(_ more: String, of operation: String = "CreateApprovalTeam")
        -> String
    {
        let rest = more.isEmpty ? "" : ",\(more)"
        return #"{"expectations":[{"operation":"\#(operation)"\#(rest)}]}"#
    }

    private static func input(_ text: String, _ more: String = "") -> String {
        expect(#""input":\#(text)\#(more)"#)
    }

    private static func ordered(_ expectations: String...) -> String {
        #"{"expectations":[\#(expectations.joined(separator: ","))],"order":true}"#
    }

    private static let create = #"{"operation":"CreateApprovalTeam"}"#
    private static let get = #"{"operation":"GetApprovalTeam"}"#
    private static let twoGets = #"{"operation":"GetApprovalTeam","count":{"exactly":2}}"#
    private static let noDelete = #"{"operation":"DeleteIdentitySource","count":{"exactly":0}}"#

    static let met = [
        expect(""), expect(#""count":{"exactly":3}"#), expect(#""count":{"atLeast":3}"#),
        expect(#""count":{"atMost":3}"#), expect(#""count":{"atLeast":1,"atMost":5}"#),
        expect(#""count":{"exactly":0}"#, of: "DeleteIdentitySource"),
        expect(#""count":{"atMost":0}"#, of: "DeleteIdentitySource"),
        expect(#""status":409,"account":"444455556666","count":{"exactly":1}"#),
        input(#"{"Name":"a"}"#, #","count":{"exactly":1}"#),
        input(#"{"ApprovalStrategy":{"MofN":{"MinApprovalsRequired":2.0}}}"#),
        input(#"{"Approvers":[{},{"PrimaryIdentityId":"u2"}]}"#),
        input(#"{"Tags":{"stage":"test"},"ClientToken":null}"#),
        input(#"{"Description":"5ec7e7"}"#), input("{}", #","count":{"exactly":2}"#),
        input("[]", #","count":{"exactly":3}"#),
        input(#"{"path":"$.Approvers[1].PrimaryIdentityId","equals":"u2"}"#),
        input(#"{"path":"$.Approvers[*].PrimaryIdentityId","equals":"u2"}"#),
        input(#"{"path":"$.ApprovalStrategy","equals":{"MofN":{"MinApprovalsRequired":2}}}"#),
        input(#"{"path":"$.Tags['k.1']","equals":"v"}"#),
        input(#"{"path":"$.ClientToken","equals":null}"#),
        input(#"[{"Name":"a"},{"path":"$.Tags.stage","equals":"test"}]"#),
        #"{"expectations":[\#(create)],"account":"444455556666","noneOther":true}"#,
        #"{"noneOther":true,"after":6}"#,
        #"{"noneOther":true,"account":"999999999999"}"#,
        ordered(create, get, create), ordered(get, get), ordered(twoGets, create),
        ordered(create, noDelete, twoGets), ordered(noDelete),
    ]

    @Test("What was called is verified", arguments: met)
    func verified(body: String) throws {
        #expect(try failures(body).map(\.text) == [])
    }

    /// What is told of CreateApprovalTeam when no call of it fits.
    private static func nearest(_ number: Int, _ differences: String) -> String {
        "CreateApprovalTeam: expected at least 1, found 0. "
            + "Request \(number) is the nearest: \(differences)"
    }

    static let missed: [(body: String, reason: Failure.Reason, text: String)] = [
        (
            expect("", of: "DeleteIdentitySource"), .count,
            "DeleteIdentitySource: expected at least 1, found 0. It is none of the 6 requests."
        ),
        (
            expect(#""count":{"exactly":2}"#), .count,
            "CreateApprovalTeam: expected exactly 2, found 3."
        ),
        (
            expect(#""count":{"atMost":2}"#), .count,
            "CreateApprovalTeam: expected at most 2, found 3."
        ),
        (
            expect(#""count":{"atLeast":4,"atMost":5}"#), .count,
            "CreateApprovalTeam: expected 4 to 5, found 3."
        ),
        (
            expect(#""status":500"#), .count,
            nearest(5, "status is 400 instead of 500.")
        ),
        (
            expect(#""account":"999999999999","status":200"#), .count,
            nearest(1, "account is \"111122223333\" instead of \"999999999999\".")
        ),
        (
            input(#"{"Name":"c","Tags":{"stage":"test"}}"#), .count,
            nearest(5, "$ is absent instead of {}.")
        ),
        (
            input(#"{"Name":"c","Tags":{"stage":"test"}}"#, #","status":200"#), .count,
            nearest(1, "$.Name is \"a\" instead of \"c\".")
        ),
        (
            input(#"{"Tags":{"k.1":"w"}}"#, #","status":200"#), .count,
            nearest(
                1, "$.Tags['k.1'] is \"HIDDEN_DUE_TO_SECURITY_REASONS\" instead of \"w\".")
        ),
        (
            input(#"{"Tags":{"x":"y"}}"#, #","status":200"#), .count,
            nearest(1, "$.Tags.x is absent instead of \"y\".")
        ),
        (
            input(#"{"Approvers":[{"PrimaryIdentityId":"u1"}]}"#, #","status":200"#), .count,
            nearest(
                1,
                #"$.Approvers is [{"PrimaryIdentityId":"u1"},{"PrimaryIdentityId":"u2"}] "#
                    + #"instead of [{"PrimaryIdentityId":"u1"}]."#
            )
        ),
        (
            input(#"{"Name":null}"#, #","status":200"#), .count,
            nearest(1, "$.Name is \"a\" instead of null.")
        ),
        (
            input(
                #"{"path":"$.Approvers[*].PrimaryIdentityId","equals":"u3"}"#, #","status":200"#),
            .count,
            nearest(
                1, "$.Approvers[*].PrimaryIdentityId is [\"u1\",\"u2\"] instead of \"u3\".")
        ),
        (
            input(#"{"path":"$.Approvers[2]","equals":{}}"#, #","status":200"#), .count,
            nearest(1, "$.Approvers[2] is absent instead of {}.")
        ),
        (
            #"{"expectations":[\#(create)],"noneOther":true}"#, .other,
            "Not expected: request 2 (GetApprovalTeam), 4 (GetApprovalTeam), 6 (no operation)."
        ),
        (
            #"{"noneOther":true,"account":"444455556666"}"#, .other,
            "Not expected: request 3 (CreateApprovalTeam)."
        ),
        (
            ordered(twoGets, create, get), .order,
            "GetApprovalTeam: expected 1 after request 5, with which those before are met, found 0."
        ),
        (
            ordered(create, create, twoGets), .order,
            "GetApprovalTeam: expected 2 after request 3, with which those before are met, found 1."
        ),
    ]

    @Test("What was not called as expected is told, with what comes nearest", arguments: missed)
    func failed(body: String, reason: Failure.Reason, text: String) throws {
        let failures = try failures(body)
        #expect(failures.map(\.text) == [text])
        #expect(failures.map(\.reason) == [reason])
        let shown = failures.map { String(decoding: JSONWriter.encode($0.document), as: UTF8.self) }
        #expect(!shown.joined().contains("5ec7e7"))
    }

    @Test("Each expectation that does not hold is a failure of its own")
    func several() throws {
        let failures = try failures(
            #"{"expectations":[\#(Self.create),{"operation":"TagResource"},\#(Self.get),"#
                + #"{"operation":"GetSession"}],"order":true,"noneOther":true}"#)
        #expect(failures.map(\.expectation) == [1, 3, nil])
        #expect(failures.map(\.reason) == [.count, .count, .other])
    }

    @Test("The nearest misses are three, the one with the fewest differences first")
    func nearest() throws {
        let failure = try #require(
            try failures(Self.input(#"{"Name":"z"}"#, #","status":200"#)).first)
        #expect(failure.nearest.map { $0["number"]?.integer } == [1, 5, 3])
        #expect(failure.requests.isEmpty)
    }

    static let faults = [
        ("", "$"), ("[]", "$"), ("{", "$"), ("{}", "$.expectations"),
        (#"{"expectations":[]}"#, "$.expectations"), (#"{"expectations":{}}"#, "$.expectations"),
        (#"{"expectations":[1]}"#, "$.expectations[0]"), (#"{"noneOther":1}"#, "$.noneOther"),
        (#"{"noneOther":true,"order":"yes"}"#, "$.order"), (#"{"a b":1}"#, "$['a b']"),
        (#"{"noneOther":true,"account":"1"}"#, "$.account"),
        (#"{"noneOther":true,"after":-1}"#, "$.after"),
        (#"{"expectations":[{}]}"#, "$.expectations[0].operation"),
        (expect("", of: "Create"), "$.expectations[0].operation"),
        (expect(#""operations":1"#), "$.expectations[0].operations"),
        (expect(#""account":"12345678901x""#), "$.expectations[0].account"),
        (expect(#""account":5"#), "$.expectations[0].account"),
        (expect(#""status":99"#), "$.expectations[0].status"),
        (expect(#""status":"200""#), "$.expectations[0].status"),
        (expect(#""status":200.0"#), "$.expectations[0].status"),
        (expect(#""count":1"#), "$.expectations[0].count"),
        (expect(#""count":{}"#), "$.expectations[0].count"),
        (expect(#""count":{"exactly":1,"atMost":2}"#), "$.expectations[0].count"),
        (expect(#""count":{"atLeast":3,"atMost":2}"#), "$.expectations[0].count"),
        (expect(#""count":{"exactly":-1}"#), "$.expectations[0].count.exactly"),
        (expect(#""count":{"least":1}"#), "$.expectations[0].count.least"),
        (input("5"), "$.expectations[0].input"),
        (input(#"[{},"a"]"#), "$.expectations[0].input[1]"),
        (input(#"{"Nam":"a"}"#), "$.expectations[0].input.Nam"),
        (input(#"[{},{"name":"a"}]"#), "$.expectations[0].input[1].name"),
        (
            input(#"{"Approvers":[{"Id":"a"}]}"#), "$.expectations[0].input.Approvers[0].Id"
        ),
        (input(#"{"path":"$.Name"}"#), "$.expectations[0].input.equals"),
        (input(#"{"equals":1}"#), "$.expectations[0].input.path"),
        (input(#"{"path":"$.Name","equals":1,"Name":1}"#), "$.expectations[0].input.Name"),
        (input(#"{"path":5,"equals":1}"#), "$.expectations[0].input.path"),
        (input(#"{"path":"$..Name","equals":1}"#), "$.expectations[0].input.path"),
        (input(#"{"path":"$.Nam","equals":1}"#), "$.expectations[0].input.path"),
        (input(#"{"path":"$.Name.x","equals":1}"#), "$.expectations[0].input.path"),
        (input(#"{"path":"$.Approvers.x","equals":1}"#), "$.expectations[0].input.path"),
        (input(#"{"path":"$.Approvers[*].x","equals":1}"#), "$.expectations[0].input.path"),
    ]

    @Test("A question that is put wrongly is refused with its place", arguments: faults)
    func refused(body: String, path: String) {
        let fault = #expect(throws: InputFault.self) { try Verification(Array(body.utf8)) }
        #expect(fault?.path == path)
        #expect(fault?.text.isEmpty == false)
    }

    @Test("There is a bound to how much can be expected")
    func bound() {
        let many = Array(repeating: Self.create, count: 101).joined(separator: ",")
        let fault = #expect(throws: InputFault.self) {
            try Verification(Array(#"{"expectations":[\#(many)]}"#.utf8))
        }
        #expect(fault?.path == "$.expectations")
    }
}
