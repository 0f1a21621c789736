import AWSProtocol
@testable import MPA
import Testing

@Suite("What fails after its call was answered")
struct FaultFailureTests {
    private static let hour: Int64 = 3_600_000

    private func fail(_ service: Service, _ code: String, _ match: String = "") throws {
        _ = try service.addFaultRule(
            Array(
                (#"{"match":{"times":1\#(match)},"effect":{"kind":"failure","code":"\#(code)","#
                    + #""message":"because"}}"#).utf8))
    }

    @Test(
        "An identity source ends in ERROR with the code, at once or later",
        arguments: ["ACCESS_DENIED", "IDC_INSTANCE_NOT_FOUND", "IDC_INSTANCE_NOT_VALID"],
        [0, hour])
    func source(code: String, delay: Int64) throws {
        let bench = try Bench(transitionDelay: delay)
        try fail(bench.service, code, #","operations":["CreateIdentitySource"]"#)
        _ = try bench.create()
        if delay > 0 { #expect(try bench.get().word("Status") == "CREATING") }
        bench.clock.advance(milliseconds: delay)
        let source = try bench.get()
        #expect(source.word("Status") == "ERROR" && source.word("StatusCode") == code)
        #expect(source.word("StatusMessage") == "because")
        #expect(bench.service.faultRules().map(\.hits) == [1])
    }

    @Test(
        "A deletion that fails leaves the source in ERROR, and can be asked for again",
        arguments: [0, hour])
    func deletion(delay: Int64) throws {
        let bench = try Bench(transitionDelay: delay)
        _ = try bench.create()
        bench.clock.advance(milliseconds: delay)
        try fail(bench.service, "DELETION_FAILED")
        _ = try bench.delete()
        bench.clock.advance(milliseconds: delay)
        let source = try bench.get()
        #expect(source.word("Status") == "ERROR" && source.word("StatusCode") == "DELETION_FAILED")
        _ = try bench.delete()
        bench.clock.advance(milliseconds: delay)
        #expect(refusal { _ = try bench.get() } == "ResourceNotFoundException")
    }

    @Test("A team fails its validation, and validates when it is edited", arguments: [0, hour])
    func team(delay: Int64) throws {
        let bench = try TeamBench(delay: delay)
        try fail(bench.service, "FAILED_VALIDATION", #","operations":["CreateApprovalTeam"]"#)
        let arn = try bench.create()
        bench.settle()
        #expect(bench.state(arn) == "INACTIVE/FAILED_VALIDATION")
        #expect(try bench.get(arn).word("StatusMessage") == "because")
        #expect(try bench.events().map(\.name).contains("TeamCreationValidationFailure"))
        _ = try bench.update(arn, description: "again")
        bench.settle()
        #expect(bench.state(arn) == "PENDING/PENDING_ACTIVATION")
    }

    @Test("An edit of a team is UpdateApprovalTeam's to fail")
    func edit() throws {
        let bench = try TeamBench()
        try fail(bench.service, "FAILED_VALIDATION", #","operations":["CreateApprovalTeam"]"#)
        let arn = try bench.create()
        try fail(bench.service, "FAILED_VALIDATION", #","operations":["UpdateApprovalTeam"]"#)
        _ = try bench.update(arn, description: "again")
        #expect(bench.state(arn) == "INACTIVE/FAILED_VALIDATION")
        #expect(bench.service.faultRules().map(\.hits) == [1, 1])
    }

    @Test("An update fails its validation, and the team goes on", arguments: [0, hour])
    func update(delay: Int64) throws {
        let bench = try TeamBench(delay: delay)
        let arn = try bench.activate()
        try fail(bench.service, "UPDATE_FAILED_VALIDATION", #","resource":"\#(arn)""#)
        _ = try bench.update(arn, threshold: 3)
        bench.settle()
        #expect(bench.state(arn) == "ACTIVE/UPDATE_FAILED_VALIDATION")
        _ = try bench.update(arn, threshold: 3)
        bench.settle()
        #expect(bench.state(arn) == "ACTIVE/UPDATE_PENDING_APPROVAL")
    }

    @Test("A deletion of a team fails its validation: nobody is asked, and it can begin again")
    func teamDeletion() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        try fail(bench.service, "DELETE_FAILED_VALIDATION")
        _ = try bench.startDeletion(arn)
        #expect(bench.state(arn) == "ACTIVE/DELETE_FAILED_VALIDATION")
        #expect(try bench.get(arn)["UpdateSessionArn"] == nil)
        #expect(try bench.sessions(of: arn)["Sessions"] == .list([]))
        _ = try bench.startDeletion(arn)
        #expect(bench.state(arn) == "ACTIVE/DELETE_PENDING_APPROVAL")
    }

    @Test("An approved operation fails, and the next one is executed")
    func execution() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        try fail(bench.service, "EXECUTION_FAILED", #","resource":"\#(arn)""#)
        for status in ["FAILED", "EXECUTED"] {
            let session = try bench.ask(arn)
            try bench.vote(["ann", "bob"], session)
            #expect(try bench.outcome(session) == "APPROVED/-")
            #expect(try bench.session(session).word("ExecutionStatus") == status)
        }
    }

    @Test("A rejected operation, and what MPA itself executes, are no business of that rule")
    func noExecution() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        try fail(bench.service, "EXECUTION_FAILED")
        try bench.vote(["ann", "bob"], bench.ask(arn), approves: false)
        _ = try bench.update(arn, threshold: 3)
        try bench.vote(["ann", "bob"], bench.updateSession(arn))
        #expect(bench.service.faultRules().map(\.calls) == [0])
    }

    @Test("A failure of another resource leaves this one alone")
    func other() throws {
        let bench = try TeamBench()
        try fail(
            bench.service, "FAILED_VALIDATION",
            #","resource":"arn:aws:mpa:*:approval-team/other-*""#)
        #expect(bench.state(try bench.create()) == "PENDING/PENDING_ACTIVATION")
        #expect(bench.state(try bench.create("other")) == "INACTIVE/FAILED_VALIDATION")
    }
}
