import Emulator
import HTTPServer
import Logging
@testable import MPA
import SQLite
import TestSupport
import Testing

@Suite("Pipeline")
struct PipelineTests {
    private let pipeline: Pipeline

    init() throws {
        let service = try Service(
            store: try .inMemory(), settings: ServiceSettings(),
            clock: EmulatorClock(frozenAt: 1_795_435_392_123))
        pipeline = Pipeline(
            Configuration(), service: service, storage: .memory,
            log: Log(level: .critical, format: .text))
    }

    /// Status and error type of an answer, which must be JSON.
    private func answer(
        _ line: String, _ headers: [(String, String)] = [], _ body: String = "",
        isBodyTooLarge: Bool = false
    ) -> (status: Int, type: String?) {
        let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let response = pipeline.answer(
            Request(
                method: String(words[0]), target: Array(words[1].utf8), headers: Headers(headers),
                body: Array(body.utf8), isBodyTooLarge: isBodyTooLarge))
        func header(_ name: String) -> String? {
            response.headers.first { $0.name.lowercased() == name }?.value
        }
        #expect(header("content-type")?.hasPrefix("application/") == true)
        #expect(response.body.first == UInt8(ascii: "{"))
        return (response.status, header("x-amzn-errortype"))
    }

    @Test(
        "Why the server failed is in the log, with the request's id, and not in the answer",
        arguments: [("PATCH /_mpa/settings", #"{"mfa":true}"#), ("POST /identity-sources", nil)])
    func failure(line: String, body: String?) throws {
        let store = try Store.inMemory()
        let service = try Service(
            store: store, settings: ServiceSettings(),
            clock: EmulatorClock(frozenAt: 1_795_435_392_123))
        let lines = LogTests.Lines()
        let pipeline = Pipeline(
            Configuration(), service: service, storage: .memory,
            log: Log(level: .error, format: .json, sink: lines.append))
        try store.connection.execute("PRAGMA query_only = 1")
        let words = line.split(separator: " ")
        let creation = """
            {"IdentitySourceParameters": {"IamIdentityCenter": {"Region": "us-east-1", \
            "InstanceArn": "arn:aws:sso:::instance/ssoins-0123456789abcdef"}}}
            """
        let response = pipeline.answer(
            Request(
                method: String(words[0]), target: Array(words[1].utf8),
                headers: Headers([Self.json, ("host", "localhost")]),
                body: Array((body ?? creation).utf8)))
        #expect(response.status == 500)
        #expect(!String(decoding: response.body, as: UTF8.self).contains("readonly"))
        let id = try #require(response.headers.first { $0.name == "x-amzn-requestid" }?.value)
        #expect(lines.text.contains("readonly database") && lines.text.contains(id))
    }

    private static func signed(_ region: String) -> (String, String) {
        let scope = "111122223333/20261123/\(region)/mpa/aws4_request"
        return ("authorization", "AWS4-HMAC-SHA256 Credential=\(scope), Signature=0")
    }

    private static let elsewhere = signed("eu-west-1")
    private static let json = ("content-type", "application/json")
    private static let text = ("content-type", "text/plain")
    private static let malformed = #"{"Tags": 5, "ClientToken": }"#
    private static let mistyped = #"{"Tags": 5}"#

    /// A request in which everything from one stage on is wrong, and what it is told.
    struct Faulty: Sendable, CustomStringConvertible {
        let description: String
        let line: String
        let headers: [(String, String)]
        let body: String
        let isBodyTooLarge: Bool
        let type: String

        init(
            _ type: String, _ line: String, _ headers: [(String, String)], _ body: String,
            isBodyTooLarge: Bool = false
        ) {
            description = "\(line) \(body)"
            (self.line, self.headers, self.body) = (line, headers, body)
            (self.isBodyTooLarge, self.type) = (isBodyTooLarge, type)
        }
    }

    static let restFaults = [
        Faulty(
            "RequestEntityTooLargeException", "POST *", [text, elsewhere], "",
            isBodyTooLarge: true),
        Faulty(
            "RequestEntityTooLargeException", "POST /x", [text, elsewhere], "",
            isBodyTooLarge: true),
        Faulty("UnknownOperationException", "POST /x", [text, elsewhere], malformed),
        Faulty(
            "UnsupportedMediaTypeException", "POST /identity-sources", [text, elsewhere],
            malformed),
        Faulty("SerializationException", "POST /identity-sources", [json, elsewhere], malformed),
        Faulty("ValidationException", "POST /identity-sources", [json, elsewhere], mistyped),
        Faulty("SerializationException", "POST /identity-sources", [json], mistyped),
        Faulty("ValidationException", "POST /identity-sources", [json], "{}"),
        Faulty("SerializationException", "POST /approval-teams", [json], #"{"Name": 5}"#),
        Faulty("ValidationException", "POST /approval-teams", [json], "{}"),
        Faulty(
            "ValidationException", "POST /identity-sources?List&MaxResults=x", [elsewhere], ""),
        Faulty("SerializationException", "POST /identity-sources?List&MaxResults=x", [], ""),
        Faulty("ValidationException", "POST /identity-sources?List&MaxResults=21", [], ""),
        Faulty("ValidationException", "POST /approval-teams?List", [elsewhere], ""),
    ]

    @Test("The first stage that refuses decides the answer", arguments: restFaults)
    func order(faulty: Faulty) {
        let found = answer(
            faulty.line, faulty.headers, faulty.body, isBodyTooLarge: faulty.isBodyTooLarge)
        #expect(found.type == faulty.type)
    }

    @Test(
        "The stages of awsJson have the same order",
        arguments: [
            ("Nothing", elsewhere, malformed, "UnknownOperationException"),
            ("CreateIdentitySource", elsewhere, malformed, "SerializationException"),
            ("CreateIdentitySource", elsewhere, mistyped, "ValidationException"),
            ("CreateIdentitySource", elsewhere, "[]", "ValidationException"),
            ("CreateIdentitySource", signed("us-east-1"), mistyped, "SerializationException"),
            ("CreateIdentitySource", signed("us-east-1"), "[]", "SerializationException"),
            ("CreateIdentitySource", signed("us-east-1"), "{}", "ValidationException"),
            ("GetApprovalTeam", signed("us-east-1"), "{}", "ValidationException"),
        ])
    func awsJSONOrder(name: String, scope: (String, String), body: String, type: String) {
        let headers = [
            ("content-type", "application/x-amz-json-1.1"), ("x-amz-target", "MPA.\(name)"), scope,
        ]
        #expect(answer("POST /", headers, body).type == type)
    }

    @Test("A Region that is not served is told as such, before a wrong type")
    func region() throws {
        let response = pipeline.answer(
            Request(
                method: "POST", target: Array("/identity-sources".utf8),
                headers: Headers([Self.json, Self.elsewhere]), body: Array(Self.mistyped.utf8)))
        #expect(String(decoding: response.body, as: UTF8.self).contains("eu-west-1"))
    }

    @Test(
        "What is no credential counts as none, and is not refused",
        arguments: [
            "Basic dXNlcjpwYXNz", "AWS4-HMAC-SHA2567 Credential=a/d/eu-west-1/mpa/aws4_request",
            "AWS4-HMAC-SHA256 Credential=a/d/eu-west-1//aws4_request",
            "AWS4-HMAC-SHA256 Credential=a/d/eu-west-1/mpa/aws3_request", "",
        ])
    func noCredential(header: String) {
        let found = answer("POST /identity-sources?List", [("authorization", header)])
        #expect(found.status == 200)
    }

    @Test("Every Accept field counts, and any that lets JSON in is enough")
    func accept() {
        let list = "POST /identity-sources?List"
        let (html, json) = (("accept", "text/html"), ("Accept", "application/json"))
        #expect(answer(list, [html, json]).status == 200)
        #expect(answer(list, [json, html]).status == 200)
        #expect(answer(list, [("accept", ""), ("accept", ",")]).status == 200)
        #expect(answer(list, [("accept", "application/x-amz-json-1.1")]).status == 200)
        #expect(answer(list, [html, ("accept", "image/png")]).status == 406)
        #expect(answer(list, [("accept", ""), html]).status == 406)
    }

    @Test("Every Content-Encoding field counts")
    func contentEncoding() {
        let list = "POST /identity-sources?List"
        let (none, gzip) = (("content-encoding", "identity"), ("content-encoding", "gzip"))
        #expect(answer(list, [none]).status == 200)
        #expect(answer(list, [none, gzip]).status == 400)
    }

    static let oddTargets = [
        "OPTIONS *", "GET *", "POST *", "POST http://127.0.0.1/identity-source?List",
        "GET http://127.0.0.1", "CONNECT 127.0.0.1:80", "CONNECT host", "GET identity-sources",
        "GET ?List", "GET /%", "GET /%zz", "OPTIONS /", "OPTIONS /identity-sources",
        "TRACE /identity-sources", "GET //", "GET /", "BREW /identity-sources",
    ]

    @Test(
        "A target that is no path of ours is refused in JSON, and never a crash",
        arguments: oddTargets + ["GET ", " ", " /", "GET #", "OPTIONS \u{0}", "\u{212a} /"])
    func target(line: String) {
        let found = answer(line)
        let isUnknown = found == (404, "UnknownOperationException")
        #expect(isUnknown || found == (400, "MalformedHttpRequestException"), "\(found)")
        let withTarget = answer(line, [("x-amz-target", "MPA.ListIdentitySources")], "{")
        #expect((400...415).contains(withTarget.status))
    }

    private func serving<Result>(_ body: (RawClient) throws -> Result) throws -> Result {
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let server = try Server(socket: socket, threads: 1, handler: pipeline.answer)
        defer { server.stop() }
        return try body(try RawClient(port: socket.port))
    }

    @Test("Over a socket such targets are refused as well", arguments: oddTargets)
    func targetOverSocket(line: String) throws {
        let response = try serving { client in
            try client.send("\(line) HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n")
            return try client.readResponse()
        }
        #expect([400, 404].contains(response.status))
        #expect(response["content-type"] == "application/json")
        #expect(response["x-amzn-errortype"] != nil)
    }

    private static let bodyBytesMax = 1 << 20

    private func head(_ length: Int, _ version: String) -> String {
        "POST / HTTP/1.1\r\nHost: h\r\nX-Amz-Target: MPA.ListIdentitySources\r\n"
            + "Content-Type: application/x-amz-json-\(version)\r\nContent-Length: \(length)\r\n\r\n"
    }

    @Test("A body of awsJson over 1 MiB is told so in awsJson", arguments: ["1.0", "1.1"])
    func awsJSONTooLarge(version: String) throws {
        let response = try serving { client in
            try client.send(head(Self.bodyBytesMax + 1, version))
            return try client.readResponse()
        }
        let name = version == "1.0" ? "com.amazonaws.mpa#" : ""
        #expect(response.status == 413)
        #expect(response["content-type"] == "application/x-amz-json-\(version)")
        #expect(response["x-amzn-errortype"] == "RequestEntityTooLargeException")
        #expect(
            response.text == "{\"__type\":\"\(name)RequestEntityTooLargeException\","
                + "\"message\":\"The request body is over 1048576 bytes.\"}")
    }

    @Test("A body of awsJson of just 1 MiB is taken")
    func awsJSONAtLimit() throws {
        let response = try serving { client in
            try client.send(head(Self.bodyBytesMax, "1.1"))
            try client.send("{}" + String(repeating: " ", count: Self.bodyBytesMax - 2))
            return try client.readResponse()
        }
        #expect(response.status == 200)
    }

    @Test("Control routes know the name that the server listens on, and no other")
    func ownName() throws {
        var configuration = Configuration()
        configuration.host = "mpa.example.test"
        let service = try Service(
            store: .inMemory(), settings: ServiceSettings(),
            clock: EmulatorClock(frozenAt: 1_795_435_392_123))
        let pipeline = Pipeline(
            configuration, service: service, storage: .memory,
            log: Log(level: .critical, format: .text))
        for (host, status) in [("mpa.example.test:6720", 200), ("other.example.test", 403)] {
            let request = Request(
                method: "GET", target: Array("/_mpa/clock".utf8),
                headers: Headers([("Host", host)]))
            #expect(pipeline.answer(request).status == status)
            let page = Request(
                method: "GET", target: Array("/portal/".utf8), headers: Headers([("Host", host)]))
            #expect(pipeline.answer(page).status == status)
        }
    }
}
