import Dispatch
import HTTPServer
import TestSupport
import Testing

private let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

@Suite("Limits of the HTTP server")
struct LimitsTests {
    private static let small = limits { $0.bodyBytesMax = 100 }

    private func chunked(_ sizes: [Int]) -> String {
        let chunks = sizes.map {
            "\(String($0, radix: 16))\r\n\(String(repeating: "x", count: $0))\r\n"
        }
        return "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
            + chunks.joined() + "0\r\n\r\n"
    }

    @Test("Who comes when there are as many connections as may be waits until one ends")
    func connectionsMax() throws {
        try serving(limits: limits { $0.connectionsMax = 4 }) { server throws in
            // All knock at once; no more are let in than there is room for.
            var clients = try (0..<12).map { _ in try server.client() }
            for client in clients { try client.send(get) }
            for served in 1...12 {
                let client = clients.removeFirst()
                #expect(try client.readResponse().status == 200)
                // Those without room have been asked nothing yet.
                #expect(server.requests.count <= served + 3)
            }
        }
    }

    @Test("A body of just the limit is taken")
    func bodyAtLimit() throws {
        let body = String(repeating: "x", count: 100)
        try serving(limits: Self.small) { server throws in
            let head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n"
            #expect(try server.answer(head + body).text == body)
            #expect(try server.answer(chunked([100])).text == body)
            #expect(try server.answer(chunked([99, 1])).text == body)
            #expect(server.requests.map(\.isBodyTooLarge) == [false, false, false])
        }
    }

    @Test(
        "A body declared over the limit is refused before it comes",
        arguments: ["101", "102", "1000000", "9223372036854775807"])
    func declaredOverLimit(length: String) throws {
        try serving(limits: Self.small) { server throws in
            let client = try server.client()
            try client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: \(length)\r\n\r\n")
            #expect(try client.readResponse().status == 413)
            #expect(try client.isClosedByPeer())
            #expect(server.requests.map(\.isBodyTooLarge) == [true])
            #expect(server.requests.map(\.body) == [[]])
        }
    }

    @Test("A client that waits to be told so is refused without being told to send too much")
    func expectOverLimit() throws {
        try serving(limits: Self.small) { server throws in
            let answer = try server.answer(
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 101\r\nExpect: 100-continue\r\n\r\n")
            #expect(answer.status == 413)
        }
    }

    @Test(
        "A chunked body over the limit is refused",
        arguments: [
            [101], [100, 1], [60, 60], [200], [100, 100, 100], [101, 50], [1_000, 1, 1],
        ])
    func chunkedOverLimit(sizes: [Int]) throws {
        try serving(limits: Self.small) { server throws in
            let client = try server.client()
            try client.send(chunked(sizes))
            #expect(try client.readResponse().status == 413)
            #expect(server.requests.map(\.isBodyTooLarge) == [true])
            #expect(server.requests.map(\.body) == [[]])
        }
    }

    @Test("The limit is that of one body: a connection may carry more in several")
    func limitPerRequest() throws {
        try serving(limits: Self.small) { server throws in
            let client = try server.client()
            for _ in 0..<5 {
                try client.send(chunked([80]))
                #expect(try client.readResponse().status == 200)
            }
        }
    }

    @Test("A limit of nothing still lets requests without a body in")
    func noBody() throws {
        try serving(limits: limits { $0.bodyBytesMax = 0 }) { server throws in
            #expect(try server.answer(get).status == 200)
            #expect(try server.answer(chunked([1])).status == 413)
        }
    }

    @Test("Header fields over the limit are answered 431 and never reach the handler")
    func headerOverLimit() throws {
        try serving(limits: limits { $0.headerBytesMax = 4_096 }) { server throws in
            let field = "X-Long: \(String(repeating: "x", count: 5_000))\r\n"
            let answer = try server.answer("GET / HTTP/1.1\r\nHost: h\r\n\(field)\r\n")
            #expect(answer.status == 431)
            #expect(server.requests.isEmpty)
            #expect(try server.answer(get).status == 200)
        }
    }

    @Test("A target over the limit is answered 414 and never reaches the handler")
    func targetOverLimit() throws {
        try serving(limits: limits { $0.headerBytesMax = 4_096 }) { server throws in
            let target = "/" + String(repeating: "x", count: 5_000)
            let answer = try server.answer("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(answer.status == 414)
            #expect(server.requests.isEmpty)
        }
    }

    @Test("Header fields of 16 KiB are taken by default")
    func longHeader() throws {
        try serving { server throws in
            let value = String(repeating: "x", count: 16 << 10)
            let answer = try server.answer("GET / HTTP/1.1\r\nHost: h\r\nX-Long: \(value)\r\n\r\n")
            #expect(answer.status == 200)
            #expect(server.requests.first?.headers["x-long"] == value)
        }
    }

    static let unfinished = [
        "GET / HTTP/1.1\r\nHost: h\r\nX-Ha", "GET / HTTP/1.1\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe",
    ]

    @Test("A request that does not go on is closed at its time", arguments: unfinished)
    func unfinishedRequest(start: String) throws {
        try serving(limits: limits { $0.requestTimeoutMilliseconds = 20 }) { server throws in
            let client = try server.client()
            try client.send(start)
            #expect(try client.isClosedByPeer())
            #expect(server.requests.isEmpty)
        }
    }

    @Test(
        "A client that sends no more is answered what it asked, and its connection is closed soon",
        arguments: [("", 0), (get, 1), (get + get, 2), ("GET / HTTP/1.1\r\nHost: h\r\nX-Ha", 0)])
    func halfClosed(sent: String, answers: Int) throws {
        // Long after this test would have given up.
        let limits = limits {
            $0.idleTimeoutSeconds = 600
            $0.requestTimeoutMilliseconds = 600_000
        }
        try serving(limits: limits) { server throws in
            let client = try server.client()
            try client.send(sent)
            client.finishSending()
            for _ in 0..<answers {
                #expect(try client.readResponse().status == 200)
            }
            #expect(try client.isClosedByPeer())
        }
    }

    @Test("A body that trickles in without end is closed at its time, however steadily it comes")
    func tricklingBody() throws {
        let limits = limits {
            $0.requestTimeoutMilliseconds = 50
            $0.bodyBytesMax = 1 << 40
        }
        try serving(limits: limits) { server throws in
            let client = try server.client()
            try client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
            // Ends only when the server has closed the connection.
            #expect(throws: RawClientError.self) { while true { try client.send("1\r\nx\r\n") } }
            #expect(server.requests.isEmpty)
        }
    }

    @Test(
        "A first line that trickles in is closed at its time, the first of a connection or a later",
        arguments: [0, 1, 3])
    func tricklingLine(requestsBefore: Int) throws {
        try serving(limits: limits { $0.requestTimeoutMilliseconds = 50 }) { server throws in
            let client = try server.client()
            for _ in 0..<requestsBefore {
                try client.send(get)
                #expect(try client.readResponse().status == 200)
            }
            let other = try server.client()
            try client.send("GET /")
            // An answer elsewhere is the pace; without the limit the line grows until it is 414.
            #expect(throws: RawClientError.self) {
                while true {
                    try client.send("x")
                    try other.send(get)
                    _ = try other.readResponse()
                }
            }
            #expect(try client.isClosedByPeer())
        }
    }

    @Test("Bodies for one target may be larger than others, up to a limit of their own")
    func largeBodies() throws {
        let limits = limits {
            $0.bodyBytesMax = 10
            $0.largeBodyTargets = [Array("/large".utf8)]
            $0.largeBodyBytesMax = 1_000
        }
        try serving(limits: limits) { server throws in
            for (target, bytes, status) in [
                ("/", 10, 200), ("/", 11, 413), ("/large?x", 1_000, 200), ("/large", 1_001, 413),
            ] {
                let head = "PUT \(target) HTTP/1.1\r\nHost: h\r\nContent-Length: \(bytes)\r\n\r\n"
                let answer = try server.answer(head + String(repeating: "b", count: bytes))
                #expect(answer.status == status, "\(target) \(bytes)")
            }
        }
    }

    @Test("A handler may take longer than a request may take to come")
    func slowHandler() throws {
        let entered = DispatchSemaphore(value: 0)
        let release = DispatchSemaphore(value: 0)
        let limits = limits { $0.requestTimeoutMilliseconds = 2_000 }
        try serving(threads: 2, limits: limits) { request in
            entered.signal()
            #expect(release.wait(timeout: .now() + 30) == .success)
            return echo(request)
        } _: { server throws in
            let slow = try server.client()
            try slow.send(get)
            #expect(entered.wait(timeout: .now() + 30) == .success)
            // A request that began later is closed: the time of the first is over too.
            let late = try server.client()
            try late.send("GET / HT")
            try late.send("TP/1.1\r\nX")
            #expect(try late.isClosedByPeer())
            release.signal()
            #expect(try slow.readResponse().status == 200)
        }
    }

    @Test("A connection may rest between requests for longer than a request may take to come")
    func restingConnection() throws {
        // Long enough for whole requests on a busy machine.
        try serving(limits: limits { $0.requestTimeoutMilliseconds = 2_000 }) { server throws in
            let resting = try server.client()
            try resting.send(get)
            #expect(try resting.readResponse().status == 200)
            let late = try server.client()
            try late.send("GET / HTTP/1.1\r\nX")
            #expect(try late.isClosedByPeer())
            try resting.send(get)
            #expect(try resting.readResponse().status == 200)
        }
    }

    @Test("A connection on which nothing moves is closed")
    func idleConnection() throws {
        try serving(limits: limits { $0.idleTimeoutSeconds = 1 }) { server throws in
            let client = try server.client()
            try client.send(get)
            #expect(try client.readResponse().status == 200)
            #expect(try client.isClosedByPeer())
        }
    }
}
