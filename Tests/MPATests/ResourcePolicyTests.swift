import AWSProtocol
import Testing

@testable import MPA

@Suite("Policies on a team")
struct ResourcePolicyTests {
    static let team = "arn:aws:mpa:us-east-1:111122223333:approval-team/t-1"
    static let path = "arn:aws:mpa:::aws:policy"

    private let work: Work

    init() throws {
        work = Work(
            caller: Caller(account: "111122223333", region: "us-east-1", partition: "aws"),
            turn: Turn(
                now: Bench.start, store: try PolicyTableTests.store(["a/b", "a/c"], versions: 2),
                settings: ServiceSettings(), ids: RequestIDs(seed: 1)))
    }

    private func all(
        _ attached: [String], sharedWith accounts: [String] = []
    ) throws -> [ResourcePolicy] {
        try TeamPolicies.all(attached: attached, sharedWith: accounts, work)
    }

    private func page(_ size: Int64 = 20, token: Document? = nil) throws -> Page {
        let input = Structure(["MaxResults": .integer(size), "NextToken": token])
        return try Page(.listResourcePolicies, input, work, filters: [Self.team])
    }

    private func get(
        _ name: String, _ type: String, of policies: [ResourcePolicy]
    ) throws(ServiceError) -> Structure {
        let input = Structure([
            "ResourceArn": .string(Self.team), "PolicyName": .string(name),
            "PolicyType": .string(type),
        ])
        return try GetResourcePolicy.answer(policies, input, partition: "aws")
    }

    @Test("Attached policies are told in the order sent, their versions resolved")
    func list() throws {
        let policies = try all(["\(Self.path)/a/c/$DEFAULT", "\(Self.path)/a/b/2"])
        let answer = ListResourcePolicies.answer(policies, try page(), partition: "aws")
        let expected = [("a/c/1", "a/c"), ("a/b/2", "a/b")].map { version, path in
            Document.structure(
                Structure([
                    "PolicyArn": .string("\(Self.path)/\(version)"),
                    "PolicyType": .string("AWS_MANAGED"), "PolicyName": .string("Name of \(path)"),
                ]))
        }
        #expect(answer == Structure(["ResourcePolicies": .list(expected)]))
    }

    @Test("A shared team has one policy more, the last, without an ARN")
    func shared() throws {
        let policies = try all(
            ["\(Self.path)/a/b/1"], sharedWith: ["444455556666", "777788889999"])
        #expect(policies.count == 2)
        let answer = ListResourcePolicies.answer(policies, try page(), partition: "aws")
        let expected = Structure([
            "PolicyType": .string("AWS_RAM"), "PolicyName": .string("AWSRAMMPAApprovalTeamAccess"),
        ])
        #expect(answer["ResourcePolicies"]?.list?.last == .structure(expected))
    }

    @Test(
        "An attached policy that is no longer known is left out",
        arguments: ["/a/x/1", "/a/b/9", "/a/b", "", "/a/x/$DEFAULT"])
    func gone(rest: String) throws {
        #expect(try all([Self.path + rest]).isEmpty)
        #expect(try all(["arn:aws-cn:mpa:::aws:policy/a/b/1"]).isEmpty)
    }

    @Test("Pages have every policy once, also when a share is added between them")
    func paging() throws {
        let attached = ["\(Self.path)/a/b/1", "\(Self.path)/a/c/1", "\(Self.path)/a/b/2"]
        var names: [String?] = []
        var token: Document?
        var accounts: [String] = []
        repeat {
            let answer = ListResourcePolicies.answer(
                try all(attached, sharedWith: accounts), try page(1, token: token),
                partition: "aws")
            let items = answer["ResourcePolicies"]?.list ?? []
            #expect(items.count == 1)
            names += items.map { $0.structure?["PolicyName"]?.string }
            token = answer["NextToken"]
            accounts = ["444455556666"]
        } while token != nil
        #expect(names == ["Name of a/b", "Name of a/c", "Name of a/b", ResourcePolicy.shareName])
    }

    @Test(
        "A token with a place that no list has answers an empty page",
        arguments: [Int64.max, 7])
    func farToken(place: Int64) throws {
        let context = ["ListResourcePolicies", "111122223333", "us-east-1", Self.team]
        let token = PageToken.encode([String(place), ""], context: context)
        let answer = ListResourcePolicies.answer(
            try all(["\(Self.path)/a/b/1"]), try page(token: .string(token)), partition: "aws")
        #expect(answer == Structure(["ResourcePolicies": .list([])]))
    }

    @Test("GetResourcePolicy answers the version in force and its document")
    func get() throws {
        let policies = try all(["\(Self.path)/a/b/$DEFAULT"])
        #expect(
            try get("Name of a/b", "AWS_MANAGED", of: policies)
                == Structure([
                    "ResourceArn": .string(Self.team), "PolicyType": .string("AWS_MANAGED"),
                    "PolicyVersionArn": .string("\(Self.path)/a/b/1"),
                    "PolicyName": .string("Name of a/b"),
                    "PolicyDocument": .string(PolicyTableTests.version(1, of: "a/b").document),
                ]))
    }

    @Test("The policy of a share has no version, and names the accounts and the team")
    func getShared() throws {
        let policies = try all([], sharedWith: ["444455556666"])
        let answer = try get(ResourcePolicy.shareName, "AWS_RAM", of: policies)
        #expect(answer["PolicyVersionArn"] == nil)
        #expect(
            answer["PolicyDocument"]?.string
                == #"{"Version":"2012-10-17","Statement":[{"Sid":"AWSRAMMPAApprovalTeamAccess","#
                + #""Effect":"Allow","Principal":{"AWS":["arn:aws:iam::444455556666:root"]},"#
                + #""Action":["mpa:GetApprovalTeam","mpa:ListSessions","mpa:GetSession","#
                + #""mpa:StartSession","mpa:CancelSession"],"#
                + #""Resource":"arn:aws:mpa:us-east-1:111122223333:approval-team/t-1"}]}"#)
    }

    @Test("The policy of a share allows its accounts those actions on the team, and no others")
    func shareInForce() throws {
        let policies = try all([], sharedWith: ["444455556666", "777788889999"])
        let text = try #require(policies.first).document(on: Self.team, partition: "aws")
        func allows(_ action: String, _ account: String, _ resource: String) -> Bool {
            let principal = PolicyContext.Principal.aws(
                arn: "arn:aws:iam::\(account):role/r", account: account)
            return PolicyDocument.allows(
                text, action: action, PolicyContext(principal: principal, resource: resource))
        }
        for action in ResourcePolicy.shareActions {
            #expect(allows(action, "444455556666", Self.team))
            #expect(allows(action, "777788889999", Self.team))
            #expect(!allows(action, "111122223333", Self.team))
            #expect(!allows(action, "444455556666", Self.team + "2"))
        }
        #expect(!allows("mpa:UpdateApprovalTeam", "444455556666", Self.team))
    }

    @Test(
        "A name and a type that no policy of the team has together are not found",
        arguments: [
            ("Name of a/c", "AWS_MANAGED"), ("Name of a/b", "AWS_RAM"), ("", "AWS_MANAGED"),
            ("AWSRAMMPAApprovalTeamAccess", "AWS_RAM"), ("name of a/b", "AWS_MANAGED"),
        ])
    func notAttached(name: String, type: String) throws {
        let policies = try all(["\(Self.path)/a/b/1"])
        let error = failure { () throws(ServiceError) in _ = try get(name, type, of: policies) }
        #expect(error?.name == "ResourceNotFoundException")
    }

    static let resources = [
        ("nonsense", "InvalidParameterException", "ValidationException"),
        (
            "arn:aws:mpa:us-east-1:111122223333:session/t/s", "InvalidParameterException",
            "ValidationException"
        ),
        (team, "ResourceNotFoundException", "ResourceNotFoundException"),
        (
            "arn:aws:mpa:eu-west-1:111122223333:approval-team/t-1", "ResourceNotFoundException",
            "ResourceNotFoundException"
        ),
        (
            "arn:aws:mpa:us-east-1:444455556666:approval-team/t-1", "AccessDeniedException",
            "AccessDeniedException"
        ),
    ]

    @Test("An ARN that names no team of the caller is refused as declared", arguments: resources)
    func resource(arn: String, onGet: String, onList: String) throws {
        let input = Structure([
            "ResourceArn": .string(arn), "PolicyName": .string("x"),
            "PolicyType": .string("AWS_RAM"),
        ])
        let get = #expect(throws: ServiceError.self) {
            try GetResourcePolicy.perform(input, work)
        }
        #expect(get?.name == onGet)
        let list = #expect(throws: ServiceError.self) {
            try ListResourcePolicies.perform(input, work)
        }
        #expect(list?.name == onList)
    }
}
