import Emulator
import HTTPServer
import Logging
@testable import MPA
import Synchronization
import TestSupport
import Testing

@Suite("The fault plan in the pipeline")
struct FaultPipelineTests {
    private let service: Service
    private let pipeline: Pipeline
    private let lines = LogTests.Lines()

    init() throws {
        service = try Service(
            store: try .inMemory(), settings: ServiceSettings(),
            clock: EmulatorClock(frozenAt: 1_795_435_392_123))
        pipeline = Pipeline(
            Configuration(), service: service, storage: .memory,
            log: Log(level: .info, format: .json, sink: lines.append))
    }

    private func add(_ effect: String, _ more: String = "") throws {
        _ = try service.addFaultRule(Array(#"{"effect":{\#(effect)}\#(more)}"#.utf8))
    }

    private func request(
        _ line: String = "POST /policies/?List", _ body: String = "",
        _ headers: [(String, String)] = []
    ) -> Request {
        let words = line.split(separator: " ").map(String.init)
        let type = body.isEmpty ? [] : [("Content-Type", "application/json")]
        return Request(
            method: words[0], target: Array(words[1].utf8), headers: Headers(type + headers),
            body: Array(body.utf8))
    }

    private static let create =
        #"{"IdentitySourceParameters":{"IamIdentityCenter":{"Region":"us-east-1","InstanceArn":"#
        + #""arn:aws:sso:::instance/ssoins-0123456789abcdef"}}}"#

    private func header(_ name: String, _ response: Response) -> String? {
        response.headers.first { $0.name == name }?.value
    }

    @Test("An error has its status, code, text and Retry-After")
    func error() throws {
        try add(
            #""kind":"error","code":"ThrottlingException","message":"Slow down","retryAfter":7"#)
        let response = pipeline.answer(request())
        #expect(response.status == 429)
        #expect(header("x-amzn-errortype", response) == "ThrottlingException")
        #expect(header("Retry-After", response) == "7")
        #expect(response.body == Array(#"{"Message":"Slow down"}"#.utf8))
    }

    @Test("An error that nobody models has the status it is given, or 400")
    func unmodelled() throws {
        try add(#""kind":"error","code":"RequestTimeout""#, #","force":true,"match":{"times":1}"#)
        try add(#""kind":"error","code":"Busy","status":503"#, #","force":true"#)
        #expect(pipeline.answer(request()).status == 400)
        #expect(pipeline.answer(request()).status == 503)
    }

    @Test("awsJson has the statuses that it has, but for one that the rule tells")
    func awsJSON() throws {
        try add(#""kind":"error","code":"ThrottlingException""#, #","match":{"nth":1}"#)
        try add(#""kind":"error","code":"ThrottlingException","status":429"#)
        let request = Request(
            method: "POST", target: Array("/".utf8),
            headers: Headers([
                ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "x.ListPolicies"),
            ]), body: Array("{}".utf8))
        let all = (1...2).map { _ in pipeline.answer(request) }
        #expect(all.map(\.status) == [400, 429])
        #expect(String(decoding: all[1].body, as: UTF8.self).contains("__type"))
    }

    @Test("A bare status comes with a page or with nothing", arguments: [500, 502, 503, 504])
    func status(status: Int) throws {
        try add(#""kind":"status","status":\#(status)"#, #","match":{"times":1}"#)
        try add(#""kind":"status","status":\#(status),"body":false"#)
        let (page, nothing) = (pipeline.answer(request()), pipeline.answer(request()))
        #expect(page.status == status && nothing.status == status)
        #expect(String(decoding: page.body, as: UTF8.self).hasPrefix("<html>"))
        #expect(header("Content-Type", page) == "text/html")
        #expect(nothing.body.isEmpty && header("Content-Type", nothing) == nil)
        #expect(header("x-amzn-errortype", page) == nil)
    }

    @Test(
        "Each way of spoiling an answer leaves the work done",
        arguments: [
            #""kind":"reset","when":"afterWork""#, #""kind":"truncatedBody""#,
            #""kind":"malformedJson""#, #""kind":"contentType""#,
            #""kind":"slowBody","seconds":1"#,
            #""kind":"delay","seconds":1,"place":"betweenBytes""#, #""kind":"delay","seconds":9"#,
        ])
    func done(effect: String) throws {
        try add(effect)
        _ = pipeline.reply(to: request("POST /identity-sources", Self.create))
        #expect(try service.counts().first?.count == 1)
    }

    @Test(
        "Each answer in the operation's place leaves it undone",
        arguments: [
            #""kind":"reset""#, #""kind":"status","status":503"#,
            #""kind":"error","code":"ThrottlingException""#,
        ])
    func undone(effect: String) throws {
        try add(effect)
        _ = pipeline.reply(to: request("POST /identity-sources", Self.create))
        #expect(try service.counts().first?.count == 0)
    }

    @Test("What is spoilt is how the answer leaves, and no more")
    func spoilt() throws {
        let good = pipeline.answer(request()).body
        try add(#""kind":"truncatedBody""#, #","match":{"nth":1}"#)
        try add(#""kind":"truncatedBody","bytes":100000"#, #","match":{"nth":2}"#)
        try add(#""kind":"malformedJson""#, #","match":{"nth":3}"#)
        try add(#""kind":"contentType","contentType":"x/y""#, #","match":{"nth":4}"#)
        try add(#""kind":"slowBody","seconds":1"#, #","match":{"nth":5}"#)
        let all = (1...6).map { _ in pipeline.answer(request()) }
        #expect(all[0].delivery == .truncated(bytes: good.count / 2))
        #expect(all[1].delivery == .truncated(bytes: good.count - 1))
        #expect(all[2].body == good.dropLast())
        #expect(header("Content-Type", all[3]) == "x/y")
        guard case .paced(let size, let pause) = all[4].delivery else {
            Issue.record("it is not slow")
            return
        }
        let pieces = (good.count + size - 1) / size
        #expect(pieces * Int(pause.lowerBound) <= 1_000 && pieces * Int(pause.upperBound) > 900)
        #expect(all[5].delivery == .whole && all[5].body == good)
    }

    @Test("Faults come after route, decoding and Region, and before validation")
    func stage() throws {
        try add(#""kind":"error","code":"ThrottlingException""#)
        func type(_ request: Request) -> String? {
            header("x-amzn-errortype", pipeline.answer(request))
        }
        let elsewhere = (
            "authorization", "AWS4-HMAC-SHA256 Credential=a/d/eu-west-1/mpa/aws4_request"
        )
        #expect(type(request("POST /nowhere")) == "UnknownOperationException")
        #expect(type(request("POST /identity-sources", "{")) == "SerializationException")
        #expect(
            type(request("POST /identity-sources", "{}", [elsewhere])) == "ValidationException")
        #expect(type(request("POST /identity-sources", "{}")) == "ThrottlingException")
        #expect(service.faultRules().map(\.calls) == [1])
        #expect(pipeline.answer(request("GET /_mpa/clock")).status == 200)
    }

    @Test("The attempt and the resource of a call are what it says they are")
    func facts() throws {
        try add(
            #""kind":"error","code":"ThrottlingException""#,
            #","match":{"attempt":2,"resource":"arn:aws:mpa:*:identity-source/*"}"#)
        let target =
            "GET /identity-sources/arn%3Aaws%3Ampa%3Aus-east-1%3A123456789012%3A"
            + "identity-source%2FIamIdentityCenter"
        func status(_ attempt: String) -> Int {
            pipeline.answer(request(target, "", [("amz-sdk-request", attempt)])).status
        }
        #expect(status("attempt=1") == 404)
        #expect(status("ttl=20261123T183036Z; attempt=2; max=5") == 429)
    }

    @Test("The log names the rule that decided, and no rule without one")
    func log() throws {
        try add(#""kind":"reset""#, #","id":"gone","match":{"times":1}"#)
        _ = pipeline.answer(request())
        _ = pipeline.answer(request())
        let lines = lines.text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].contains(#""fault":"gone""#) && lines[0].contains(#""status":0"#))
        #expect(!lines[1].contains("fault"))
    }

    @Test("The text log names the rule in a field at the end of the line")
    func textLog() throws {
        let lines = LogTests.Lines()
        let pipeline = Pipeline(
            Configuration(), service: service, storage: .memory,
            log: Log(level: .info, format: .text, sink: lines.append))
        try add(#""kind":"error","code":"ThrottlingException""#, #","id":"busy""#)
        _ = pipeline.answer(request())
        #expect(lines.text.contains(" 429 ThrottlingException "))
        #expect(lines.text.hasSuffix(" fault=busy\n"))
    }

    @Test("Five hundred delayed calls hold no thread: others are answered between them")
    func many() throws {
        try add(
            #""kind":"delay","seconds":600"#, #","match":{"operations":["ListIdentitySources"]}"#)
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let server = try Server(
            socket: socket, threads: 2, refuser: pipeline.refuse, replier: pipeline.reply)
        func client(_ target: String) throws -> RawClient {
            let client = try RawClient(port: socket.port)
            try client.send("POST \(target) HTTP/1.1\r\nHost: h\r\n\r\n")
            return client
        }
        let delayed = try (0..<500).map { _ in try client("/identity-sources/?List") }
        while service.faultRules().map(\.hits) != [500] {
            #expect(try client("/policies/?List").readResponse().status == 200)
        }
        for _ in 0..<100 { #expect(try client("/policies/?List").readResponse().status == 200) }
        server.stop()
        for each in delayed { #expect(try each.readResponse().status == 200) }
    }
}
