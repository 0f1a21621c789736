import AWSProtocol
@testable import MPA
import Testing

@Suite("Updating an active team")
struct TeamUpdateTests {
    @Test("U1: an update is a draft that is checked; the team stays", arguments: TeamStage.restful)
    func drafted(stage: TeamStage) throws {
        let bench = try TeamBench(delay: 1_000)
        let arn = try bench.bring(to: stage)
        let before = try bench.get(arn)
        let version = try bench.update(arn, threshold: 3, description: "third")
        let team = try bench.get(arn)
        #expect(bench.state(arn) == "ACTIVE/-")
        #expect(team["VersionId"] == before["VersionId"])
        #expect(team.word("Description") == "first" && team["UpdateSessionArn"] == nil)
        let draft = try #require(team["PendingUpdate"]?.structure)
        #expect(draft.word("VersionId") == version && draft.word("Description") == "third")
        #expect(draft.word("Status") == "PENDING" && draft.word("StatusCode") == "VALIDATING")
        #expect(draft["UpdateInitiationTime"] == .timestamp(bench.now))
        #expect(draft["ApprovalStrategy"] == TeamBench.strategy(3))
        // A draft begins with what the team is, not with the draft that failed.
        #expect(draft["NumberOfApprovers"] == .integer(3))
        let earlier = before.find("PendingUpdate.VersionId") ?? before.word("VersionId")
        #expect(try #require(Int64(version)) > Int64(earlier) ?? .max)
    }

    @Test("U2: checks that pass open the update session, for 24 hours")
    func validated() throws {
        let bench = try TeamBench(delay: 1_000)
        let arn = try bench.bring(to: .updateValidating)
        let opened = bench.now + 1_000
        bench.settle()
        let team = try bench.get(arn)
        #expect(bench.state(arn) == "ACTIVE/UPDATE_PENDING_APPROVAL")
        #expect(team.word("PendingUpdate.Status") == "PENDING")
        #expect(team.word("PendingUpdate.StatusCode") == "UPDATE_PENDING_APPROVAL")
        let session = try bench.session(team.word("UpdateSessionArn"))
        #expect(session.word("Status") == "PENDING")
        #expect(session["InitiationTime"] == .timestamp(opened))
        #expect(session["ExpirationTime"] == .timestamp(opened + TeamBench.day))
        #expect(session.word("ActionName") == "mpa:UpdateApprovalTeam")
        #expect(session.word("RequesterServicePrincipal") == "mpa.amazonaws.com")
        #expect(session.word("ProtectedResourceArn") == arn)
        #expect(session.word("RequesterPrincipalArn") == "arn:aws:iam::111122223333:root")
        // The present members decide, not those of the draft.
        #expect(session["NumberOfApprovers"] == .integer(3))
        #expect(session["ApprovalStrategy"] == TeamBench.strategy(2))
        let event = try #require(
            try bench.events().first { $0.name == "TeamUpdateValidationSuccess" })
        #expect(event.line == "TeamUpdateValidationSuccess ACTIVE UPDATE_PENDING_APPROVAL")
        #expect(event.details["updateSessionId"] == session.word("SessionArn"))
    }

    @Test("U3: a draft that fails its checks stays, and nobody is asked")
    func failedValidation() throws {
        let bench = try TeamBench()
        let arn = try bench.bring(to: .updateFailedValidation)
        let team = try bench.get(arn)
        #expect(team.word("PendingUpdate.Status") == "INACTIVE")
        #expect(team.word("PendingUpdate.StatusCode") == "UPDATE_FAILED_VALIDATION")
        #expect(team.word("PendingUpdate.StatusMessage").contains("dan"))
        #expect(team["UpdateSessionArn"] == nil)
        #expect(try bench.members(arn, ofDraft: true).last == "dan INVALID")
        #expect(try bench.sessions(of: arn)["Sessions"] == .list([]))
        #expect(
            try bench.events().lines.last
                == "TeamUpdateValidationFailure ACTIVE UPDATE_FAILED_VALIDATION")
    }

    @Test("U4: approved and without new members, the draft becomes the team at once")
    func applied() throws {
        let bench = try TeamBench()
        let arn = try bench.activate(people: ["ann", "bob", "cat", "dan"])
        let other = try bench.ask(arn)
        let version = try bench.update(
            arn, people: ["cat", "bob", "ann"], threshold: 3, description: "smaller")
        bench.advance(TeamBench.hour)
        let session = try bench.updateSession(arn)
        try bench.vote(["dan", "ann"], session)
        let team = try bench.get(arn)
        #expect(bench.state(arn) == "ACTIVE/-" && team.word("VersionId") == version)
        #expect(team["PendingUpdate"] == nil && team["UpdateSessionArn"] == nil)
        #expect(team["LastUpdateTime"] == .timestamp(bench.now))
        #expect(team.word("Description") == "smaller")
        #expect(try bench.members(arn) == ["cat ACCEPTED", "bob ACCEPTED", "ann ACCEPTED"])
        #expect(try bench.outcome(other) == "CANCELLED/CONFIGURATION_CHANGED")
        #expect(
            try bench.events().lines.suffix(3) == [
                "SessionApproved APPROVED", "TeamUpdateApprovalSuccess ACTIVE",
                "SessionCancellation CANCELLED CONFIGURATION_CHANGED",
            ])
    }

    @Test("U4: an update without changes is accepted, and makes a new version")
    func appliedEmpty() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let before = try bench.get(arn)
        let version = try bench.update(arn)
        try bench.vote(["ann", "bob"], bench.updateSession(arn))
        let after = try bench.get(arn)
        #expect(after.word("VersionId") == version && version != before.word("VersionId"))
        #expect(after["Description"] == before["Description"])
        #expect(after["ApprovalStrategy"] == before["ApprovalStrategy"])
    }

    @Test("U5: approved with new members, only those are invited, for another 24 hours")
    func invited() throws {
        let bench = try TeamBench()
        let arn = try bench.bring(to: .updatePendingApproval)
        bench.advance(TeamBench.day - 1)
        let session = try bench.updateSession(arn)
        let seen = try bench.service.messages(after: 0, recipient: nil, kind: nil, limit: 99).count
        try bench.vote(["ann", "cat"], session)
        let team = try bench.get(arn)
        #expect(bench.state(arn) == "ACTIVE/UPDATE_PENDING_ACTIVATION")
        #expect(team.word("PendingUpdate.StatusCode") == "UPDATE_PENDING_ACTIVATION")
        #expect(team.word("UpdateSessionArn") == session)
        let mails = try bench.service.messages(
            after: Int64(seen), recipient: nil, kind: nil, limit: 99)
        #expect(mails.map(\.identityID) == ["dan"])
        #expect(mails.first?.expirationTime == bench.now + TeamBench.day)
        #expect(try bench.members(arn, ofDraft: true).last == "dan PENDING")
        #expect(
            try bench.events().lines.last
                == "TeamUpdateApprovalSuccess ACTIVE UPDATE_PENDING_ACTIVATION")
    }

    @Test("U6: once every new member has accepted, the draft becomes the team")
    func activated() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let version = try bench.update(arn, people: ["ann", "bob", "dan", "eve"])
        try bench.vote(["ann", "bob"], bench.updateSession(arn))
        try bench.respond("eve", arn)
        #expect(bench.state(arn) == "ACTIVE/UPDATE_PENDING_ACTIVATION")
        #expect(try bench.members(arn, ofDraft: true).last == "eve ACCEPTED")
        let other = try bench.ask(arn)
        try bench.respond("dan", arn)
        #expect(bench.state(arn) == "ACTIVE/-")
        let team = try bench.get(arn)
        #expect(team.word("VersionId") == version && team["PendingUpdate"] == nil)
        #expect(team["UpdateSessionArn"] == nil)
        #expect(try bench.members(arn).map { $0.suffix(8) }.allSatisfy { $0 == "ACCEPTED" })
        #expect(try bench.outcome(other) == "CANCELLED/CONFIGURATION_CHANGED")
        #expect(try bench.events().lines.contains("TeamUpdateActivationSuccess ACTIVE"))
        let ann = try bench.member("ann", arn)
        #expect(ann.word("LastActivity") == "VOTED")
    }

    @Test("U7: a new member who declines, or does not answer, fails the update", arguments: [0, 1])
    func failedActivation(waiting: Int) throws {
        let bench = try TeamBench()
        let arn = try bench.bring(to: .updatePendingActivation)
        let session = try bench.updateSession(arn)
        if waiting == 1 {
            bench.advance(TeamBench.day)
        } else {
            try bench.respond("dan", arn, accepts: false)
        }
        let team = try bench.get(arn)
        #expect(bench.state(arn) == "ACTIVE/UPDATE_FAILED_ACTIVATION")
        #expect(team.word("PendingUpdate.Status") == "INACTIVE")
        #expect(team.word("PendingUpdate.StatusCode") == "UPDATE_FAILED_ACTIVATION")
        #expect(team.word("UpdateSessionArn") == session)
        #expect(try bench.members(arn).count == 3)
        #expect(refusal { try bench.respond("dan", arn) } == "conflict")
        #expect(
            try bench.events().lines.last
                == "TeamUpdateActivationFailure ACTIVE UPDATE_FAILED_ACTIVATION")
    }

    @Test("U8: a rejected or expired update session fails the update", arguments: [false, true])
    func failedApproval(expires: Bool) throws {
        let bench = try TeamBench()
        let arn = try bench.bring(to: .updatePendingApproval)
        let session = try bench.updateSession(arn)
        if expires {
            bench.advance(TeamBench.day)
        } else {
            try bench.vote(["ann", "bob"], session, approves: false)
        }
        let team = try bench.get(arn)
        #expect(bench.state(arn) == "ACTIVE/UPDATE_FAILED_APPROVAL")
        #expect(team.word("PendingUpdate.Status") == "INACTIVE")
        #expect(team.word("PendingUpdate.StatusCode") == "UPDATE_FAILED_APPROVAL")
        #expect(team.word("UpdateSessionArn") == session)
        #expect(try bench.outcome(session) == (expires ? "FAILED/EXPIRED" : "FAILED/REJECTED"))
        #expect(
            try bench.events().lines.suffix(2) == [
                expires
                    ? "SessionExpiration FAILED EXPIRED" : "SessionApproved FAILED REJECTED",
                "TeamUpdateApprovalFailure ACTIVE UPDATE_FAILED_APPROVAL",
            ])
    }

    @Test("U9: cancelling the update session deletes the draft", arguments: [0, 1_000])
    func cancelled(delay: Int64) throws {
        let bench = try TeamBench(delay: delay)
        let arn = try bench.bring(to: .updatePendingApproval)
        let version = try bench.get(arn).word("VersionId")
        let session = try bench.updateSession(arn)
        try bench.cancel(session)
        let team = try bench.get(arn)
        #expect(bench.state(arn) == "ACTIVE/-" && team.word("VersionId") == version)
        #expect(team["PendingUpdate"] == nil && team["UpdateSessionArn"] == nil)
        #expect(try bench.outcome(session) == "CANCELLED/-")
        #expect(
            try bench.events().lines.last == "SessionCancellation CANCELLED CANCELLED_BY_USER")
        #expect(refusal { try bench.cancel(session) } == "ConflictException")
    }

    @Test("U9: a session that is still CREATING can be cancelled too")
    func cancelledEarly() throws {
        let bench = try TeamBench(delay: 1_000)
        let arn = try bench.bring(to: .updateValidating)
        bench.advance(1_000)
        let session = try bench.updateSession(arn)
        #expect(try bench.outcome(session) == "CREATING/-")
        try bench.cancel(session)
        bench.settle()
        #expect(try bench.outcome(session) == "CANCELLED/-")
        #expect(bench.state(arn) == "ACTIVE/-")
    }

    @Test(
        "U10: a failed draft is deleted by its version",
        arguments: [
            TeamStage.updateFailedValidation, .updateFailedApproval, .updateFailedActivation,
        ])
    func draftDeleted(stage: TeamStage) throws {
        let bench = try TeamBench()
        let arn = try bench.bring(to: stage)
        let before = try bench.get(arn)
        let version = before.word("PendingUpdate.VersionId")
        try bench.delete(arn, version: version)
        let team = try bench.get(arn)
        #expect(bench.state(arn) == "ACTIVE/-" && team["VersionId"] == before["VersionId"])
        #expect(team["PendingUpdate"] == nil && team["UpdateSessionArn"] == nil)
        #expect(refusal { try bench.delete(arn, version: version) } == "ResourceNotFoundException")
        #expect(try #require(Int64(bench.update(arn))) > Int64(version) ?? .max)
    }

    @Test("Versions rise strictly, also while the clock stands still and drafts come and go")
    func versions() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        var seen = [try bench.get(arn).word("VersionId")]
        for round in 0..<4 {
            seen.append(try bench.update(arn, description: "round \(round)"))
            let session = try bench.updateSession(arn)
            if round == 1 {
                try bench.cancel(session)
            } else {
                try bench.vote(["ann", "bob"], session)
            }
        }
        let numbers = seen.compactMap { Int64($0) }
        #expect(numbers.count == 5 && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
        #expect(numbers == (0..<5).map { Bench.start + $0 })
    }
}
