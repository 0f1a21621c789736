import AWSProtocol
import Foundation
import Testing

/// Signatures that real clients were seen to make, where they lie beside the project.
@Suite("Recorded signatures")
struct RecordedSignatureTests {
    struct Sent: Decodable {
        let method: String
        let target: String
        let headers: [[String]]
        let body: String

        /// The same as signatures cover it, and the moment of its date.
        func signed() throws -> (request: SigV4Request, time: Int64)? {
            let raw = Array(target.utf8)
            let query = try #require(RawTarget(raw)).query
            let request = SigV4Request(
                method: method, target: raw, query: query,
                headers: headers.map { ($0[0], $0[1]) }, body: Array(body.utf8))
            let date =
                headers.first { $0[0].lowercased() == "x-amz-date" }?[1]
                ?? query.first { $0.name == "X-Amz-Date" }?.value
            guard let digits = date.map({ Array($0) }), digits.count == 16 else { return nil }
            let day = "\(String(digits[0..<4]))-\(String(digits[4..<6]))-\(String(digits[6..<8]))"
            let time = "\(String(digits[9..<11])):\(String(digits[11..<13])):"
            let text = "\(day)T\(time)\(String(digits[13..<15]))Z"
            return (request, try #require(Timestamp.milliseconds(text)))
        }
    }

    struct Case: Decodable {
        let requests: [Sent]
    }

    struct Recording: Decodable {
        let cases: [Case]
    }

    private static func isPresent(_ name: String) -> Bool { ConformanceTests.isPresent(name) }

    private func read<Value: Decodable>(_ name: String, _ type: Value.Type) throws -> Value {
        let file = ConformanceTests.folder.appending(path: name)
        return try JSONDecoder().decode(type, from: Data(contentsOf: file))
    }

    /// How many of them are signed; each of these must verify.
    private func verified(_ cases: [Case], token: String? = nil) throws -> Int {
        let verifier = SigV4Verifier(
            service: "mpa", isRegion: { ["us-east-1", "eu-west-1"].contains($0) })
        var count = 0
        for sent in cases.flatMap(\.requests) {
            guard let (request, time) = try sent.signed() else { continue }
            let hasToken = sent.headers.contains { $0[0].lowercased() == "x-amz-security-token" }
            try verifier.verify(request, now: time) { _ in
                SigV4Key(
                    secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                    sessionToken: hasToken ? token : nil)
            }
            count += 1
        }
        return count
    }

    @Test(
        "What boto3 signed verifies",
        .enabled(if: isPresent("boto3-requests.json"), "the recordings are not beside the project"))
    func boto3() throws {
        #expect(try verified(read("boto3-requests.json", Recording.self).cases) > 20)
    }

    @Test(
        "What the AWS CLI signed verifies",
        .enabled(if: isPresent("awscli-requests.json"), "the recordings are not beside the project")
    )
    func awsCLI() throws {
        let cases = try read("awscli-requests.json", [Recording].self).flatMap(\.cases)
        #expect(try verified(cases) > 20)
    }

    @Test(
        "So do session tokens, other Regions, other keys and presigned requests",
        .enabled(
            if: isPresent("boto3-auth-variants.json"), "the recordings are not beside the project"))
    func variants() throws {
        let cases = try read("boto3-auth-variants.json", [Case].self)
        let token = "IQoJb3JpZ2luX2VjEXAMPLETOKEN//////////wEaCXVzLWVhc3QtMSJHMEUC"
        #expect(try verified(cases, token: token) == 5)
    }
}
