import MPA
import Testing

@Suite("Policy ARNs")
struct PolicyARNTests {
    static let path = "backup.amazonaws.com/CreateRestoreAccessVault"

    static let texts: [(String, PolicyARN)] = [
        ("arn:aws:mpa:::aws:policy/\(path)", PolicyARN(partition: "aws", path: path)),
        (
            "arn:aws:mpa:::aws:policy/\(path)/1",
            PolicyARN(partition: "aws", path: path, version: .number(1))
        ),
        (
            "arn:aws-us-gov:mpa:::aws:policy/\(path)/$DEFAULT",
            PolicyARN(partition: "aws-us-gov", path: path, version: .standing)
        ),
        (
            "arn:aws:mpa:::aws:policy/a/1/9223372036854775807",
            PolicyARN(partition: "aws", path: "a/1", version: .number(.max))
        ),
        ("arn:aws:mpa:::aws:policy/a/1", PolicyARN(partition: "aws", path: "a/1")),
    ]

    @Test(
        "An ARN is read into partition, path and version, and written as it was", arguments: texts)
    func roundTrip(text: String, arn: PolicyARN) {
        #expect(PolicyARN(text) == arn)
        #expect(arn.description == text)
    }

    @Test(
        "Another text is no policy's ARN",
        arguments: [
            "", "arn", path, "arn:aws:mpa:::aws:policy", "arn:aws:mpa:::aws:policy/",
            "arn:aws:mpa:::aws:policy/a", "arn:aws:mpa:::aws:policy/a/",
            "arn:aws:mpa:::aws:policy//a",
            "arn:aws:mpa:::aws:policy/a/b/", "arn:aws:mpa:::aws:policy/a/b/1/1",
            "arn:aws:mpa::aws:policy/a/b", "arn:aws:mpa:us-east-1::aws:policy/a/b",
            "arn:aws:mpa::123456789012:aws:policy/a/b", "arn:aws:iam:::aws:policy/a/b",
            "arn::mpa:::aws:policy/a/b", "arn:aws:x:mpa:::aws:policy/a/b",
            "arn:aws:mpa:::aws:Policy/a/b", "arn:aws:mpa:::aws:policy/a:b/c",
        ])
    func otherTexts(text: String) {
        #expect(PolicyARN(text) == nil)
    }

    @Test(
        "A version is a number from 1 in its shortest form, or $DEFAULT",
        arguments: [
            "0", "-1", "+1", "01", "1.0", "1 ", "x", "9223372036854775808", "$default", "DEFAULT",
            "$LATEST", "١",
        ])
    func otherVersions(version: String) {
        #expect(PolicyARN("arn:aws:mpa:::aws:policy/a/b/\(version)") == nil)
    }
}
