import AWSProtocol
@testable import MPA
import Testing

@Suite("Baselines")
struct BaselineTests {
    private func waiting(_ bench: TeamBench, _ arn: String) throws -> [String] {
        try TeamBench.people.filter {
            try bench.member($0, arn)["PendingBaselineSessionArn"] != nil
        }
    }

    @Test("Every member is asked, and all have to answer", arguments: [nil, []] as [[String]?])
    func all(ids: [String]?) throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let session = try bench.baseline(arn, ids: ids)
        let told = try bench.session(session)
        #expect(told.word("ActionName") == "mpa:StartApprovalTeamBaseline")
        #expect(told["NumberOfApprovers"] == .integer(3))
        #expect(told["ApprovalStrategy"] == TeamBench.strategy(3))
        #expect(try waiting(bench, arn) == TeamBench.people)
        #expect(try bench.member("bob", arn).word("PendingBaselineSessionArn") == session)
        bench.advance(5_000)
        try bench.vote(["ann"], session)
        // A rejecting answer is a sign of life too.
        try bench.vote(["bob"], session, approves: false)
        #expect(try bench.outcome(session) == "PENDING/-")
        #expect(try waiting(bench, arn) == ["cat"])
        let bob = try bench.member("bob", arn)
        #expect(bob.word("LastActivity") == "BASELINED")
        #expect(bob["LastActivityTime"] == .timestamp(bench.now))
        try bench.vote(["cat"], session)
        #expect(try bench.outcome(session) == "APPROVED/-")
        #expect(try waiting(bench, arn).isEmpty && bench.state(arn) == "ACTIVE/-")
    }

    @Test("Only those are asked who are chosen and not in a baseline already")
    func chosen() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let ids = try TeamBench.people.map { try bench.member($0, arn).word("ApproverId") }
        let first = try bench.baseline(arn, ids: [ids[1]])
        #expect(try waiting(bench, arn) == ["bob"])
        let second = try bench.baseline(arn)
        #expect(first != second)
        #expect(try bench.session(second)["NumberOfApprovers"] == .integer(2))
        #expect(try bench.member("bob", arn).word("PendingBaselineSessionArn") == first)
        let third = try bench.baseline(arn, ids: [ids[0], ids[1]])
        #expect(try bench.outcome(third) == "FAILED/ALL_APPROVERS_IN_SESSION")
        #expect(try bench.session(third)["NumberOfApprovers"] == .integer(0))
        #expect(try bench.session(third)["ExecutionStatus"] == nil)
        try bench.vote(["bob"], first)
        #expect(try bench.outcome(first) == "APPROVED/-")
        #expect(try waiting(bench, arn) == ["ann", "cat"])
    }

    @Test("After 24 hours, or a cancel, nobody is waited for any more", arguments: [false, true])
    func ended(isCancelled: Bool) throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let session = try bench.baseline(arn)
        try bench.vote(["ann"], session)
        if isCancelled { try bench.cancel(session) } else { bench.advance(TeamBench.day) }
        #expect(try bench.outcome(session) == (isCancelled ? "CANCELLED/-" : "FAILED/EXPIRED"))
        #expect(try waiting(bench, arn).isEmpty)
        #expect(try bench.member("ann", arn).word("LastActivity") == "BASELINED")
        #expect(try bench.outcome(bench.baseline(arn)) == "PENDING/-")
    }

    @Test("An update that is applied ends a baseline")
    func configurationChanged() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let session = try bench.baseline(arn)
        _ = try bench.update(arn, description: "other")
        try bench.vote(["ann", "bob"], bench.updateSession(arn))
        #expect(try bench.outcome(session) == "CANCELLED/CONFIGURATION_CHANGED")
        #expect(try waiting(bench, arn).isEmpty)
    }

    @Test("An open update tells of the members who stay as the team does")
    func draft() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        _ = try bench.update(arn, description: "other")
        let session = try bench.baseline(arn)
        let team = try bench.get(arn)
        #expect(try waiting(bench, arn) == TeamBench.people)
        #expect(team["PendingUpdate"]?.structure?["Approvers"] == team["Approvers"])
        try bench.vote(["ann"], session)
        let later = try bench.get(arn)
        #expect(later["PendingUpdate"]?.structure?["Approvers"] == later["Approvers"])
    }

    @Test("An unknown approver id is a ValidationException, and so is an identity id")
    func unknown() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let id = try bench.member("ann", arn).word("ApproverId")
        for ids in [["nobody"], ["ann"], [id, "nobody"]] {
            #expect(refusal { _ = try bench.baseline(arn, ids: ids) } == "ValidationException")
        }
        #expect(try waiting(bench, arn).isEmpty)
    }

    @Test("Two calls make two sessions, for the operation is not idempotent")
    func twice() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        #expect(try bench.baseline(arn) != bench.baseline(arn))
    }
}
