import AWSProtocol
@testable import MPA
import Synchronization
import Testing

/// Counts across threads.
final class Counter: Sendable {
    private let value = Mutex(0)
    func add() { value.withLock { $0 += 1 } }
    var count: Int { value.withLock { $0 } }
}

@Suite("Events of MPA itself")
struct ServiceEventTests {
    @Test("Of an approval from create to delete, in their order")
    func story() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let session = try bench.ask(arn)
        try bench.vote(["ann", "bob"], session)
        _ = try bench.update(arn, people: ["ann", "bob", "dan"])
        try bench.vote(["ann", "bob"], bench.updateSession(arn))
        try bench.respond("dan", arn)
        _ = try bench.startDeletion(arn)
        try bench.vote(["ann", "dan"], bench.updateSession(arn))
        #expect(
            try bench.events().lines == [
                "TeamCreationValidationSuccess PENDING PENDING_ACTIVATION",
                "TeamCreationActivationSuccess ACTIVE",
                "SessionValidationSuccess PENDING", "SessionApproved APPROVED",
                "TeamUpdateValidationSuccess ACTIVE UPDATE_PENDING_APPROVAL",
                "SessionValidationSuccess PENDING", "SessionApproved APPROVED",
                "TeamUpdateApprovalSuccess ACTIVE UPDATE_PENDING_ACTIVATION",
                "TeamUpdateActivationSuccess ACTIVE",
                "SessionValidationSuccess PENDING", "SessionApproved APPROVED",
                "TeamDeletionApprovalSuccess DELETED",
            ])
    }

    @Test("Each is told as CloudTrail tells it")
    func frame() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let session = try bench.ask(arn)
        for (name, type, resource) in [
            ("TeamCreationActivationSuccess", "AWS::MPA::Team", arn),
            ("SessionValidationSuccess", "AWS::MPA::Session", session),
        ] {
            let event = try #require(try bench.events().first { $0.name == name })
            #expect(event.members["eventSource"] as? String == "mpa.amazonaws.com")
            #expect(event.members["eventVersion"] as? String == "1.10")
            let identity = event.members["userIdentity"] as? [String: Any]
            #expect(identity?["invokedBy"] as? String == "mpa.amazonaws.com")
            #expect(event.parameters == nil && event.elements == nil)
            let resources = event.members["resources"] as? [[String: Any]]
            #expect(resources?.first?["type"] as? String == type)
            #expect(resources?.first?["ARN"] as? String == resource)
            #expect(event.members["recipientAccountId"] as? String == "111122223333")
        }
    }

    @Test("The end of a session tells who voted how; its beginning does not")
    func voters() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let sessions = try (0..<3).map { _ in try bench.ask(arn) }
        try bench.vote(["ann", "cat"], sessions[0])
        try bench.vote(["bob", "cat"], sessions[1], approves: false)
        try bench.vote(["bob"], sessions[2])
        bench.advance(TeamBench.day)
        func id(_ person: String) -> String {
            "arn:aws:identitystore::111122223333:identitystore/d-1122223333/\(person)"
        }
        let ends = try bench.events().filter { $0.details["approvedBy"] != nil }
        #expect(ends.map(\.name) == ["SessionApproved", "SessionApproved", "SessionExpiration"])
        let keys = ["approvedBy", "rejectedBy", "noParticipationBy"]
        let told = ends.map { event in keys.map { event.details[$0] ?? "absent" } }
        #expect(told[0] == ["\(id("ann")),\(id("cat"))", "", id("bob")])
        #expect(told[1] == ["", "\(id("bob")),\(id("cat"))", id("ann")])
        #expect(told[2] == [id("bob"), "", "\(id("ann")),\(id("cat"))"])
        #expect(ends[1].line == "SessionApproved FAILED REJECTED")
    }

    @Test(
        "The events of an update and a deletion name the session that decides",
        arguments: [
            (TeamStage.updatePendingApproval, "TeamUpdateValidationSuccess"),
            (.updatePendingActivation, "TeamUpdateApprovalSuccess"),
            (.updateFailedApproval, "TeamUpdateApprovalFailure"),
            (.deleting, "TeamDeletionApprovalSuccess"),
            (.deleteFailedApproval, "TeamDeletionApprovalFailure"),
        ])
    func sessionNamed(stage: TeamStage, name: String) throws {
        let bench = try TeamBench()
        let arn = try bench.bring(to: stage)
        let session = try bench.sessions(of: arn)["Sessions"]?.list?.first?.structure
        let event = try #require(try bench.events().last { $0.name == name })
        #expect(event.details["updateSessionId"] == session?.word("SessionArn"))
    }

    @Test(
        "The other events of a team name none",
        arguments: [
            (TeamStage.active, "TeamCreationActivationSuccess"),
            (.failedActivation, "TeamCreationActivationFailure"),
            (.updateFailedValidation, "TeamUpdateValidationFailure"),
            (.updateFailedActivation, "TeamUpdateActivationFailure"),
        ])
    func noSession(stage: TeamStage, name: String) throws {
        let bench = try TeamBench()
        _ = try bench.bring(to: stage)
        let event = try #require(try bench.events().last { $0.name == name })
        #expect(event.details["updateSessionId"] == nil)
    }
}
