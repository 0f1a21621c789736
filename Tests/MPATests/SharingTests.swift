import AWSProtocol
@testable import MPA
import Testing

@Suite("Teams of other accounts")
struct SharingTests {
    private let other = Caller(account: "444455556666", region: "us-east-1", partition: "aws")
    private let bench: TeamBench
    private let arn: String
    private let session: String

    init() throws {
        bench = try TeamBench()
        arn = try bench.activate()
        session = try bench.ask(arn)
    }

    private func refused(_ operation: OperationName) -> String? {
        let names = [
            "Arn": arn, "ApprovalTeamArn": arn, "ResourceArn": arn, "SessionArn": session,
            "VersionId": "1",
        ]
        var input = Structure()
        for (name, value) in names { input.append(name, .string(value)) }
        input.append("Tags", Bench.map([:]))
        input.append("TagKeys", .list([]))
        return refusal { _ = try bench.bench.perform(operation, input, as: other) }
    }

    static let reading: [OperationName] = [.getApprovalTeam, .listSessions, .getSession]
    static let changing: [OperationName] = [
        .updateApprovalTeam, .startActiveApprovalTeamDeletion, .startApprovalTeamBaseline,
        .deleteInactiveApprovalTeamVersion, .cancelSession, .tagResource, .untagResource,
        .listTagsForResource,
    ]

    @Test("Another account is denied everything, in AWS's words", arguments: reading + changing)
    func denied(operation: OperationName) {
        #expect(refused(operation) == "AccessDeniedException")
    }

    @Test("A team that is shared can be read", arguments: reading)
    func read(operation: OperationName) throws {
        try share()
        #expect(refused(operation) == nil)
    }

    @Test("Of a shared team, a session that is not there is not found")
    func noSession() throws {
        try share()
        for operation in [OperationName.getSession, .cancelSession] {
            let input = Structure(["SessionArn": .string(session + "x")])
            let name = refusal { _ = try bench.bench.perform(operation, input, as: other) }
            #expect(name == "ResourceNotFoundException")
        }
    }

    @Test("A team that is shared cannot be changed", arguments: changing)
    func change(operation: OperationName) throws {
        try share()
        #expect(refused(operation) == "AccessDeniedException")
    }

    @Test("A shared team is in the lists of both accounts, and of no third")
    func listed() throws {
        try share()
        func list(_ caller: Caller) throws -> [String?] {
            let answer = try bench.bench.perform(.listApprovalTeams, Structure(), as: caller)
            return (answer.structure["ApprovalTeams"]?.list ?? []).map {
                $0.structure?.find("Arn")
            }
        }
        let third = Caller(account: "777788889999", region: "us-east-1", partition: "aws")
        let elsewhere = Caller(account: "444455556666", region: "eu-west-1", partition: "aws")
        #expect(try list(bench.bench.caller) == [arn] && list(other) == [arn])
        #expect(try list(third).isEmpty && list(elsewhere).isEmpty)
    }

    @Test("Who asked through a share can take that back, and nothing else")
    func ownRequest() throws {
        try share()
        let own = try bench.ask(arn, account: other.account)
        try bench.cancel(own, as: other)
        #expect(try bench.outcome(own) == "CANCELLED/-")
        #expect(refusal { try bench.cancel(session, as: other) } == "AccessDeniedException")
    }

    @Test("A share ends with the team, and when it is taken away")
    func ended() throws {
        try share()
        try bench.service.change { turn in
            try turn.store.shares.delete(teamARN: arn, account: other.account)
        }
        #expect(refused(.getApprovalTeam) == "AccessDeniedException")
        try share()
        _ = try bench.startDeletion(arn)
        try bench.vote(["ann", "bob"], bench.updateSession(arn))
        #expect(refused(.getApprovalTeam) == "AccessDeniedException")
        #expect(refused(.getSession) == "AccessDeniedException")
    }

    @Test("The own account's ARN of another Region or partition is not found")
    func elsewhere() throws {
        for (from, to) in [(":us-east-1:", ":eu-west-1:"), ("arn:aws:", "arn:aws-cn:")] {
            let moved = arn.replacing(from, with: to)
            #expect(refusal { _ = try bench.get(moved) } == "ResourceNotFoundException")
            #expect(refusal { _ = try bench.sessions(of: moved) } == "ResourceNotFoundException")
            let session = session.replacing(from, with: to)
            #expect(refusal { _ = try bench.session(session) } == "ResourceNotFoundException")
        }
    }

    private func share() throws {
        try bench.service.change { turn in
            try turn.store.shares.put(
                teamARN: arn, account: other.account, region: other.region)
        }
    }
}
