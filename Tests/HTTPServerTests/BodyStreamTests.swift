import Dispatch
import HTTPServer
import Synchronization
import TestSupport
import Testing

@Suite("Bodies without a known end")
struct BodyStreamTests {
    /// Sends what a test puts into it.
    final class Feed: BodyStream.Source {
        private struct State {
            var pieces: [BodyStream.Piece] = []
            var wake: (@Sendable () -> Void)?
            var idleCalls = 0
        }

        private let state = Mutex(State())
        let isGone: Flag
        let pauseMilliseconds: Int64

        init(_ isGone: Flag, pauseMilliseconds: Int64 = 60_000) {
            self.isGone = isGone
            self.pauseMilliseconds = pauseMilliseconds
        }

        deinit { isGone.raise() }

        func put(_ text: String) { put(.bytes(Array(text.utf8))) }

        func put(_ piece: BodyStream.Piece) {
            let wake = state.withLock { state in
                state.pieces.append(piece)
                defer { state.wake = nil }
                return state.wake
            }
            wake?()
        }

        func next(isIdle: Bool, wake: @escaping @Sendable () -> Void) -> BodyStream.Piece {
            state.withLock { state in
                if state.pieces.isEmpty {
                    if isIdle { return .bytes(Array("idle".utf8)) }
                    state.wake = wake
                    return .wait
                }
                return state.pieces.removeFirst()
            }
        }
    }

    /// Tells once that somebody is gone.
    final class Flag: Sendable {
        private let semaphore = DispatchSemaphore(value: 0)

        func raise() { semaphore.signal() }
        func wait() { semaphore.wait() }
    }

    /// Runs a server whose every answer is the stream of the feed.
    private func streaming(
        threads: Int = 2, limits: Limits = Limits(), pauseMilliseconds: Int64 = 60_000,
        _ body: (LiveServer, Feed) throws -> Void
    ) throws {
        let flag = Flag()
        let held = Mutex<Feed?>(Feed(flag, pauseMilliseconds: pauseMilliseconds))
        let feed = try #require(held.withLock { $0 })
        try serving(threads: threads, limits: limits) { request in
            guard request.text == "/stream", let feed = held.withLock({ $0.take() }) else {
                return Response(status: 200, headers: [], body: Array("plain".utf8))
            }
            var response = Response(status: 200, headers: [("X-Test", "yes")], body: [])
            response.delivery = .stream(BodyStream(feed))
            return response
        } _: { server throws in
            try body(server, feed)
        }
    }

    private func connect(_ server: LiveServer) throws -> RawClient {
        let client = try server.client()
        try client.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n")
        return client
    }

    @Test("Pieces leave as they come, and the last of them ends the body")
    func pieces() throws {
        try streaming { server, feed in
            let client = try connect(server)
            let head = try client.readResponse()
            #expect(head["Transfer-Encoding"] == "chunked")
            #expect(head["X-Test"] == "yes")
            for text in ["one", "two", "three"] {
                feed.put(text)
                #expect(try client.readText(until: text).hasSuffix(text))
            }
            feed.put(.end)
            #expect(try client.readText(until: "0\r\n\r\n").hasSuffix("0\r\n\r\n"))
            // The connection goes on.
            try client.send("GET /next HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try client.readResponse().text == "plain")
        }
    }

    @Test("HEAD ends the connection, so that nothing behind the head is taken for an answer")
    func head() throws {
        try streaming { server, feed in
            let client = try server.client()
            try client.send("HEAD /stream HTTP/1.1\r\nHost: h\r\n\r\n")
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.lowercased().contains("connection: close\r\n"))
        }
    }

    @Test("A piece larger than any buffer comes whole")
    func large() throws {
        let text = String(repeating: "0123456789", count: 50_000)
        try streaming { server, feed in
            let client = try server.client()
            try client.send("GET /stream HTTP/1.0\r\n\r\n")
            feed.put(text)
            feed.put(.end)
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.hasSuffix("\r\n\r\n" + text))
        }
    }

    @Test("Whoever is not woken is asked again after the pause")
    func idle() throws {
        try streaming(pauseMilliseconds: 1) { server, _ in
            let client = try connect(server)
            #expect(try client.readText(until: "idle").contains("idle"))
        }
    }

    @Test("A hundred streams on one thread leave others as they were")
    func many() throws {
        let flag = Flag()
        try serving(threads: 1) { request in
            guard request.text == "/stream" else {
                return Response(status: 200, headers: [], body: Array("plain".utf8))
            }
            var response = Response(status: 200, headers: [], body: [])
            response.delivery = .stream(BodyStream(Feed(flag)))
            return response
        } _: { server throws in
            let clients = try (0..<100).map { _ in try connect(server) }
            for client in clients { #expect(try client.readResponse().status == 200) }
            for _ in 0..<10 {
                #expect(try server.answer("GET / HTTP/1.1\r\nHost: h\r\n\r\n").text == "plain")
            }
        }
    }

    @Test("A client that leaves frees its stream")
    func abandoned() throws {
        let flag = Flag()
        let limits = limits { $0.requestTimeoutMilliseconds = 100 }
        try serving(limits: limits) { _ in
            var response = Response(status: 200, headers: [], body: [])
            response.delivery = .stream(BodyStream(Feed(flag)))
            return response
        } _: { server throws in
            do {
                let client = try connect(server)
                #expect(try client.readResponse().status == 200)
            }
            // Would never come if the stream was kept.
            flag.wait()
        }
    }

    @Test("A server that stops ends its streams")
    func stop() throws {
        var client: RawClient?
        try streaming { server, _ in
            client = try connect(server)
            #expect(try client?.readResponse().status == 200)
        }
        #expect(String(decoding: try client?.readToEnd() ?? [], as: UTF8.self) == "0\r\n\r\n")
    }
}
