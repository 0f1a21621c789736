@testable import AWSProtocol
import Foundation
import Testing

/// AWS's own test suite for signers, where it lies beside the project.
@Suite("Signature Version 4 suite")
struct SigV4SuiteTests {
    struct Case: Decodable, Sendable, CustomStringConvertible {
        struct Context: Decodable, Sendable {
            struct Credentials: Decodable, Sendable {
                let secret_access_key: String
                let token: String?
            }
            let credentials: Credentials
            let normalize: Bool
            let omit_session_token: Bool?
        }

        struct Expected: Sendable {
            let canonical: String
            let stringToSign: String
            let request: String
        }

        let name: String
        let context: Context
        let header: Expected
        let query: Expected

        var description: String { name }

        init(from decoder: any Decoder) throws {
            let files = try decoder.singleValueContainer().decode([String: Content].self)
            func text(_ name: String) -> String { files[name]?.text ?? "" }
            func expected(_ form: String) -> Expected {
                Expected(
                    canonical: text("\(form)-canonical-request.txt"),
                    stringToSign: text("\(form)-string-to-sign.txt"),
                    request: text("\(form)-signed-request.txt"))
            }
            name = text("name")
            guard let context = files["context.json"]?.context else {
                throw CocoaError(.coderValueNotFound)
            }
            self.context = context
            header = expected("header")
            query = expected("query")
        }
    }

    /// A file of a case: text, or the context.
    enum Content: Decodable {
        case text(String)
        case context(Case.Context)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let text = try? value.decode(String.self) {
                self = .text(text)
            } else {
                self = .context(try value.decode(Case.Context.self))
            }
        }

        var text: String? { if case .text(let text) = self { text } else { nil } }
        var context: Case.Context? {
            if case .context(let context) = self { context } else { nil }
        }
    }

    struct Suite: Decodable {
        let cases: [Case]
    }

    static let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/conformance/aws-signing-test-suite-v4.json")
    static let cases: [Case] = {
        guard let data = try? Data(contentsOf: file) else { return [] }
        return (try? JSONDecoder().decode(Suite.self, from: data).cases) ?? []
    }()
    /// 2015-08-30T12:36:00Z
    static let now: Int64 = 1_440_938_160_000
    static let isPresent = FileManager.default.fileExists(atPath: file.path)

    @Test(
        "The suite is whole",
        .enabled(if: isPresent, "the suite is not beside the project"))
    func count() {
        #expect(Self.cases.count == 38)
    }

    @Test(
        "Signed headers verify, and the texts signed are those of AWS",
        .enabled(if: isPresent, "the suite is not beside the project"), arguments: cases)
    func header(found: Case) throws { try verify(found, found.header) }

    @Test(
        "Presigned queries verify, and the texts signed are those of AWS",
        .enabled(if: isPresent, "the suite is not beside the project"), arguments: cases)
    func query(found: Case) throws { try verify(found, found.query) }

    @Test(
        "Each of them with another secret is refused with the same texts",
        .enabled(if: isPresent, "the suite is not beside the project"), arguments: cases)
    func wrongSecret(found: Case) throws {
        for expected in [found.header, found.query] {
            let refusal = SigV4Error.mismatch(
                canonical: expected.canonical, stringToSign: expected.stringToSign)
            #expect(throws: refusal) {
                try verify(
                    expected, found.context,
                    SigV4Key(secret: "other", sessionToken: found.context.credentials.token))
            }
        }
    }

    private func verify(_ found: Case, _ expected: Case.Expected) throws {
        let credentials = found.context.credentials
        try verify(
            expected, found.context,
            SigV4Key(secret: credentials.secret_access_key, sessionToken: credentials.token))
    }

    private func verify(
        _ expected: Case.Expected, _ context: Case.Context, _ key: SigV4Key
    ) throws {
        let verifier = SigV4Verifier(service: "service", isRegion: { $0 == "us-east-1" })
        let form = SigV4Canonical.Form(
            normalizesPath: context.normalize,
            signsQueryToken: context.omit_session_token != true)
        try verifier.verify(try request(expected.request), now: Self.now, form: form) { id in
            id == "AKIDEXAMPLE" ? key : nil
        }
    }

    /// Reads the text of a request; its lines end with a line feed alone.
    private func request(_ text: String) throws -> SigV4Request {
        let parts = text.split(separator: "\n\n", maxSplits: 1).map(String.init)
        let lines = parts[0].split(separator: "\n").map(String.init)
        let first = lines[0].dropLast(" HTTP/1.1".count)
        let words = first.split(separator: " ", maxSplits: 1).map { Array($0.utf8) }
        var headers: [(name: String, value: String)] = []
        for line in lines.dropFirst() {
            if line.hasPrefix(" ") {
                headers[headers.count - 1].value += line
            } else {
                let field = line.split(separator: ":", maxSplits: 1).map(String.init)
                headers.append((field[0], field.count > 1 ? field[1] : ""))
            }
        }
        let target = try #require(RawTarget(words[1]))
        let body = parts.count > 1 ? parts[1] : ""
        return SigV4Request(
            method: String(decoding: words[0], as: UTF8.self), target: words[1],
            query: target.query, headers: headers,
            body: Array(body.drop { $0 == "\n" }.utf8))
    }
}
