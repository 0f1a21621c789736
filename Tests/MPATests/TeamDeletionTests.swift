import AWSProtocol
@testable import MPA
import Testing

@Suite("Deleting an active team")
struct TeamDeletionTests {
    @Test("D1: a deletion asks the members for 24 hours", arguments: TeamStage.restful)
    func started(stage: TeamStage) throws {
        let bench = try TeamBench()
        let arn = try bench.bring(to: stage)
        let answer = try bench.startDeletion(arn)
        #expect(answer == Structure(["DeletionStartTime": .timestamp(bench.now)]))
        #expect(bench.state(arn) == "ACTIVE/DELETE_PENDING_APPROVAL")
        #expect(try bench.get(arn)["PendingUpdate"] == nil)
        let session = try bench.session(bench.updateSession(arn))
        #expect(session.word("ActionName") == "mpa:StartActiveApprovalTeamDeletion")
        #expect(session["ExpirationTime"] == .timestamp(bench.now + TeamBench.day))
    }

    @Test(
        "A window tells when the deletion will be complete",
        arguments: [0, 1, 30, 2_147_483_647] as [Int64])
    func window(days: Int64) throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let answer = try bench.startDeletion(arn, days: days)
        #expect(
            answer["DeletionCompletionTime"] == .timestamp(bench.now + days * TeamBench.day))
    }

    @Test("A negative window is refused, and nothing begins")
    func negativeWindow() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        #expect(refusal { _ = try bench.startDeletion(arn, days: -1) } == "ValidationException")
        #expect(bench.state(arn) == "ACTIVE/-")
    }

    @Test("D2: approved without a window, the team is gone at once, and its sessions stay")
    func approved() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let other = try bench.ask(arn)
        _ = try bench.startDeletion(arn)
        let session = try bench.updateSession(arn)
        try bench.vote(["bob", "cat"], session)
        #expect(bench.state(arn) == "gone")
        #expect(refusal { _ = try bench.sessions(of: arn) } == "ResourceNotFoundException")
        #expect(try bench.outcome(session) == "APPROVED/-")
        #expect(try bench.outcome(other) == "CANCELLED/-")
        #expect(try bench.session(other).word("StatusMessage").contains("deleted"))
        #expect(
            try bench.events().lines.suffix(3) == [
                "SessionApproved APPROVED", "TeamDeletionApprovalSuccess DELETED",
                "SessionCancellation CANCELLED TEAM_DELETED",
            ])
        let event = try #require(
            try bench.events().first { $0.name == "TeamDeletionApprovalSuccess" })
        #expect(event.details["updateSessionId"] == session)
    }

    @Test("D2: during the window the team is DELETING and waits for nobody, then it is gone")
    func windowPasses() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let baseline = try bench.baseline(arn)
        _ = try bench.startDeletion(arn, days: 2)
        try bench.vote(["bob", "cat"], bench.updateSession(arn))
        let team = try bench.get(arn)
        #expect(bench.state(arn) == "DELETING/-" && team["UpdateSessionArn"] == nil)
        #expect(try bench.outcome(baseline) == "CANCELLED/-")
        #expect(try bench.member("ann", arn)["PendingBaselineSessionArn"] == nil)
        bench.advance(2 * TeamBench.day - 1)
        #expect(bench.state(arn) == "DELETING/-")
        bench.advance(1)
        #expect(bench.state(arn) == "gone")
    }

    @Test(
        "D3: a deletion that is rejected or expires fails, and the team goes on", arguments: [0, 1])
    func failed(waiting: Int) throws {
        let bench = try TeamBench()
        let arn = try bench.bring(to: .deletePendingApproval)
        let session = try bench.updateSession(arn)
        if waiting == 1 {
            bench.advance(TeamBench.day)
        } else {
            try bench.vote(["ann", "bob"], session, approves: false)
        }
        #expect(bench.state(arn) == "ACTIVE/DELETE_FAILED_APPROVAL")
        #expect(try bench.updateSession(arn) == session)
        #expect(
            try bench.events().lines.last
                == "TeamDeletionApprovalFailure ACTIVE DELETE_FAILED_APPROVAL")
        // The code stays until an update or a deletion succeeds.
        bench.advance(30 * TeamBench.day)
        #expect(bench.state(arn) == "ACTIVE/DELETE_FAILED_APPROVAL")
        _ = try bench.update(arn)
        try bench.vote(["ann", "bob"], bench.updateSession(arn))
        #expect(bench.state(arn) == "ACTIVE/-")
        #expect(try bench.get(arn)["UpdateSessionArn"] == nil)
    }

    @Test("D4: cancelling the deletion lets the team go on as it was")
    func cancelled() throws {
        let bench = try TeamBench()
        let arn = try bench.bring(to: .deletePendingApproval)
        let version = try bench.get(arn).word("VersionId")
        let session = try bench.updateSession(arn)
        try bench.cancel(session)
        let team = try bench.get(arn)
        #expect(bench.state(arn) == "ACTIVE/-" && team.word("VersionId") == version)
        #expect(team["UpdateSessionArn"] == nil)
        #expect(try bench.outcome(session) == "CANCELLED/-")
    }
}
