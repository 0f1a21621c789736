import AWSProtocol
@testable import Emulator
import Foundation
import HTTPServer
import Logging
import MPA
import Synchronization
import Testing

@Suite("Log")
struct LogTests {
    final class Lines: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        func append(_ line: [UInt8]) { bytes.withLock { $0 += line } }
        var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
        var count: Int { text.split(separator: "\n").count }
    }

    private func lines(
        _ format: Configuration.LogFormat, level: Logger.Level = .info, _ request: Request
    ) throws -> Lines {
        let lines = Lines()
        let log = Log(level: level, format: format, sink: lines.append)
        let service = try Service(
            store: try .inMemory(), settings: ServiceSettings(), clock: EmulatorClock(frozenAt: 0))
        let pipeline = Pipeline(Configuration(), service: service, storage: .memory, log: log)
        _ = pipeline.answer(request)
        return lines
    }

    private let create = Request(
        method: "POST", target: Array("/identity-sources?note=hidden".utf8),
        headers: Headers([
            ("Content-Type", "application/json"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=444455556666/d/us-east-1/mpa/aws4_request"
            ),
        ]),
        body: Array(
            """
            {"IdentitySourceParameters": {"IamIdentityCenter": {"Region": "us-east-1",
            "InstanceArn": "arn:aws:sso:::instance/ssoins-0123456789abcdef"}},
            "Tags": {"secretkey": "secretvalue"}}
            """.utf8))

    @Test("A request is one JSON line that tells all but what is sensitive")
    func json() throws {
        let lines = try lines(.json, create)
        #expect(lines.count == 1)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(lines.text.utf8)) as? [String: Any])
        #expect(
            Set(object.keys) == [
                "time", "level", "method", "path", "operation", "status", "durationMicroseconds",
                "requestId", "account",
            ])
        #expect(object["operation"] as? String == "CreateIdentitySource")
        #expect(object["path"] as? String == "/identity-sources")
        #expect(object["account"] as? String == "444455556666")
        #expect(object["status"] as? Int == 200)
        #expect(!lines.text.contains("secret") && !lines.text.contains("hidden"))
    }

    @Test("An error's code is in the line", arguments: Configuration.LogFormat.allCases)
    func error(format: Configuration.LogFormat) throws {
        let request = Request(method: "GET", target: Array("/nothing".utf8), headers: Headers())
        #expect(try lines(format, request).text.contains("UnknownOperationException"))
    }

    @Test(
        "What a client sends cannot break out of its line",
        arguments: Configuration.LogFormat.allCases)
    func injection(format: Configuration.LogFormat) throws {
        let request = Request(
            method: "GET", target: Array("/a\u{1b}[2J\nfalse entry".utf8), headers: Headers())
        let lines = try lines(format, request)
        #expect(lines.count == 1)
        #expect(!lines.text.contains("\u{1b}"))
    }

    @Test("In text a path is one field and has no control characters, be they of ASCII or Unicode")
    func oneField() throws {
        let path = "/a b\u{80}\u{85}c\u{9f}\u{7f}\u{a0}é\t/ \u{301} \u{200d}"
        let request = Request(method: "GET", target: Array(path.utf8), headers: Headers())
        let text = try lines(.text, request).text
        let fields = text.split(separator: " ")
        #expect(fields.count == 9)
        #expect(
            fields[2...3].joined(separator: " ") == "GET /a?b????c???\u{a0}é?/?\u{301}?\u{200d}")
        let scalars = text.unicodeScalars.dropLast()
        #expect(!scalars.contains { $0.properties.generalCategory == .control })
    }

    @Test("Messages keep their blanks and lose their control characters")
    func messageText() {
        let lines = Lines()
        Log(level: .info, format: .text, sink: lines.append).logger.info("a b\nc\u{85}é")
        #expect(lines.text.hasSuffix(" info a b?c??é\n"))
    }

    @Test("The line for dropped lines is one line", arguments: Configuration.LogFormat.allCases)
    func lost(format: Configuration.LogFormat) {
        let text = String(decoding: Log.lost(17, format), as: UTF8.self)
        #expect(text.hasSuffix("\n") && text.split(separator: "\n").count == 1)
        #expect(text.contains("warning") && text.contains("dropped because nobody read them: 17"))
    }

    @Test("Above info no request is told")
    func quiet() throws {
        #expect(try lines(.text, level: .warning, create).text.isEmpty)
    }

    @Test("Messages carry their level and metadata", arguments: Configuration.LogFormat.allCases)
    func message(format: Configuration.LogFormat) {
        let lines = Lines()
        let log = Log(level: .info, format: format, sink: lines.append)
        log.logger.error("broken", metadata: ["requestId": "r"])
        log.logger.debug("unseen")
        #expect(lines.count == 1)
        #expect(lines.text.contains("error") && lines.text.contains("broken requestId=r"))
    }
}
