@testable import Emulator
import Foundation
import HTTPServer
import Logging
@testable import MPA
import TestSupport
import Testing

@Suite("Request routes")
struct JournalRouteTests {
    typealias Object = [String: Any]

    private let pipeline: Pipeline
    private let clock = EmulatorClock(frozenAt: 1_795_435_392_123)

    init() throws { pipeline = try Self.pipeline(clock) }

    private static func pipeline(
        _ clock: EmulatorClock, _ adjust: (inout Configuration) -> Void = { _ in }
    ) throws -> Pipeline {
        var configuration = Configuration()
        adjust(&configuration)
        let service = try Service(store: .inMemory(), settings: ServiceSettings(), clock: clock)
        return Pipeline(
            configuration, service: service, storage: .memory,
            log: Log(level: .critical, format: .text))
    }

    private static func request(
        _ line: String, _ body: String = "", _ headers: [(String, String)] = []
    ) -> Request {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        return Request(
            method: words[0], target: Array(words[1].utf8),
            headers: Headers(
                (body.isEmpty ? [] : [("Content-Type", "application/json")]) + headers),
            body: Array(body.utf8))
    }

    @discardableResult
    private func send(
        _ line: String, _ body: String = "", _ headers: [(String, String)] = [],
        to other: Pipeline? = nil
    ) -> (status: Int, id: String, members: Object) {
        let response = (other ?? pipeline).answer(Self.request(line, body, headers))
        let value = try? JSONSerialization.jsonObject(with: Data(response.body))
        return (
            response.status, response.headers.first { $0.name == "x-amzn-requestid" }?.value ?? "",
            value as? Object ?? [:]
        )
    }

    private func list(_ query: String = "", of other: Pipeline? = nil) -> [Object] {
        send("GET /_mpa/requests\(query)", to: other).members["requests"] as? [Object] ?? []
    }

    private static let creation = #"""
        {"IdentitySourceParameters":{"IamIdentityCenter":{"Region":"us-east-1","InstanceArn":
        "arn:aws:sso:::instance/ssoins-0123456789abcdef"}},"ClientToken":"t","Tags":{"k":"5ec7e7"}}
        """#
    private static let signed = [
        (
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=444455556666/20261123/us-east-1/mpa/aws4_request, "
                + "SignedHeaders=host, Signature=5ec7e7"
        ), ("amz-sdk-request", "attempt=2; max=4"), ("amz-sdk-invocation-id", "an-id"),
    ]

    @Test("A call is told with all that is known of it, and nothing that is secret")
    func whole() throws {
        let sent = send("POST /identity-sources?x=1", Self.creation, Self.signed)
        #expect(sent.status == 200)
        let call = try #require(list().first)
        let texts = [
            "requestId": sent.id, "account": "444455556666", "operation": "CreateIdentitySource",
            "principal": "arn:aws:iam::444455556666:root", "time": "2026-11-23T12:03:12.123Z",
            "sdkInvocationId": "an-id",
        ]
        for (name, text) in texts { #expect(call[name] as? String == text) }
        let numbers = ["number": 1, "status": 200, "sdkAttempt": 2, "sdkAttemptsMax": 4]
        for (name, number) in numbers { #expect(call[name] as? Int == number) }
        #expect(call["durationMicroseconds"] is Int && call["machineTime"] is String)
        #expect(call["error"] == nil && call["fault"] == nil)
        #expect(call["isWhole"] as? Bool == true && call["isIdempotentReplay"] as? Bool == false)
        let head = try #require(call["head"] as? Object)
        #expect(head["method"] as? String == "POST")
        #expect(head["target"] as? String == "/identity-sources?x=1")
        #expect((head["headers"] as? [Object])?.count == 4)
        let input = try #require(call["input"] as? Object)
        #expect(Set(input.keys) == ["IdentitySourceParameters", "ClientToken", "Tags"])
        #expect((call["answer"] as? Object)?["IdentitySourceArn"] is String)
        #expect(!"\(call)".contains("5ec7e7"))
        #expect(send("GET /_mpa/requests/\(sent.id)").members as NSObject == call as NSObject)
    }

    @Test("Sensitive members are shown to those who start with that")
    func sensitive() throws {
        let open = try Self.pipeline(clock) { $0.journalSensitive = .on }
        send("POST /identity-sources", Self.creation, Self.signed, to: open)
        let call = try #require(list(of: open).first)
        #expect((call["input"] as? Object)?["Tags"] as? [String: String] == ["k": "5ec7e7"])
        #expect(!"\(call["head"] ?? "")".contains("5ec7e7"))
    }

    @Test("An idempotent replay is marked, and errors are told by their code")
    func replays() {
        for _ in 1...2 { send("POST /identity-sources", Self.creation) }
        send("POST /identity-sources", Self.creation.replacing("\"k\"", with: "\"l\""))
        #expect(list().map { $0["isIdempotentReplay"] as? Bool } == [false, true, false])
        #expect(list().map { $0["error"] as? String } == [nil, nil, "ValidationException"])
    }

    @Test("Requests that reach no operation are kept as well")
    func unrouted() throws {
        send("GET /nothing")
        send("POST /identity-sources", "{")
        send("POST /identity-sources?List", "", [Self.signedElsewhere])
        _ = pipeline.refuse(Self.request("GET /x"), .headerTooLarge)
        _ = pipeline.refuse(Self.request("GET /_mpa/clock"), .headerTooLarge)
        let calls = list()
        #expect(calls.map { $0["status"] as? Int } == [404, 400, 400, 431])
        #expect(
            calls.map { $0["operation"] as? String } == [
                nil, "CreateIdentitySource", "ListIdentitySources", nil,
            ])
        #expect(calls.map { $0["input"] == nil } == [true, true, false, true])
        #expect(calls.allSatisfy { $0["principal"] == nil || $0["status"] as? Int == 400 })
    }

    private static let signedElsewhere = (
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=444455556666/20261123/eu-west-1/mpa/aws4_request"
    )

    @Test("Requests are listed by operation, account, status and page")
    func filters() {
        send("POST /identity-sources", Self.creation, Self.signed)
        send("POST /identity-sources?List")
        send("GET /nothing")
        func numbers(_ query: String) -> [Int] {
            list(query).compactMap { $0["number"] as? Int }
        }
        #expect(numbers("?operation=ListIdentitySources") == [2])
        #expect(numbers("?account=444455556666") == [1])
        #expect(numbers("?status=404") == [3])
        #expect(numbers("?status=200&account=123456789012") == [2])
        #expect(numbers("?limit=2") == [1, 2])
        #expect(send("GET /_mpa/requests?limit=2").members["next"] as? Int == 2)
        #expect(numbers("?after=2") == [3])
        #expect(send("GET /_mpa/requests?after=7").members["next"] as? Int == 7)
    }

    @Test(
        "A list that is asked for wrongly is refused with the place",
        arguments: [
            ("?operation=Create", "?operation"), ("?account=1", "?account"),
            ("?status=99", "?status"), ("?status=ok", "?status"), ("?after=-1", "?after"),
            ("?limit=1001", "?limit"), ("?wait=61", "?wait"), ("?name=x", "?name"),
        ])
    func faults(query: String, path: String) {
        let reply = send("GET /_mpa/requests\(query)")
        #expect(reply.status == 400)
        #expect(reply.members["path"] as? String == path)
    }

    @Test("A wrong question is 400; fail=true makes an answer of no 409 with the reason")
    func verify() {
        send("POST /identity-sources?List")
        let met = #"{"expectations":[{"operation":"ListIdentitySources"}]}"#
        let missed = #"{"expectations":[{"operation":"GetSession"}]}"#
        let route = "POST /_mpa/requests/verify"
        #expect(send(route, met).members as NSObject == ["verified": true] as NSObject)
        #expect(send("\(route)?fail=true", met).status == 200)
        let no = send(route, missed)
        #expect(no.status == 200 && no.members["verified"] as? Bool == false)
        #expect((no.members["failures"] as? [Object])?.count == 1)
        let failed = send("\(route)?fail=true", missed)
        #expect(failed.status == 409)
        #expect((failed.members["detail"] as? String)?.contains("GetSession: expected") == true)
        let wrong = send(route, #"{"expectations":[{"operation":"Get"}]}"#)
        #expect(wrong.status == 400)
        #expect(wrong.members["path"] as? String == "$.expectations[0].operation")
        #expect(send(route).status == 400)
    }

    @Test("An answer from a journal that forgot some says how many")
    func forgotten() throws {
        let small = try Self.pipeline(clock) { $0.journal = 2 }
        for _ in 1...5 { send("POST /identity-sources?List", to: small) }
        let reply = send(
            "POST /_mpa/requests/verify",
            #"{"expectations":[{"operation":"ListIdentitySources","count":{"exactly":2}}]}"#,
            to: small)
        #expect(reply.members as NSObject == ["verified": true, "forgotten": 3] as NSObject)
    }

    @Test("A request is performed again as it was sent, and kept under an id of its own")
    func again() throws {
        let body = Self.creation.replacing(#""ClientToken":"t","#, with: "")
        let first = send("POST /identity-sources", body, Self.signed)
        let reply = send("POST /_mpa/requests/\(first.id)/replay")
        #expect(reply.status == 200)
        #expect(reply.members["status"] as? Int == 402)
        #expect(reply.members["error"] as? String == "ServiceQuotaExceededException")
        #expect(reply.members["answer"] is Object)
        let calls = list("?account=444455556666")
        #expect(calls.map { $0["status"] as? Int } == [200, 402])
        #expect(calls.last?["requestId"] as? String == reply.members["requestId"] as? String)
    }

    @Test("An answer that is performed again hides what is sensitive")
    func hiddenAgain() throws {
        let arn = try #require(
            send("POST /identity-sources", Self.creation).members["IdentitySourceArn"] as? String)
        let tags = send("GET /tags/\(arn.replacing("/", with: "%2F"))")
        #expect("\(tags.members)".contains("5ec7e7"))
        let reply = send("POST /_mpa/requests/\(tags.id)/replay")
        #expect(reply.members["status"] as? Int == 200)
        #expect(!"\(reply.members)".contains("5ec7e7"))
    }

    @Test("What is not kept, or not whole, cannot be performed again")
    func notAgain() {
        #expect(send("POST /_mpa/requests/none/replay").status == 404)
        #expect(send("GET /_mpa/requests/none").status == 404)
        let large = send(
            "POST /identity-sources", "{\"a\":\"\(String(repeating: "a", count: 99_999))\"}")
        #expect(send("POST /_mpa/requests/\(large.id)/replay").status == 409)
    }

    @Test("The journal is emptied on request and by a reset, and is no part of the state")
    func emptied() {
        send("GET /nothing")
        #expect(!"\(send("GET /_mpa/state").members)".contains("nothing"))
        #expect(send("DELETE /_mpa/requests").status == 204)
        #expect(list().isEmpty)
        send("GET /nothing")
        #expect(list().map { $0["number"] as? Int } == [2])
        #expect(send("POST /_mpa/reset").status == 204)
        #expect(list().isEmpty)
        send("GET /nothing")
        #expect(list().map { $0["number"] as? Int } == [1])
    }

    @Test("The control plane's own requests are not kept")
    func control() {
        send("GET /_mpa/clock")
        send("GET /_mpa/none")
        #expect(list().isEmpty)
    }

    @Test(
        "Without a journal its routes say how to have one",
        arguments: [
            "GET /_mpa/requests", "GET /_mpa/requests?wait=1", "DELETE /_mpa/requests",
            "GET /_mpa/requests/x", "POST /_mpa/requests/x/replay", "POST /_mpa/requests/verify",
        ])
    func off(line: String) throws {
        let off = try Self.pipeline(clock) { $0.journal = 0 }
        #expect(send("POST /identity-sources?List", to: off).status == 200)
        let reply = send(line, line.hasSuffix("verify") ? "{}" : "", to: off)
        #expect(reply.status == 409)
        #expect((reply.members["detail"] as? String)?.contains("--journal") == true)
    }

    @Test("Who waits for a request sleeps until one comes that is wanted")
    func wait() throws {
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let server = try Server(
            socket: socket, threads: 1, limits: Limits(), refuser: pipeline.refuse,
            replier: pipeline.reply)
        defer { server.stop() }
        let client = try RawClient(port: socket.port)
        try client.send(
            "GET /_mpa/requests?wait=60&operation=ListIdentitySources HTTP/1.1\r\n"
                + "Host: localhost\r\n\r\n")
        let other = try RawClient(port: socket.port)
        for target in ["/nothing", "/identity-sources?List"] {
            try other.send("POST \(target) HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n")
            _ = try other.readResponse()
        }
        let response = try client.readResponse()
        #expect(response.status == 200)
        #expect(response.text.contains(#""next":2"#))
        #expect(response.text.contains("ListIdentitySources"))
    }
}
