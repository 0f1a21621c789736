import AWSProtocol
import MPA
import Testing

@Suite("Tags")
struct TagTests {
    @Test("Tags are those of the create, overwritten by later ones, less those taken off")
    func lifecycle() throws {
        let bench = try Bench()
        _ = try bench.create(tags: ["team": "blue", "stage": "test"])
        _ = try bench.tag(["team": "green", "": "never validated here"])
        let keys = Structure([
            "ResourceArn": .string(bench.arn),
            "TagKeys": .list([.string("stage"), .string("absent")]),
        ])
        #expect(try bench.perform(.untagResource, keys) == .structure(Structure()))
        #expect(try bench.tags() == ["team": "green", "": "never validated here"])
    }

    @Test("Fifty tags after merging are the most; one more is TooManyTags and changes nothing")
    func most() throws {
        let bench = try Bench()
        _ = try bench.create(tags: numbered(0..<49))
        _ = try bench.tag(["k0": "again", "k49": "v"])
        let error = failure { () throws(ServiceError) in
            _ = try bench.tag(["k50": "v", "k1": "changed"])
        }
        #expect(error?.name == "TooManyTagsException")
        #expect(error?.document.members["ResourceName"] == .string(bench.arn))
        #expect(try bench.tags().count == 50 && bench.tags()["k1"] == "v")
    }

    @Test("A create with more than fifty tags is refused as the create declares it")
    func mostOnCreate() throws {
        let bench = try Bench()
        let error = failure { () throws(ServiceError) in
            _ = try bench.create(tags: numbered(0..<51))
        }
        #expect(error?.name == "ValidationException")
        _ = try bench.create(tags: numbered(0..<50))
    }

    @Test("The prefix aws: is reserved in any case", arguments: ["aws:x", "AWS:x", "Aws:", "aws:"])
    func reserved(key: String) throws {
        let bench = try Bench()
        let onCreate = failure { () throws(ServiceError) in _ = try bench.create(tags: [key: "v"]) }
        #expect(onCreate?.name == "ValidationException")
        _ = try bench.create(tags: ["awsx": "v"])
        let onTag = failure { () throws(ServiceError) in _ = try bench.tag([key: "v"]) }
        #expect(onTag?.name == "ValidationException")
    }

    @Test(
        "A key that only looks reserved is not",
        arguments: [
            "aws", "aws\u{1a}x", "aws\u{1a}", "AWS\u{1a}", "aw:s", "aws;", "a\u{77}s", "xaws:",
            " aws:", "aws\u{301}:", "\u{ff41}ws:", "aws-x:",
        ])
    func notReserved(key: String) throws {
        #expect(!Tag(key: key, value: "").isReserved)
        let bench = try Bench()
        _ = try bench.create(tags: [key: "v"])
        #expect(try bench.tag([key: "w"]) == .structure(Structure()))
    }

    @Test(
        "Reserved keys are refused before anybody looks for the resource",
        arguments: [
            "arn:aws:mpa:us-east-1:111122223333:identity-source/IamIdentityCenter",
            "arn:aws:mpa:us-east-1:111122223333:approval-team/t",
            "arn:aws:mpa:us-east-1:444455556666:approval-team/t", "nonsense",
        ])
    func reservedFirst(arn: String) throws {
        let bench = try Bench()
        let error = failure { () throws(ServiceError) in
            _ = try bench.tag(["k": "v", "aws:k": "v"], arn: arn)
        }
        #expect(error == .validation("Tag keys that begin with aws: are reserved for AWS."))
        let other = failure { () throws(ServiceError) in _ = try bench.tag(["k": "v"], arn: arn) }
        #expect(other != nil && other != error)
    }

    @Test(
        "Only teams and identity sources can be tagged; unknown ones are not found",
        arguments: [
            ("arn:aws:mpa:us-east-1:111122223333:session/t/s", "ValidationException"),
            ("arn:aws:mpa:::aws:policy/backup.amazonaws.com/X", "ValidationException"),
            ("nonsense", "ValidationException"),
            ("arn:aws:mpa:us-east-1:111122223333:approval-team/t", "ResourceNotFoundException"),
            ("arn:aws:mpa:us-east-1:111122223333:identity-source/x", "ResourceNotFoundException"),
            (
                "arn:aws:mpa:eu-west-1:111122223333:identity-source/IamIdentityCenter",
                "ResourceNotFoundException"
            ),
            ("arn:aws:mpa:us-east-1:444455556666:approval-team/t", "AccessDeniedException"),
        ])
    func targets(arn: String, exception: String) throws {
        let bench = try Bench()
        _ = try bench.create()
        let inputs: [(OperationName, Structure)] = [
            (
                .tagResource,
                Structure(["ResourceArn": .string(arn), "Tags": Bench.map(["k": "v"])])
            ),
            (.untagResource, Structure(["ResourceArn": .string(arn), "TagKeys": .list([])])),
            (.listTagsForResource, Structure(["ResourceArn": .string(arn)])),
        ]
        for (operation, input) in inputs {
            let error = failure { () throws(ServiceError) in
                _ = try bench.perform(operation, input)
            }
            #expect(error?.name == exception, "\(operation)")
        }
    }

    private func numbered(_ range: Range<Int>) -> [String: String] {
        Dictionary(uniqueKeysWithValues: range.map { ("k\($0)", "v") })
    }
}
