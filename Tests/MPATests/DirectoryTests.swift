import AWSProtocol
@testable import MPA
import Testing

@Suite("The directory")
struct DirectoryTests {
    private func declare(_ bench: Bench, _ status: DirectoryInstance.Status) throws {
        try bench.service.put(DirectoryInstance(arn: Bench.instanceARN, status: status))
    }

    private func source(_ bench: Bench) throws -> String {
        let source = try bench.get()
        return source.word("Status") + "/" + (source.find("StatusCode") ?? "-")
    }

    static let codes: [(DirectoryInstance.Status, String)] = [
        (.present, "ACTIVE/-"), (.deleted, "ERROR/IDC_INSTANCE_NOT_FOUND"),
        (.notValid, "ERROR/IDC_INSTANCE_NOT_VALID"), (.accessDenied, "ERROR/ACCESS_DENIED"),
    ]

    @Test("A source is what its instance lets it be, at its creation", arguments: codes)
    func created(status: DirectoryInstance.Status, expected: String) throws {
        let bench = try Bench()
        try declare(bench, status)
        _ = try bench.create()
        #expect(try source(bench) == expected)
        #expect(try (bench.get()["StatusMessage"] != nil) == (status != .present))
        _ = try bench.delete()
    }

    @Test("An instance that changes later puts an active source into ERROR", arguments: codes)
    func changed(status: DirectoryInstance.Status, expected: String) throws {
        let bench = try Bench()
        _ = try bench.create()
        try declare(bench, status)
        #expect(try source(bench) == expected)
    }

    @Test("With a delay it is the instance at the end of the delay that counts")
    func changedMeanwhile() throws {
        let bench = try Bench(transitionDelay: 1_000)
        _ = try bench.create()
        try declare(bench, .notValid)
        #expect(try source(bench) == "CREATING/-")
        bench.clock.advance(milliseconds: 1_000)
        #expect(try source(bench) == "ERROR/IDC_INSTANCE_NOT_VALID")
    }

    @Test("Once an instance is declared no others exist, and forgetting it is like deleting it")
    func others() throws {
        let bench = try Bench()
        let other = "arn:aws:sso:::instance/ssoins-fedcba9876543210"
        try bench.service.put(DirectoryInstance(arn: other, status: .present))
        _ = try bench.create()
        #expect(try source(bench) == "ERROR/IDC_INSTANCE_NOT_FOUND")
        _ = try bench.delete()
        _ = try bench.create(instance: other)
        #expect(try source(bench) == "ACTIVE/-")
        try declare(bench, .present)
        try bench.service.forgetInstance(other)
        #expect(try source(bench) == "ERROR/IDC_INSTANCE_NOT_FOUND")
        #expect(refusal { try bench.service.forgetInstance(other) } == "notFound")
        #expect(try bench.service.instances().map(\.arn) == [Bench.instanceARN])
    }

    @Test("Teams of any status block the deletion of their source", arguments: TeamStage.allCases)
    func blocked(stage: TeamStage) throws {
        let bench = try TeamBench(delay: 1_000)
        _ = try bench.bring(to: stage)
        #expect(refusal { _ = try bench.bench.delete() } == "ConflictException")
        try declare(bench.bench, .deleted)
        #expect(refusal { _ = try bench.bench.delete() } == nil)
        bench.settle()
        #expect(refusal { _ = try bench.bench.get() } == "ResourceNotFoundException")
    }

    @Test("Once the last team is gone the source can be deleted, and made anew under its ARN")
    func unblocked() throws {
        let bench = try TeamBench()
        let arn = try bench.bring(to: .failedActivation)
        #expect(refusal { _ = try bench.bench.delete() } == "ConflictException")
        try bench.delete(arn, version: bench.get(arn).word("VersionId"))
        _ = try bench.bench.delete()
        #expect(try bench.bench.create().structure.word("IdentitySourceArn") == bench.bench.arn)
    }

    @Test("Without their instance's source, members are INVALID and cannot vote")
    func sourceLost() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let session = try bench.ask(arn)
        try declare(bench.bench, .deleted)
        #expect(try bench.members(arn) == ["ann ACCEPTED", "bob ACCEPTED", "cat ACCEPTED"])
        _ = try bench.bench.delete()
        #expect(try bench.members(arn) == ["ann INVALID", "bob INVALID", "cat INVALID"])
        #expect(refusal { try bench.vote(["ann"], session) } == "conflict")
        #expect(refusal { _ = try bench.update(arn) } == "ValidationException")
    }

    @Test("A team that is checked when its source is gone fails its checks")
    func sourceLostBeforeChecks() throws {
        let bench = try TeamBench(delay: 1_000)
        let arn = try bench.create()
        try declare(bench.bench, .deleted)
        _ = try bench.bench.delete()
        bench.advance(1_000)
        #expect(refusal { _ = try bench.bench.get() } == "ResourceNotFoundException")
        #expect(bench.state(arn) == "INACTIVE/FAILED_VALIDATION")
    }

    @Test(
        "Only enabled users can be approvers once one is declared",
        arguments: [
            (nil, "INACTIVE/FAILED_VALIDATION"), (.disabled, "INACTIVE/FAILED_VALIDATION"),
            (.deleted, "INACTIVE/FAILED_VALIDATION"), (.enabled, "PENDING/PENDING_ACTIVATION"),
        ] as [(DirectoryUser.Status?, String)])
    func users(status: DirectoryUser.Status?, expected: String) throws {
        let bench = try TeamBench()
        try bench.declare(["ann", "cat"])
        if let status { try bench.declare(["bob"], status) }
        let arn = try bench.create()
        #expect(bench.state(arn) == expected)
        let bob = try bench.member("bob", arn).word("PrimaryIdentityStatus")
        #expect(bob == (status == .enabled ? "PENDING" : "INVALID"))
    }

    @Test("A user who is disabled later is INVALID, and enabled again is what was before")
    func disabled() throws {
        let bench = try TeamBench()
        try bench.declare(TeamBench.people)
        let arn = try bench.activate()
        let session = try bench.ask(arn)
        for status in [DirectoryUser.Status.disabled, .deleted] {
            try bench.declare(["bob"], status)
            #expect(try bench.members(arn) == ["ann ACCEPTED", "bob INVALID", "cat ACCEPTED"])
            #expect(refusal { try bench.vote(["bob"], session) } == "conflict")
            #expect(bench.state(arn) == "ACTIVE/-")
        }
        try bench.declare(["bob"])
        #expect(try bench.members(arn) == ["ann ACCEPTED", "bob ACCEPTED", "cat ACCEPTED"])
        try bench.vote(["bob"], session)
        try bench.service.forgetUser("bob")
        #expect(try bench.members(arn)[1] == "bob INVALID")
        #expect(refusal { try bench.service.forgetUser("bob") } == "notFound")
        // The others still meet the threshold.
        try bench.vote(["cat"], session)
        #expect(try bench.outcome(session) == "APPROVED/-")
    }

    @Test("With the last user forgotten every id exists again")
    func forgotten() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        try bench.declare(["ann"])
        #expect(try bench.members(arn) == ["ann ACCEPTED", "bob INVALID", "cat INVALID"])
        try bench.service.forgetUser("ann")
        #expect(try bench.members(arn) == ["ann ACCEPTED", "bob ACCEPTED", "cat ACCEPTED"])
    }

    @Test("An invited user who is disabled cannot accept, and can once enabled")
    func invited() throws {
        let bench = try TeamBench()
        try bench.declare(TeamBench.people)
        let arn = try bench.create()
        try bench.declare(["bob"], .disabled)
        #expect(refusal { try bench.respond("bob", arn) } == "conflict")
        #expect(try bench.service.invitations(of: "bob").isEmpty)
        try bench.declare(["bob"])
        try bench.respond("bob", arn)
        #expect(try bench.members(arn)[1] == "bob ACCEPTED")
    }

    @Test("Whoever accepted has accepted: to be disabled afterwards does not hold up the team")
    func disabledAfterAcceptance() throws {
        let bench = try TeamBench()
        try bench.declare(TeamBench.people + ["dan", "eve"])
        let arn = try bench.create()
        try bench.respond("ann", arn)
        try bench.declare(["ann"], .disabled)
        for person in ["bob", "cat"] { try bench.respond(person, arn) }
        #expect(bench.state(arn) == "ACTIVE/-")
        #expect(try bench.members(arn)[0] == "ann INVALID")
        try bench.declare(["ann"])
        _ = try bench.update(arn, people: TeamBench.people + ["dan", "eve"])
        try bench.vote(["ann", "bob"], bench.updateSession(arn))
        try bench.respond("dan", arn)
        try bench.declare(["dan"], .disabled)
        try bench.respond("eve", arn)
        #expect(bench.state(arn) == "ACTIVE/-")
        #expect(try bench.members(arn).suffix(2) == ["dan INVALID", "eve ACCEPTED"])
    }
}
