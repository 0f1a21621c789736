import AWSProtocol
import Testing

@testable import MPA

@Suite("Policies")
struct PolicyTests {
    static let arn = "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault"

    private func version(
        _ arn: String, _ bench: Bench, as other: Caller? = nil
    ) throws(ServiceError) -> Structure? {
        let input = Structure(["PolicyVersionArn": .string(arn)])
        return try bench.perform(.getPolicyVersion, input, as: other)
            .structure["PolicyVersion"]?.structure
    }

    /// The rows of every page of a list, read with that page size.
    private func pages(
        _ operation: OperationName, _ list: String, _ input: KeyValuePairs<String, Document?>,
        size: Int64, _ bench: Bench
    ) throws -> [[Structure]] {
        var pages: [[Structure]] = []
        var token: Document?
        repeat {
            var request = Structure(input)
            request.append("MaxResults", .integer(size))
            request.append("NextToken", token)
            let answer = try bench.perform(operation, request).structure
            pages.append((answer[list]?.list ?? []).compactMap(\.structure))
            token = answer["NextToken"]
        } while token != nil
        return pages
    }

    @Test("ListPolicies answers the built-in policy under an ARN of the caller's partition")
    func list() throws {
        let bench = try Bench()
        let expected = Structure([
            "Arn": .string(Self.arn), "DefaultVersion": .integer(1),
            "PolicyType": .string("AWS_MANAGED"), "Name": .string("CreateRestoreAccessVault"),
        ])
        #expect(
            try bench.perform(.listPolicies, Structure()).structure
                == Structure(["Policies": .list([.structure(expected)])]))
        let other = Caller(account: "444455556666", region: "cn-north-1", partition: "aws-cn")
        let policies = try bench.perform(.listPolicies, Structure(), as: other)
            .structure["Policies"]?.list
        #expect(
            policies?.first?.structure?["Arn"]?.string
                == "arn:aws-cn:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault")
    }

    @Test("ListPolicyVersions answers every member of a version but its document")
    func versions() throws {
        let bench = try Bench()
        let answer = try bench.perform(
            .listPolicyVersions, Structure(["PolicyArn": .string(Self.arn)])
        ).structure
        let expected = Structure([
            "Arn": .string("\(Self.arn)/1"), "PolicyArn": .string(Self.arn),
            "VersionId": .integer(1), "PolicyType": .string("AWS_MANAGED"),
            "IsDefault": .boolean(true), "Name": .string("CreateRestoreAccessVault"),
            "Status": .string("ATTACHABLE"), "CreationTime": .timestamp(1_750_118_400_000),
            "LastUpdatedTime": .timestamp(1_750_118_400_000),
        ])
        #expect(answer == Structure(["PolicyVersions": .list([.structure(expected)])]))
    }

    @Test("GetPolicyVersion answers the document too, and $DEFAULT is the default version")
    func get() throws {
        let bench = try Bench()
        let found = try version("\(Self.arn)/1", bench)
        #expect(found?["Arn"] == .string("\(Self.arn)/1"))
        #expect(found?["Document"] == .string(PolicyTable.builtInDocument))
        #expect(try version("\(Self.arn)/$DEFAULT", bench) == found)
    }

    @Test("Of several versions one is the default, and a deprecated one is still told")
    func severalVersions() throws {
        let store = try Store.inMemory()
        let old = PolicyTableTests.version(1, of: "a/b", status: .deprecated)
        try store.transaction {
            try store.policies.insert(
                PolicyTableTests.policy("a/b", default: 2),
                versions: [old, PolicyTableTests.version(2, of: "a/b")])
        }
        let bench = try Bench(store: store)
        let arn = "arn:aws:mpa:::aws:policy/a/b"
        #expect(try version("\(arn)/$DEFAULT", bench)?["VersionId"] == .integer(2))
        let first = try version("\(arn)/1", bench)
        #expect(first?["IsDefault"] == .boolean(false))
        #expect(first?["Status"] == .string("DEPRECATED"))
        #expect(first?["CreationTime"] == .timestamp(1_000))
        #expect(first?["LastUpdatedTime"] == .timestamp(1_001))
        #expect(first?["Document"] == .string(old.document))
    }

    static let unknown = [
        "arn:aws:mpa:::aws:policy/backup.amazonaws.com/Unknown",
        "arn:aws:mpa:::aws:policy/BACKUP.amazonaws.com/CreateRestoreAccessVault",
        "arn:aws-cn:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault",
        "arn:aws:x:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault",
    ]

    @Test("An unknown policy, also one of another partition, is not found", arguments: unknown)
    func notFound(arn: String) throws {
        let bench = try Bench()
        let onList = failure { () throws(ServiceError) in
            _ = try bench.perform(.listPolicyVersions, Structure(["PolicyArn": .string(arn)]))
        }
        #expect(onList?.name == "ResourceNotFoundException")
        for number in ["1", "$DEFAULT"] {
            let onGet = failure { () throws(ServiceError) in
                _ = try version("\(arn)/\(number)", bench)
            }
            #expect(onGet?.name == "ResourceNotFoundException")
            #expect(onGet?.text.contains("\(arn)/\(number)") == true)
        }
    }

    @Test(
        "An unknown version is not found",
        arguments: ["0", "2", "01", "99999999999999999999", "$default"])
    func unknownVersion(number: String) throws {
        let bench = try Bench()
        let error = failure { () throws(ServiceError) in
            _ = try version("\(Self.arn)/\(number)", bench)
        }
        #expect(error?.name == "ResourceNotFoundException")
    }

    @Test("Pages of policies and of versions have every row once", arguments: [1, 2, 3, 20])
    func paging(size: Int64) throws {
        let paths = (0..<6).map { "service\($0)/Policy" }
        let bench = try Bench(store: try PolicyTableTests.store(paths, versions: 5))
        let policies = try pages(.listPolicies, "Policies", [:], size: size, bench)
        #expect(
            policies.joined().map { $0["Arn"]?.string }
                == ([PolicyTable.builtInPath] + paths).map { "arn:aws:mpa:::aws:policy/\($0)" })
        #expect(
            policies.dropLast().allSatisfy { $0.count == size } && policies.last?.isEmpty != true)
        let arn = Document.string("arn:aws:mpa:::aws:policy/\(paths[3])")
        let versions = try pages(
            .listPolicyVersions, "PolicyVersions", ["PolicyArn": arn], size: size, bench)
        #expect(versions.joined().map { $0["VersionId"]?.integer } == [1, 2, 3, 4, 5])
    }

    @Test("The token of one policy's versions is refused for another's and for ListPolicies")
    func foreignToken() throws {
        let bench = try Bench(store: try PolicyTableTests.store(["a/b", "a/c"], versions: 2))
        func input(_ path: String, _ token: Document?) -> Structure {
            Structure([
                "PolicyArn": .string("arn:aws:mpa:::aws:policy/\(path)"),
                "MaxResults": .integer(1), "NextToken": token,
            ])
        }
        let token = try bench.perform(.listPolicyVersions, input("a/b", nil))
            .structure["NextToken"]
        #expect(token != nil)
        for (operation, input) in [
            (OperationName.listPolicyVersions, input("a/c", token)),
            (.listPolicies, Structure(["NextToken": token])),
        ] {
            let error = failure { () throws(ServiceError) in
                _ = try bench.perform(operation, input)
            }
            #expect(error?.name == "ValidationException")
        }
    }
}
