@testable import HTTPServer
import Synchronization
import TestSupport
import Testing

@Suite("Answers that leave in a way that somebody asked for")
struct DeliveryTests {
    private static let body = Array("0123456789".utf8)

    /// The target tells how an answer leaves; all others leave as usual.
    @Sendable private static func reply(_ request: Request) -> Response {
        var response = Response(status: 200, headers: [("X-Test", "yes")], body: body)
        switch request.text {
        case "/reset": response.delivery = .reset
        case "/truncated": response.delivery = .truncated(bytes: 4)
        case "/nothing": response.delivery = .truncated(bytes: 0)
        case "/bytes": response.delivery = .paced(pieceBytes: 1, pauseMilliseconds: 1...3)
        case "/pieces": response.delivery = .paced(pieceBytes: 4, pauseMilliseconds: 0...0)
        case "/crawl": response.delivery = .paced(pieceBytes: 1, pauseMilliseconds: 60_000...60_000)
        default: break
        }
        return response
    }

    private func client(_ server: LiveServer, _ target: String) throws -> RawClient {
        let client = try server.client()
        try client.send("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n")
        return client
    }

    @Test("A reset connection brings no byte, and the server goes on")
    func reset() throws {
        try serving(answer: Self.reply) { server in
            for _ in 0..<20 {
                let client = try client(server, "/reset")
                #expect(try client.isClosedByPeer())
            }
            #expect(try client(server, "/").readResponse().body == Self.body)
            #expect(server.requests.count == 21)
        }
    }

    @Test("A reset on a connection that was kept ends it after the answers before")
    func resetLater() throws {
        try serving(answer: Self.reply) { server in
            let client = try client(server, "/")
            #expect(try client.readResponse().status == 200)
            try client.send("GET /reset HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try client.isClosedByPeer())
        }
    }

    @Test(
        "A truncated body promises all its bytes and breaks off",
        arguments: [("/truncated", "0123"), ("/nothing", "")])
    func truncated(target: String, rest: String) throws {
        try serving(answer: Self.reply) { server in
            let text = String(decoding: try client(server, target).readToEnd(), as: UTF8.self)
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(text.contains("\r\nContent-Length: 10\r\n"))
            #expect(text.hasSuffix("\r\n\r\n" + rest))
        }
    }

    @Test("A paced body comes whole, and its connection goes on", arguments: ["/bytes", "/pieces"])
    func paced(target: String) throws {
        try serving(answer: Self.reply) { server in
            let client = try client(server, target)
            for _ in 0..<3 {
                let response = try client.readResponse()
                #expect(response.body == Self.body && response["content-length"] == "10")
                #expect(response["x-test"] == "yes")
                try client.send("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n")
            }
            #expect(try client.readResponse().body == Self.body)
        }
    }

    @Test(
        "The answer to HEAD has no body that could be spoilt",
        arguments: ["/bytes", "/truncated"])
    func head(target: String) throws {
        try serving(answer: Self.reply) { server in
            let client = try server.client()
            try client.send("HEAD \(target) HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try client.readResponse(isBodyless: true)["content-length"] == "10")
        }
    }

    @Test("Bodies that crawl hold no thread, and end when the server stops")
    func crawling() throws {
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let server = try Server(socket: socket, threads: 2, handler: Self.reply)
        func client(_ target: String) throws -> RawClient {
            let client = try RawClient(port: socket.port)
            try client.send("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n")
            return client
        }
        let crawling = try (0..<100).map { _ in try client("/crawl") }
        for _ in 0..<200 { #expect(try client("/").readResponse().body == Self.body) }
        server.stop()
        for each in crawling { #expect(try each.readResponse().body == Self.body) }
    }

    @Test("A client that leaves in the middle of a body that takes its time does no harm")
    func left() throws {
        try serving(answer: Self.reply) { server in
            for _ in 0..<50 { _ = try client(server, "/bytes") }
            while server.requests.count < 50 {
                #expect(try client(server, "/").readResponse().status == 200)
            }
            #expect(try client(server, "/bytes").readResponse().body == Self.body)
        }
    }

    @Test("A body may take longer than a request, and its connection is kept after it")
    func longerThanRequests() throws {
        let short = limits { $0.requestTimeoutMilliseconds = 20 }
        try serving(limits: short, answer: Self.reply) { server in
            let client = try client(server, "/bytes")
            #expect(try client.readResponse().body == Self.body)
        }
    }
}
