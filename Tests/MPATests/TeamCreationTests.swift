import AWSProtocol
@testable import MPA
import Testing

@Suite("Creating an approval team")
struct TeamCreationTests {
    @Test("C1: a create answers at once, with the version that the clock makes")
    func created() throws {
        let bench = try TeamBench(delay: 1_000)
        let answer = try bench.bench.perform(.createApprovalTeam, bench.input()).structure
        let arn = answer.word("Arn")
        #expect(arn.hasPrefix("arn:aws:mpa:us-east-1:111122223333:approval-team/team-"))
        #expect(
            arn.utf8.count == "arn:aws:mpa:us-east-1:111122223333:approval-team/team-".count + 36)
        #expect(answer["CreationTime"] == .timestamp(bench.now))
        #expect(answer.word("VersionId") == String(bench.now))
        #expect(answer.entries.map(\.name) == ["CreationTime", "Arn", "Name", "VersionId"])
        #expect(bench.state(arn) == "PENDING/VALIDATING")
        #expect(try bench.service.messages(after: 0, recipient: nil, kind: nil, limit: 9).isEmpty)
        #expect(try bench.events().lines.isEmpty)
    }

    @Test("C2: checks that pass invite every approver for 24 hours")
    func validated() throws {
        let bench = try TeamBench(delay: 1_000)
        let arn = try bench.create()
        bench.advance(999)
        #expect(bench.state(arn) == "PENDING/VALIDATING")
        bench.advance(1)
        #expect(bench.state(arn) == "PENDING/PENDING_ACTIVATION")
        let mails = try bench.service.messages(after: 0, recipient: nil, kind: nil, limit: 9)
        #expect(mails.map(\.identityID) == TeamBench.people)
        #expect(mails.allSatisfy { $0.kind == .invitation && $0.time == bench.now })
        #expect(mails.allSatisfy { $0.expirationTime == bench.now + TeamBench.day })
        #expect(
            try bench.events().lines == ["TeamCreationValidationSuccess PENDING PENDING_ACTIVATION"]
        )
    }

    @Test("C3: an approver who is no user fails the checks, and is INVALID")
    func failedValidation() throws {
        let bench = try TeamBench()
        try bench.declare(["ann", "cat"])
        let arn = try bench.create()
        #expect(bench.state(arn) == "INACTIVE/FAILED_VALIDATION")
        #expect(try bench.get(arn).word("StatusMessage").contains("bob"))
        #expect(try bench.members(arn) == ["ann PENDING", "bob INVALID", "cat PENDING"])
        #expect(try bench.service.messages(after: 0, recipient: nil, kind: nil, limit: 9).isEmpty)
        #expect(
            try bench.events().lines == ["TeamCreationValidationFailure INACTIVE FAILED_VALIDATION"]
        )
        #expect(refusal { try bench.respond("ann", arn) } == "conflict")
    }

    @Test("C4: an acceptance is noted, and the others are waited for")
    func someAccept() throws {
        let bench = try TeamBench()
        let arn = try bench.create()
        bench.advance(5_000)
        try bench.respond("bob", arn)
        #expect(bench.state(arn) == "PENDING/PENDING_ACTIVATION")
        #expect(try bench.members(arn) == ["ann PENDING", "bob ACCEPTED", "cat PENDING"])
        let bob = try bench.member("bob", arn)
        #expect(bob["ResponseTime"] == .timestamp(bench.now))
        #expect(bob.word("LastActivity") == "RESPONDED_TO_INVITATION")
        #expect(bob["LastActivityTime"] == .timestamp(bench.now))
        let ann = try bench.member("ann", arn)
        #expect(ann["ResponseTime"] == nil && ann["LastActivity"] == nil)
    }

    @Test("C5: the last acceptance activates the team, even in the last millisecond")
    func allAccept() throws {
        let bench = try TeamBench()
        let arn = try bench.create()
        try bench.respond("ann", arn)
        try bench.respond("cat", arn)
        bench.advance(TeamBench.day - 1)
        try bench.respond("bob", arn)
        #expect(bench.state(arn) == "ACTIVE/-")
        #expect(try bench.events().lines.last == "TeamCreationActivationSuccess ACTIVE")
        bench.advance(10 * TeamBench.day)
        #expect(bench.state(arn) == "ACTIVE/-")
    }

    @Test("C6: one refusal fails the activation and voids the other invitations")
    func declined() throws {
        let bench = try TeamBench()
        let arn = try bench.create()
        try bench.respond("ann", arn)
        try bench.respond("bob", arn, accepts: false)
        #expect(bench.state(arn) == "INACTIVE/FAILED_ACTIVATION")
        #expect(try bench.members(arn) == ["ann ACCEPTED", "bob REJECTED", "cat PENDING"])
        #expect(refusal { try bench.respond("cat", arn) } == "conflict")
        #expect(try bench.service.invitations(of: "cat").isEmpty)
        #expect(
            try bench.events().lines.last
                == "TeamCreationActivationFailure INACTIVE FAILED_ACTIVATION")
    }

    @Test("C7: an answer missing after 24 hours fails the activation, at that moment")
    func unanswered() throws {
        let bench = try TeamBench()
        let arn = try bench.create()
        try bench.respond("ann", arn)
        try bench.respond("bob", arn)
        let due = bench.now + TeamBench.day
        bench.advance(TeamBench.day - 1)
        #expect(bench.state(arn) == "PENDING/PENDING_ACTIVATION")
        bench.advance(TeamBench.day)
        #expect(bench.state(arn) == "INACTIVE/FAILED_ACTIVATION")
        #expect(try bench.members(arn) == ["ann ACCEPTED", "bob ACCEPTED", "cat PENDING"])
        let last = try #require(try bench.events().last { $0.isService })
        #expect(last.line == "TeamCreationActivationFailure INACTIVE FAILED_ACTIVATION")
        #expect(last.members["eventTime"] as? String == Timestamp.text(due))
    }

    @Test(
        "I1: editing an inactive team begins anew, without approval and without a draft",
        arguments: [TeamStage.failedValidation, .failedActivation])
    func edited(stage: TeamStage) throws {
        let bench = try TeamBench(delay: 1_000)
        let arn = try bench.bring(to: stage)
        let before = try bench.get(arn).word("VersionId")
        bench.advance(10)
        try bench.declare(TeamBench.people)
        let version = try bench.update(arn, threshold: 3, description: "better")
        #expect(try #require(Int64(version)) > Int64(before) ?? .max)
        let team = try bench.get(arn)
        #expect(bench.state(arn) == "PENDING/VALIDATING")
        #expect(team.word("VersionId") == version && team.word("Description") == "better")
        #expect(team["PendingUpdate"] == nil && team["UpdateSessionArn"] == nil)
        #expect(team["LastUpdateTime"] == .timestamp(bench.now))
        #expect(team["ApprovalStrategy"] == TeamBench.strategy(3))
        bench.settle()
        #expect(bench.state(arn) == "PENDING/PENDING_ACTIVATION")
        #expect(try bench.members(arn) == ["ann PENDING", "bob PENDING", "cat PENDING"])
        for person in TeamBench.people { try bench.respond(person, arn) }
        #expect(bench.state(arn) == "ACTIVE/-")
    }

    @Test("I1: members who stay and had accepted are not asked again")
    func editedWithAccepted() throws {
        let bench = try TeamBench()
        let arn = try bench.create()
        try bench.respond("ann", arn)
        try bench.respond("cat", arn)
        try bench.respond("bob", arn, accepts: false)
        _ = try bench.update(arn, people: ["cat", "ann", "dan"])
        #expect(try bench.members(arn) == ["cat ACCEPTED", "ann ACCEPTED", "dan PENDING"])
        try bench.respond("dan", arn)
        #expect(bench.state(arn) == "ACTIVE/-")
    }

    @Test("I1: when nobody is left to ask, the team is active after its checks")
    func editedToComplete() throws {
        let bench = try TeamBench()
        let arn = try bench.create(people: ["ann", "bob", "cat", "dan"])
        for person in TeamBench.people { try bench.respond(person, arn) }
        try bench.respond("dan", arn, accepts: false)
        let seen = try bench.events().count
        _ = try bench.update(arn, people: TeamBench.people)
        #expect(bench.state(arn) == "ACTIVE/-")
        #expect(
            try bench.events(after: Int64(seen)).lines == [
                "TeamCreationValidationSuccess PENDING PENDING_ACTIVATION",
                "TeamCreationActivationSuccess ACTIVE",
            ])
    }

    @Test(
        "I2: an inactive team is deleted by its version, with its tags, and its name is free",
        arguments: [TeamStage.failedValidation, .failedActivation, .pendingActivation])
    func deleted(stage: TeamStage) throws {
        let bench = try TeamBench(delay: 1_000)
        let arn = try bench.bring(to: stage)
        _ = try bench.bench.tag(["k": "v"], arn: arn)
        try bench.delete(arn, version: bench.get(arn).word("VersionId"))
        #expect(bench.state(arn) == "gone")
        #expect(refusal { try bench.delete(arn, version: "1") } == "ResourceNotFoundException")
        let again = try bench.create()
        #expect(again != arn)
        let tags = try bench.bench.perform(
            .listTagsForResource, Structure(["ResourceArn": .string(again)]))
        #expect(tags.structure["Tags"] == Bench.map([:]))
    }

    @Test("Approvers and policies are told as they were sent, and in that order")
    func order() throws {
        let bench = try TeamBench()
        let policies = ["$DEFAULT", "1"].map {
            "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault/\($0)"
        }
        let people = ["zoe", "Ann", "mia", "ann"]
        let input = bench.input(people: people, threshold: 3, policies: policies)
        let arn = try bench.bench.perform(.createApprovalTeam, input).structure.word("Arn")
        let team = try bench.get(arn)
        #expect(try bench.members(arn) == people.map { "\($0) PENDING" })
        #expect(
            team["Policies"]?.list?.compactMap { $0.structure?.find("PolicyArn") } == policies)
        #expect(team["NumberOfApprovers"] == .integer(4))
        #expect(team["ApprovalStrategy"] == TeamBench.strategy(3))
        let ids = (team["Approvers"]?.list ?? []).compactMap { $0.structure?.find("ApproverId") }
        #expect(Set(ids).count == 4 && ids.allSatisfy { $0.utf8.count == 36 })
    }
}
