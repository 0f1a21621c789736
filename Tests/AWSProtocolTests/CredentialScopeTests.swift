import AWSProtocol
import Testing

@Suite("Credential scope")
struct CredentialScopeTests {
    private static let rest = "SignedHeaders=host;x-amz-date, Signature=abc"
    private static let credential = "Credential=AKIDEXAMPLE/20261123/eu-west-1/mpa/aws4_request"

    @Test(
        "An Authorization header tells key, Region and service in either form of spacing",
        arguments: [
            "AWS4-HMAC-SHA256 \(credential), \(rest)",
            "AWS4-HMAC-SHA256 \(credential),SignedHeaders=host,Signature=abc",
            "AWS4-HMAC-SHA256  \(credential),  \(rest)",
            "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=abc, \(credential)",
            "AWS4-HMAC-SHA256 SignedHeaders=host,Signature=abc,\(credential)",
            "AWS4-HMAC-SHA256 \(credential)",
        ])
    func authorization(header: String) throws {
        let scope = try #require(CredentialScope(authorization: Array(header.utf8)[...]))
        #expect(scope.accessKeyID == "AKIDEXAMPLE")
        #expect(scope.region == "eu-west-1")
        #expect(scope.service == "mpa")
    }

    @Test(
        "Any other Authorization header tells nothing",
        arguments: [
            "", "Basic dXNlcjpwYXNz", "Bearer \(credential)", "AWS AKIDEXAMPLE:signature",
            credential,
            "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256 \(rest)",
            "AWS4-HMAC-SHA256 Credential=, \(rest)", "AWS4-HMAC-SHA256 Credential=AKID, \(rest)",
            "AWS4-HMAC-SHA256 credential=A/20261123/eu-west-1/mpa/aws4_request",
            "AWS4-HMAC-SHA256 XCredential=A/20261123/eu-west-1/mpa/aws4_request",
            " AWS4-HMAC-SHA256 \(credential)", "aws4-hmac-sha256 \(credential)",
            "AWS4-HMAC-SHA2567 \(credential)", "AWS4-HMAC-SHA256-X \(credential)",
            "AWS4-HMAC-SHA256,\(credential)", "AWS4-HMAC-SHA256\(credential)",
            "AWS4-HMAC-SHA256\u{301} \(credential)", "AWS4-HMAC-SHA256\t\(credential)",
            "AWS4-HMAC-SHA512 \(credential)", "AWS4-ECDSA-P256-SHA256 \(credential)",
        ])
    func otherAuthorization(header: String) {
        #expect(CredentialScope(authorization: Array(header.utf8)[...]) == nil)
    }

    @Test("The credential of a presigned URL tells the same")
    func presigned() throws {
        let target = try #require(
            RawTarget(
                Array("/?X-Amz-Credential=AKID%2F20261123%2Fus-east-1%2Fmpa%2Faws4_request".utf8)))
        let value = try #require(target.queryValue("X-Amz-Credential"))
        let scope = try #require(CredentialScope(credential: value))
        #expect(scope.accessKeyID == "AKID")
        #expect(scope.region == "us-east-1")
        #expect(scope.service == "mpa")
    }

    @Test(
        "A credential without its five parts tells nothing",
        arguments: [
            "", "/", "////", "AKID", "AKID/20261123/us-east-1/mpa",
            "/20261123/us-east-1/mpa/aws4_request",
            "AKID/20261123//mpa/aws4_request", "AKID/20261123/us-east-1/mpa/aws4_request/",
            "AKID/20261123/us-east-1/mpa/aws4_request/x",
            "AK/ID/20261123/us-east-1/mpa/aws4_request",
            "AKID 20261123 us-east-1 mpa aws4_request",
            "AKID/20261123/us-east-1//aws4_request", "AKID/20261123/us-east-1/mpa/",
            "AKID/20261123/us-east-1/mpa/aws4", "AKID/20261123/us-east-1/mpa/aws4_requests",
            "AKID/20261123/us-east-1/mpa/AWS4_REQUEST", "AKID/20261123/us-east-1/mpa/aws3_request",
            "AKID/20261123/us-east-1/mpa/aws4_request\u{301}",
            "AKID/20261123/us-east-1/mpa/ aws4_request", "AKID/20261123/us-east-1/mpa/sigv4",
        ])
    func malformedCredential(credential: String) {
        #expect(CredentialScope(credential: credential) == nil)
    }

    @Test("A key of twelve digits is an account", arguments: ["000000000000", "111122223333"])
    func account(key: String) throws {
        let scope = try #require(CredentialScope(credential: "\(key)/d/us-east-1/mpa/aws4_request"))
        #expect(scope.account == key)
    }

    @Test(
        "Any other key stands for no account of its own",
        arguments: [
            "test", "11112222333", "1111222233334", "AKIAIOSFODNN", "１１１１", "11112222333a",
            "-11112222333",
        ])
    func noAccount(key: String) throws {
        let scope = try #require(CredentialScope(credential: "\(key)/d/us-east-1/mpa/aws4_request"))
        #expect(scope.accessKeyID == key)
        #expect(scope.account == nil)
    }
}
