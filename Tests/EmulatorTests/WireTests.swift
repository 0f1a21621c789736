import AWSProtocol
import Emulator
import Foundation
import HTTPServer
import Logging
@testable import MPA
import SQLite
import TestSupport
import Testing

@Suite("Wire fixtures")
struct WireTests {
    @Test("In-process the answer is the expected one", arguments: WireCase.all)
    func inProcess(_ wireCase: WireCase) throws {
        let answer = try answered(wireCase) { pipeline in
            { message in
                let response = pipeline.answer(message.request)
                return (response.status, response.headers, response.body)
            }
        }
        if ProcessInfo.processInfo.environment["RECORD"] != nil {
            try wireCase.record(answer)
            Issue.record("recorded \(wireCase)")
        }
        #expect(answer == wireCase.response)
    }

    @Test("Over a socket the answer is the same", arguments: WireCase.all)
    func overSocket(_ wireCase: WireCase) throws {
        var server: Server?
        defer { server?.stop() }
        let answer = try answered(wireCase) { pipeline in
            let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
            server = try Server(socket: socket, threads: 1, handler: pipeline.answer)
            let client = try RawClient(port: socket.port)
            return { message in
                try client.send(message.raw)
                let response = try client.readResponse()
                return (response.status, response.headers, response.body)
            }
        }
        #expect(answer == wireCase.response)
    }

    @Test("Every operation served has a success and each error that it can give by itself")
    func coverage() {
        for operation in OperationName.allCases {
            let cases = WireCase.all.filter { $0.description.hasPrefix("\(operation.rawValue)/") }
            let seen = Set(cases.compactMap(\.response.errorType))
            #expect(cases.contains { $0.response.status == 200 }, "\(operation)")
            // Throttling never happens by itself; those that name nothing of an account are denied
            // nothing.
            var declared = Set(API.description(of: operation).errors.map(\.name))
            declared.remove("ThrottlingException")
            switch operation {
            case .createIdentitySource, .listIdentitySources, .createApprovalTeam,
                .listApprovalTeams, .listPolicies, .listPolicyVersions, .getPolicyVersion:
                declared.remove("AccessDeniedException")
            case .updateApprovalTeam:
                // The only quota of an update is that of approvers, which the constraints hold.
                declared.remove("ServiceQuotaExceededException")
            default: break
            }
            #expect(declared.subtracting(seen).isEmpty, "\(operation)")
        }
    }

    typealias Exchange = (WireCase.Message) throws -> (
        Int, [(name: String, value: String)], [UInt8]
    )

    private func answered(
        _ wireCase: WireCase, _ connect: (Pipeline) throws -> Exchange
    ) throws -> WireCase.Answer {
        let store = try Store.inMemory()
        var settings = ServiceSettings()
        settings.approvalPortalURL = "http://127.0.0.1:6720/portal/"
        settings.transitionDelayMilliseconds = wireCase.transitionDelayMilliseconds ?? 0
        let clock = EmulatorClock(frozenAt: 1_795_435_392_123)
        if let name = wireCase.approvers {
            settings.approvers = try #require(Habit.Standard(rawValue: name))
        }
        settings.sessionPolicies = .ignore
        let service = try Service(
            store: store, settings: settings, clock: clock, ids: IDStreams(seed: 1))
        let log = Log(level: .critical, format: .text)
        let pipeline = Pipeline(Configuration(), service: service, storage: .memory, log: log)
        let exchange = try connect(pipeline)
        var answers: [[UInt8]] = []
        for message in wireCase.setup {
            let (status, _, body) = try exchange(message.filled(from: answers))
            #expect(status == 200)
            answers.append(body)
        }
        if let milliseconds = wireCase.advanceMilliseconds {
            clock.advance(milliseconds: milliseconds)
        }
        if wireCase.breakStorage == true {
            let tables = [
                "identity_source", "tag", "approver", "approval_team", "session", "policy",
            ]
            for table in tables {
                try store.connection.execute("DROP TABLE \(table)")
            }
        }
        let (status, headers, body) = try exchange(wireCase.request.filled(from: answers))
        func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name }?.value
        }
        #expect(header("x-amzn-requestid")?.count == 36)
        return WireCase.Answer(
            status: status, contentType: header("content-type"),
            errorType: header("x-amzn-errortype"), body: String(decoding: body, as: UTF8.self))
    }
}

extension WireCase.Message {
    /// The request as text; a body always tells its length.
    var raw: String {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: 127.0.0.1"]
        lines += headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        if !body.isEmpty || method != "GET" { lines.append("Content-Length: \(body.utf8.count)") }
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }
}
