import AWSProtocol
@testable import MPA
import Testing

@Suite("Sessions of protected operations")
struct SessionTests {
    @Test("A session tells what was asked for, by whom, and of whom")
    func members() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        bench.advance(1_000)
        let sessionARN = try bench.ask(arn, minutes: 60)
        #expect(
            sessionARN.hasPrefix(arn.replacing(":approval-team/", with: ":session/") + "/"))
        let session = try bench.session(sessionARN)
        #expect(session.word("ApprovalTeamArn") == arn)
        #expect(session.word("ApprovalTeamName") == "team")
        #expect(session.word("ActionName") == "backup:RevokeRestoreAccessBackupVault")
        #expect(session.word("RequesterServicePrincipal") == "backup.amazonaws.com")
        #expect(session.word("RequesterPrincipalArn") == "arn:aws:iam::111122223333:role/admin")
        #expect(session.word("RequesterAccountId") == "111122223333")
        #expect(session.word("RequesterRegion") == "us-east-1")
        #expect(session.word("RequesterComment") == "please")
        #expect(session["Metadata"] == Bench.map(["Vault": "v"]))
        #expect(session["InitiationTime"] == .timestamp(bench.now))
        #expect(session["ExpirationTime"] == .timestamp(bench.now + TeamBench.hour))
        #expect(session.word("Status") == "PENDING" && session.word("ExecutionStatus") == "PENDING")
        #expect(session["StatusCode"] == nil && session["CompletionTime"] == nil)
        #expect(session["AdditionalSecurityRequirements"] == .list([]))
        #expect(session.word("ActionCompletionStrategy") == "AUTO_COMPLETION_UPON_APPROVAL")
        #expect(session["NumberOfApprovers"] == .integer(3))
        let item = try #require(
            try bench.sessions(of: arn)["Sessions"]?.list?.first?.structure)
        let alone = [
            "ApprovalStrategy", "NumberOfApprovers", "Metadata", "ExecutionStatus",
            "RequesterComment", "ApproverResponses",
        ]
        #expect(
            Set(item.entries.map(\.name))
                == Set(session.entries.map(\.name)).subtracting(alone))
        for entry in item.entries { #expect(session[entry.name] == entry.value) }
    }

    @Test("With a delay a session is CREATING first, takes no vote, and then asks")
    func creating() throws {
        let bench = try TeamBench(delay: 1_000)
        let arn = try bench.activate()
        let session = try bench.ask(arn)
        #expect(try bench.outcome(session) == "CREATING/-")
        #expect(refusal { try bench.vote(["ann"], session) } == "conflict")
        bench.advance(1_000)
        #expect(try bench.outcome(session) == "PENDING/-")
        #expect(try bench.events().lines.last == "SessionValidationSuccess PENDING")
        try bench.vote(["ann"], session)
    }

    @Test("A vote is told with its time, and is the member's last activity")
    func vote() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let session = try bench.ask(arn)
        bench.advance(70_000)
        try bench.vote(["bob"], session, approves: false)
        let responses = (try bench.session(session)["ApproverResponses"]?.list ?? [])
            .compactMap(\.structure)
        #expect(responses.map { $0.word("IdentityId") } == TeamBench.people)
        #expect(responses[1].word("Response") == "REJECTED")
        #expect(responses[1]["ResponseTime"] == .timestamp(bench.now))
        #expect(
            responses[0].word("Response") == "NO_RESPONSE" && responses[0]["ResponseTime"] == nil)
        #expect(responses[1].word("IdentitySourceArn") == bench.bench.arn)
        let bob = try bench.member("bob", arn)
        #expect(responses[1].word("ApproverId") == bob.word("ApproverId"))
        #expect(bob.word("LastActivity") == "VOTED")
        #expect(bob["LastActivityTime"] == .timestamp(bench.now))
        #expect(bob["ResponseTime"] == .timestamp(bench.now - 70_000))
    }

    @Test("An approved session is executed, unless the operation fails, before or after")
    func execution() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        for (before, after, expected) in [
            (nil, nil, "EXECUTED"), (.failed, nil, "FAILED"), (nil, .failed, "FAILED"),
            (.failed, .executed, "EXECUTED"), (.pending, nil, "PENDING"),
        ] as [(Session.ExecutionStatus?, Session.ExecutionStatus?, String)] {
            let session = try bench.ask(arn)
            if let before { _ = try bench.service.reportExecution(session, before) }
            #expect(try bench.session(session).word("ExecutionStatus") == "PENDING")
            try bench.vote(["ann", "bob"], session)
            if let after { _ = try bench.service.reportExecution(session, after) }
            #expect(try bench.session(session).word("ExecutionStatus") == expected)
            #expect(try bench.session(session)["CompletionTime"] == .timestamp(bench.now))
        }
    }

    @Test("What ended otherwise has no execution, and none can be reported")
    func noExecution() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let (rejected, cancelled) = (try bench.ask(arn), try bench.ask(arn))
        let expired = try bench.ask(arn, minutes: 1)
        try bench.vote(["ann", "bob"], rejected, approves: false)
        try bench.cancel(cancelled)
        bench.advance(60_000)
        for session in [rejected, cancelled, expired] {
            #expect(try bench.session(session)["ExecutionStatus"] == nil)
            #expect(
                refusal { _ = try bench.service.reportExecution(session, .executed) } == "conflict")
        }
        _ = try bench.update(arn)
        let own = try bench.updateSession(arn)
        #expect(refusal { _ = try bench.service.reportExecution(own, .failed) } == "conflict")
        #expect(refusal { _ = try bench.service.reportExecution("x", .failed) } == "notFound")
    }

    @Test("A session expires when its time is up, to the millisecond, for want of votes")
    func expiry() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let session = try bench.ask(arn)
        try bench.vote(["ann"], session)
        bench.advance(TeamBench.day - 1)
        #expect(try bench.outcome(session) == "PENDING/-")
        let due = bench.now + 1
        bench.advance(TeamBench.hour)
        #expect(try bench.outcome(session) == "FAILED/EXPIRED")
        #expect(try bench.session(session)["CompletionTime"] == .timestamp(due))
        #expect(refusal { try bench.vote(["bob"], session) } == "conflict")
        #expect(refusal { try bench.cancel(session) } == "ConflictException")
    }

    @Test("A user's cancel is told in words, for the API has no code for it")
    func cancelled() throws {
        let bench = try TeamBench()
        let session = try bench.ask(try bench.activate())
        try bench.cancel(session)
        let told = try bench.session(session)
        #expect(told.word("Status") == "CANCELLED" && told["StatusCode"] == nil)
        #expect(told.word("StatusMessage").contains("CancelSession"))
        #expect(
            try bench.events().lines.last == "SessionCancellation CANCELLED CANCELLED_BY_USER")
        for ended in [session, try approved(bench)] {
            #expect(refusal { try bench.cancel(ended) } == "ConflictException")
        }
    }

    private func approved(_ bench: TeamBench) throws -> String {
        let session = try bench.ask(try bench.activate("other"))
        try bench.vote(["ann", "bob"], session)
        return session
    }

    @Test("The same deduplication token gives the same session, also once it has ended")
    func deduplication() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let first = try bench.ask(arn, token: "t")
        #expect(try bench.ask(arn, token: "t") == first)
        try bench.vote(["ann", "bob"], first)
        #expect(try bench.ask(arn, token: "t") == first)
        #expect(try bench.ask(arn, token: "u") != first)
        #expect(try bench.ask(arn, account: "444455556666", token: "t") != first)
        #expect(try bench.ask(try bench.activate("other"), token: "t") != first)
    }

    @Test("A team that does not exist cannot be asked")
    func unknownTeam() throws {
        let bench = try TeamBench()
        let arn = bench.bench.caller.arn("approval-team/none")
        #expect(refusal { _ = try bench.ask(arn) } == "notFound")
        #expect(refusal { _ = try bench.sessions(of: arn) } == "ResourceNotFoundException")
        let session = bench.bench.caller.arn("session/none/none")
        #expect(refusal { _ = try bench.session(session) } == "ResourceNotFoundException")
        #expect(refusal { try bench.cancel(session) } == "ResourceNotFoundException")
    }
}
