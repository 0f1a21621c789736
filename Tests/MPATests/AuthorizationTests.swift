import AWSProtocol
@testable import MPA
import Testing

@Suite("Authorization")
struct AuthorizationTests {
    private static let account = "arn:aws:mpa:us-east-1:111122223333:"
    private static let team = account + "approval-team/none"
    private static let session = account + "session/none/none"
    private static let source = account + "identity-source/IamIdentityCenter"
    private static let policy = "arn:aws:mpa:::aws:policy/backup.amazonaws.com/None"
    private static let ann = "arn:aws:iam::111122223333:user/ann"

    private func caller(
        allow: [Permissions.Rule]? = nil, deny: [Permissions.Rule] = [],
        account: String = "111122223333"
    ) -> Caller {
        Caller(
            account: account, region: "us-east-1", partition: "aws", principalARN: Self.ann,
            permissions: Permissions(allow: allow, deny: deny))
    }

    private static func rule(_ action: String, _ resource: String = "*") -> Permissions.Rule {
        Permissions.Rule(actions: [action], resources: [resource])
    }

    /// An input that names a resource which does not exist, and what a denial of it names.
    static let calls: [(operation: OperationName, input: Structure, resource: String)] =
        OperationName.allCases.map { operation in
            let (input, resource) = call(operation)
            return (operation, Structure(input), resource)
        }

    private static func call(
        _ operation: OperationName
    ) -> (KeyValuePairs<String, Document?>, String) {
        switch operation {
        case .createApprovalTeam: (["Name": .string("n")], account + "approval-team/n-")
        case .createIdentitySource: ([:], source)
        case .listApprovalTeams: ([:], account + "approval-team/*")
        case .listIdentitySources: ([:], account + "identity-source/*")
        case .listPolicies: ([:], "arn:aws:mpa:::aws:policy/*")
        case .listPolicyVersions: (["PolicyArn": .string(policy)], policy)
        case .getPolicyVersion: (["PolicyVersionArn": .string(policy + "/1")], policy + "/1")
        case .getIdentitySource, .deleteIdentitySource:
            (["IdentitySourceArn": .string(source)], source)
        case .listSessions: (["ApprovalTeamArn": .string(team)], team)
        case .getSession, .cancelSession: (["SessionArn": .string(session)], session)
        case .getResourcePolicy, .listResourcePolicies, .listTagsForResource, .tagResource,
            .untagResource:
            (["ResourceArn": .string(team)], team)
        case .getApprovalTeam, .updateApprovalTeam, .startApprovalTeamBaseline,
            .startActiveApprovalTeamDeletion, .deleteInactiveApprovalTeamVersion:
            (["Arn": .string(team)], team)
        }
    }

    /// Without the id of a team that is not there.
    private func text(_ error: ServiceError?) -> String {
        (error?.text ?? "").replacing(
            #/approval-team/n-[0-9a-f-]{36}/#, with: "approval-team/n-")
    }

    @Test("A denial names the resource that AWS names, and not whether it exists", arguments: calls)
    func notAllowed(operation: OperationName, input: Structure, resource: String) throws {
        let bench = try Bench()
        let error = failure { () throws(ServiceError) in
            _ = try bench.perform(operation, input, as: caller(allow: []))
        }
        #expect(error?.name == "AccessDeniedException")
        #expect(
            text(error) == "User: \(Self.ann) is not authorized to perform: "
                + "mpa:\(operation.rawValue) on resource: \(resource) because no identity-based "
                + "policy allows the mpa:\(operation.rawValue) action")
    }

    @Test("An explicit deny wins over what is allowed, and is told as such", arguments: calls)
    func denied(operation: OperationName, input: Structure, resource: String) throws {
        let bench = try Bench()
        let denier = caller(
            allow: [Self.rule("mpa:*")], deny: [Self.rule("mpa:\(operation.rawValue)")])
        let error = failure { () throws(ServiceError) in
            _ = try bench.perform(operation, input, as: denier)
        }
        #expect(error?.name == "AccessDeniedException")
        #expect(
            text(error) == "User: \(Self.ann) is not authorized to perform: "
                + "mpa:\(operation.rawValue) on resource: \(resource) with an explicit deny in an "
                + "identity-based policy")
    }

    @Test("Creates with tags also need to be allowed to tag")
    func tagging() throws {
        let tagged = Bench.createInput(tags: ["a": "b"])
        let calls: [(OperationName, Structure, String)] = [
            (.createIdentitySource, tagged, Self.source),
            (
                .createApprovalTeam,
                Structure(["Name": .string("n"), "Tags": Bench.map(["a": "b"])]),
                Self.account + "approval-team/n-"
            ),
        ]
        for (operation, input, resource) in calls {
            let bench = try Bench()
            let creator = caller(allow: [Self.rule("mpa:\(operation.rawValue)")])
            let error = failure { () throws(ServiceError) in
                _ = try bench.perform(operation, input, as: creator)
            }
            #expect(
                text(error) == "User: \(Self.ann) is not authorized to perform: mpa:TagResource "
                    + "on resource: \(resource) because no identity-based policy allows the "
                    + "mpa:TagResource action")
        }
        let bench = try Bench()
        let creator = caller(allow: [Self.rule("mpa:CreateIdentitySource")])
        for tags in [[:], nil] as [[String: String]?] {
            let one = Bench.createInput(token: "t", tags: tags)
            #expect(throws: Never.self) {
                try Bench().perform(.createIdentitySource, one, as: creator)
            }
        }
        let tagger = caller(allow: [Self.rule("mpa:Create*"), Self.rule("mpa:Tag*", Self.source)])
        #expect(throws: Never.self) {
            try bench.perform(.createIdentitySource, tagged, as: tagger)
        }
    }

    @Test("Who reads a managed policy of a team needs to be allowed to read its version")
    func policyVersion() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        let input = Structure([
            "ResourceArn": .string(arn), "PolicyType": .string("AWS_MANAGED"),
            "PolicyName": .string("CreateRestoreAccessVault"),
        ])
        let version = "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault/1"
        let reader = caller(
            allow: [Self.rule("mpa:GetResourcePolicy"), Self.rule("mpa:GetPolicyVersion", version)])
        #expect(throws: Never.self) {
            try bench.bench.perform(.getResourcePolicy, input, as: reader)
        }
        let other = caller(allow: [Self.rule("mpa:GetResourcePolicy")])
        let error = failure { () throws(ServiceError) in
            _ = try bench.bench.perform(.getResourcePolicy, input, as: other)
        }
        #expect(
            error?.text == "User: \(Self.ann) is not authorized to perform: mpa:GetPolicyVersion "
                + "on resource: \(version) because no identity-based policy allows the "
                + "mpa:GetPolicyVersion action")
    }

    @Test("Who is allowed reads what everybody reads")
    func allowed() throws {
        let bench = try Bench()
        let error = failure { () throws(ServiceError) in
            _ = try bench.perform(
                .getApprovalTeam, Structure(["Arn": .string(Self.team)]),
                as: caller(allow: [Self.rule("mpa:GetApprovalTeam", Self.team)]))
        }
        #expect(error?.name == "ResourceNotFoundException")
    }

    @Test("An ARN of another account lacks a resource-based policy, even where all is allowed")
    func foreign() throws {
        let bench = try Bench()
        let error = failure { () throws(ServiceError) in
            _ = try bench.perform(
                .getApprovalTeam, Structure(["Arn": .string(Self.team)]),
                as: caller(allow: [Self.rule("mpa:*")], account: "444455556666"))
        }
        #expect(
            error?.text == "User: \(Self.ann) is not authorized to perform: mpa:GetApprovalTeam on "
                + "resource: \(Self.team) because no resource-based policy allows the "
                + "mpa:GetApprovalTeam action")
    }

    static let globs: [(action: String, resource: String, isCovered: Bool)] = [
        ("mpa:*", "*", true), ("*", "*", true), ("mpa:Get*", "*", true),
        ("MPA:getapprovalteam", "*", true), ("mpa:Get?pprovalTeam", "*", true),
        ("mpa:GetSession", "*", false), ("mpa:GetApprovalTeam?", "*", false),
        ("mpa:List*", "*", false), ("mpa:*", team, true),
        ("mpa:*", account + "approval-team/non?", true),
        ("mpa:*", account + "approval-team/*", true),
        ("mpa:*", "arn:aws:mpa:*:*:approval-team/*", true),
        ("mpa:*", account + "approval-team/None", false),
        ("mpa:*", account + "session/*", false), ("mpa:*", account + "approval-team/none?", false),
        ("mpa:*", "arn:aws:mpa:eu-*:*:*", false),
    ]

    @Test("Actions and resources are matched with * and ?", arguments: globs)
    func patterns(action: String, resource: String, isCovered: Bool) {
        let rule = Self.rule(action, resource)
        func refusal(_ permissions: Permissions) -> Permissions.Refusal? {
            permissions.refusal(of: "mpa:GetApprovalTeam", on: Self.team)
        }
        #expect(refusal(Permissions(allow: [rule], deny: [])) == (isCovered ? nil : .notAllowed))
        #expect(refusal(Permissions(allow: nil, deny: [rule])) == (isCovered ? .denied : nil))
    }

    static let identities: [(arn: String?, members: [String])] = [
        (nil, ["Root", "111122223333"]),
        ("arn:aws:iam::111122223333:user/team/ann", ["IAMUser", "ann"]),
        ("arn:aws:sts::111122223333:assumed-role/admin/bob", ["AssumedRole", "admin:bob"]),
        ("arn:aws:sts::111122223333:federated-user/cleo", ["FederatedUser", "111122223333:cleo"]),
        ("arn:aws:iam::111122223333:role/admin", ["Role", "admin"]),
    ]

    @Test("Events tell what kind of principal calls", arguments: identities)
    func identity(arn: String?, members: [String]) {
        let caller = Caller(
            account: "111122223333", region: "us-east-1", partition: "aws", principalARN: arn)
        let identity = caller.userIdentity
        #expect([identity["type"]?.string, identity["principalId"]?.string] == members)
        #expect(identity["arn"]?.string == arn ?? "arn:aws:iam::111122223333:root")
    }

    @Test("A session that a principal asks for names it")
    func requester() throws {
        let bench = try StateBench()
        try bench.load(StateBench.team())
        let answer = try bench.service.perform(
            .startApprovalTeamBaseline, Structure(["Arn": .string(StateBench.team)]),
            for: caller())
        let session = try #require(answer.structure["BaselineSessionArn"]?.string)
        let told = try bench.service.perform(
            .getSession, Structure(["SessionArn": .string(session)]), for: caller())
        #expect(told.structure["RequesterPrincipalArn"]?.string == Self.ann)
    }
}
