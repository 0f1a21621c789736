import Dispatch
import HTTPServer
import TestSupport
import Testing

private let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

@Suite("Stopping the HTTP server")
struct StopTests {
    /// A drain time no test waits for: a stop that returns did not need it.
    private static let patient = limits { $0.drainTimeoutMilliseconds = 600_000 }

    /// Stops the server on a thread of its own, and tells when that is done.
    private func stopping(_ server: Server) -> DispatchSemaphore {
        let stopped = DispatchSemaphore(value: 0)
        DispatchQueue(label: "stop").async {
            server.stop()
            stopped.signal()
        }
        return stopped
    }

    @Test("A server without requests stops, and its port takes no more connections")
    func stopsIdle() throws {
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let server = try Server(socket: socket, threads: 2, limits: Self.patient, handler: echo)
        let client = try RawClient(port: socket.port)
        try client.send(get)
        #expect(try client.readResponse().status == 200)
        #expect(stopping(server).wait(timeout: .now() + 30) == .success)
        #expect(try client.isClosedByPeer())
        #expect(throws: RawClientError.self) { try RawClient(port: socket.port) }
    }

    @Test("A server that never had a connection stops", arguments: [1, 2, 4])
    func stopsUnused(threads: Int) throws {
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let server = try Server(
            socket: socket, threads: threads, limits: Self.patient, handler: echo)
        #expect(stopping(server).wait(timeout: .now() + 30) == .success)
    }

    @Test("A stop lets a running handler finish; its answer arrives and says that this is the end")
    func drains() throws {
        let entered = DispatchSemaphore(value: 0)
        let release = DispatchSemaphore(value: 0)
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let server = try Server(socket: socket, threads: 2, limits: Self.patient) { request in
            if request.text == "/slow" {
                entered.signal()
                #expect(release.wait(timeout: .now() + 30) == .success)
            }
            return echo(request)
        }
        let slow = try RawClient(port: socket.port)
        try slow.send("POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi")
        #expect(entered.wait(timeout: .now() + 30) == .success)
        // The other loop serves this one: its answers tell when the stop has begun.
        let other = try RawClient(port: socket.port)
        try other.send(get)
        #expect(try other.readResponse()["connection"]?.lowercased() != "close")
        let stopped = stopping(server)
        var isDraining = false
        while !isDraining {
            try other.send(get)
            isDraining = try other.readResponse()["connection"]?.lowercased() == "close"
        }
        #expect(stopped.wait(timeout: .now()) == .timedOut)
        release.signal()
        let answer = try slow.readResponse()
        #expect(answer.status == 200)
        #expect(answer.text == "hi")
        #expect(answer["connection"]?.lowercased() == "close")
        #expect(stopped.wait(timeout: .now() + 30) == .success)
        #expect(try slow.isClosedByPeer())
    }

    static let breaks = [
        "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: h\r\nX-Half",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
    ]

    @Test("Requests that broke off are not waited for", arguments: breaks)
    func brokenRequests(start: String) throws {
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let server = try Server(socket: socket, threads: 2, limits: Self.patient, handler: echo)
        for _ in 0..<10 {
            let client = try RawClient(port: socket.port)
            try client.send(get + start)
            // With this answer the server has read what broke off, too.
            #expect(try client.readResponse().status == 200)
        }
        #expect(stopping(server).wait(timeout: .now() + 30) == .success)
    }

    // Start and end of such a request come at once, and libmicrohttpd overlooks the end.
    @Test("Requests that broke off as they came are not waited for", arguments: breaks)
    func brokenAtOnce(start: String) throws {
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let limits = limits {
            $0.drainTimeoutMilliseconds = 600_000
            $0.requestTimeoutMilliseconds = 600_000
        }
        let server = try Server(socket: socket, threads: 2, limits: limits, handler: echo)
        for _ in 0..<10 { try RawClient(port: socket.port).send(start) }
        #expect(stopping(server).wait(timeout: .now() + 30) == .success)
    }

    static let refused = [
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
        "GET /\(String(repeating: "x", count: 40_000)) HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.1\r\nX-Long: \(String(repeating: "x", count: 40_000))\r\n\r\n",
    ]

    @Test("Requests that were refused are not waited for", arguments: refused)
    func refusedRequests(text: String) throws {
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let server = try Server(socket: socket, threads: 2, limits: Self.patient, handler: echo)
        let client = try RawClient(port: socket.port)
        try client.send(text)
        #expect((400..<500).contains(try client.readResponse().status))
        #expect(stopping(server).wait(timeout: .now() + 30) == .success)
    }

    @Test("A request that never becomes complete is closed when the time to drain is over")
    func drainTimeout() throws {
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let limits = limits { $0.drainTimeoutMilliseconds = 20 }
        let server = try Server(socket: socket, threads: 2, limits: limits, handler: echo)
        let client = try RawClient(port: socket.port)
        try client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf")
        #expect(stopping(server).wait(timeout: .now() + 25) == .success)
        #expect(try client.isClosedByPeer())
    }
}
