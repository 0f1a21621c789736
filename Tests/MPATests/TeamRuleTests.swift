import AWSProtocol
@testable import MPA
import Testing

@Suite("What CreateApprovalTeam refuses")
struct TeamRuleTests {
    private func refused(_ bench: TeamBench, _ input: Structure) -> String? {
        refusal { _ = try bench.bench.perform(.createApprovalTeam, input) }
    }

    @Test(
        "A team has three approvers and a threshold of two to all of them, nobody twice",
        arguments: [
            (["a", "b"], 2, false), (["a", "b", "c"], 1, false), (["a", "b", "c"], 4, false),
            (["a", "b", "a"], 2, false), (["a", "b", "c"], 2, true), (["a", "b", "c"], 3, true),
            (["a", "b", "A"], 2, true), ((0..<20).map { "p\($0)" }, 20, true),
        ])
    func limits(people: [String], threshold: Int64, isAllowed: Bool) throws {
        let bench = try TeamBench()
        let input = bench.input(people: people, threshold: threshold)
        #expect(refused(bench, input) == (isAllowed ? nil : "ValidationException"))
    }

    @Test(
        "With the limits of the model one approver and a threshold of one are enough",
        arguments: [
            (["a"], 1, true), (["a", "b"], 1, true), (["a"], 2, false), (["a", "a"], 1, false),
        ])
    func modelLimits(people: [String], threshold: Int64, isAllowed: Bool) throws {
        let bench = try TeamBench { $0.teamLimits = .model }
        let input = bench.input(people: people, threshold: threshold)
        #expect(refused(bench, input) == (isAllowed ? nil : "ValidationException"))
    }

    @Test("An update must leave a combination that is allowed, draft or not")
    func updateLimits() throws {
        let bench = try TeamBench()
        let inactive = try bench.bring("one", to: .failedActivation)
        let active = try bench.bring("two", to: .active)
        for arn in [inactive, active] {
            let refusals = [
                refusal { _ = try bench.update(arn, people: ["ann", "bob"]) },
                refusal { _ = try bench.update(arn, threshold: 4) },
                refusal { _ = try bench.update(arn, threshold: 1) },
                refusal { _ = try bench.update(arn, people: ["ann", "bob", "ann"]) },
            ]
            #expect(refusals.allSatisfy { $0 == "ValidationException" })
        }
        _ = try bench.update(active, people: ["a", "b", "c", "d"], threshold: 4)
    }

    @Test("Two teams cannot have one name until the first is gone, not even an inactive one")
    func names() throws {
        let bench = try TeamBench()
        let first = try bench.bring("same", to: .failedActivation)
        #expect(refusal { _ = try bench.create("same") } == "ConflictException")
        _ = try bench.create("Same")
        try bench.delete(first, version: bench.get(first).word("VersionId"))
        _ = try bench.create("same")
    }

    @Test("A name that is DELETING is still taken, and free in the moment after the window")
    func nameOfDeleted() throws {
        let bench = try TeamBench()
        let first = try bench.bring("same", to: .deleting)
        bench.advance(TeamBench.day - 1)
        #expect(refusal { _ = try bench.create("same") } == "ConflictException")
        bench.advance(1)
        #expect(bench.state(first) == "gone")
        _ = try bench.create("same")
    }

    @Test("Another account or Region may use the name")
    func namesOfOthers() throws {
        let bench = try TeamBench()
        _ = try bench.create("same")
        let other = Caller(account: "444455556666", region: "us-east-1", partition: "aws")
        _ = try bench.bench.create(as: other)
        let input = Structure([
            "ApprovalStrategy": TeamBench.strategy(2),
            "Approvers": .list(
                TeamBench.people.map {
                    bench.approver($0, source: other.arn(IdentitySource.resource))
                }),
            "Description": .string("d"), "Name": .string("same"),
            "Policies": bench.input()["Policies"],
        ])
        _ = try bench.bench.perform(.createApprovalTeam, input, as: other)
    }

    @Test("The eleventh team is over the quota; INACTIVE and DELETING ones count")
    func quota() throws {
        let bench = try TeamBench()
        let inactive = try bench.bring("t0", to: .failedActivation)
        _ = try bench.bring("t1", to: .deleting)
        for number in 2..<10 { _ = try bench.create("t\(number)") }
        let error = failure { () throws(ServiceError) in _ = try bench.create("t10") }
        #expect(error?.name == "ServiceQuotaExceededException" && error?.document.status == 402)
        try bench.delete(inactive, version: bench.get(inactive).word("VersionId"))
        _ = try bench.create("t10")
        #expect(refusal { _ = try bench.create("t11") } == "ServiceQuotaExceededException")
        bench.advance(TeamBench.day)
        _ = try bench.create("t11")
    }

    @Test("An identity source that is not the account's is a ValidationException")
    func unknownSource() throws {
        let bench = try TeamBench()
        var input = Structure()
        for entry in bench.input().entries where entry.name != "Approvers" {
            input.append(entry.name, entry.value)
        }
        let foreign = "arn:aws:mpa:us-east-1:444455556666:identity-source/IamIdentityCenter"
        input.append(
            "Approvers",
            .list([
                bench.approver("ann"), bench.approver("bob"),
                bench.approver("cat", source: foreign),
            ]))
        #expect(refused(bench, input) == "ValidationException")
    }

    @Test("Without an identity source there is no team")
    func noSource() throws {
        let bench = try TeamBench()
        _ = try bench.bench.delete()
        #expect(refused(bench, bench.input()) == "ValidationException")
    }

    @Test("An identity source that is CREATING, DELETING or in ERROR is a ConflictException")
    func sourceNotActive() throws {
        let bench = try TeamBench(delay: 1_000)
        _ = try bench.bench.delete()
        #expect(refused(bench, bench.input()) == "ConflictException")
        bench.settle()
        _ = try bench.bench.create()
        #expect(refused(bench, bench.input()) == "ConflictException")
        bench.settle()
        try bench.service.put(DirectoryInstance(arn: Bench.instanceARN, status: .notValid))
        #expect(refused(bench, bench.input()) == "ConflictException")
    }

    @Test("One policy twice is refused")
    func policies() throws {
        let bench = try TeamBench()
        let input = bench.input(policies: [TeamBench.policy, TeamBench.policy])
        #expect(refused(bench, input) == "ValidationException")
    }

    @Test("Reserved or too many tags are refused, others are the team's")
    func tags() throws {
        let bench = try TeamBench()
        #expect(refused(bench, bench.input(tags: ["aws:x": "v"])) == "ValidationException")
        let many = Dictionary(uniqueKeysWithValues: (0..<51).map { ("k\($0)", "v") })
        #expect(refused(bench, bench.input(tags: many)) == "ValidationException")
        let input = bench.input(tags: ["stage": "test"])
        let arn = try bench.bench.perform(.createApprovalTeam, input).structure.word("Arn")
        _ = try bench.bench.tag(["team": "blue"], arn: arn)
        let named = Structure(["ResourceArn": .string(arn)])
        let tags = try bench.bench.perform(.listTagsForResource, named).structure["Tags"]
        #expect(tags == Bench.map(["stage": "test", "team": "blue"]))
    }

    @Test("An equal request with its token gets the first answer, also when the team is gone")
    func replay() throws {
        let bench = try TeamBench()
        let input = bench.input(token: "t")
        let first = try bench.bench.perform(.createApprovalTeam, input)
        #expect(try bench.bench.perform(.createApprovalTeam, input).document == first.document)
        let arn = first.structure.word("Arn")
        try bench.respond("ann", arn, accepts: false)
        try bench.delete(arn, version: bench.get(arn).word("VersionId"))
        let replay = try bench.bench.perform(.createApprovalTeam, input)
        #expect(replay.isReplay && replay.document == first.document)
        #expect(bench.state(arn) == "gone")
        bench.advance(TeamBench.day)
        #expect(try !bench.bench.perform(.createApprovalTeam, input).isReplay)
    }

    @Test("Other parameters with the token are a ConflictException")
    func mismatch() throws {
        let bench = try TeamBench()
        _ = try bench.bench.perform(.createApprovalTeam, bench.input(token: "t"))
        let others = [
            bench.input("other", token: "t"), bench.input(threshold: 3, token: "t"),
            bench.input(people: ["bob", "ann", "cat"], token: "t"),
            bench.input(token: "t", tags: ["k": "v"]),
        ]
        for other in others { #expect(refused(bench, other) == "ConflictException") }
    }
}
