import HTTPServer
import TestSupport
import Testing

@Suite("Listening socket")
struct ListeningSocketTests {
    @Test("Port 0 takes a free port and tells which")
    func freePort() throws {
        try serving { one throws in
            try serving { two throws in
                #expect(one.port != 0)
                #expect(one.port != two.port)
                #expect(try one.answer("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n").status == 200)
                #expect(one.requests.count == 1)
                #expect(two.requests.isEmpty)
            }
        }
    }

    @Test("A name of this machine can be listened on", arguments: ["localhost", "127.0.0.1"])
    func hosts(host: String) throws {
        let socket = try ListeningSocket(host: host, port: 0)
        let server = try Server(socket: socket, threads: 1, handler: echo)
        defer { server.stop() }
        #expect(HealthProbe.status(host: host, port: socket.port, path: "/") == 200)
    }

    @Test("A port in use is refused with host, port and reason")
    func portInUse() throws {
        try serving { server throws in
            let error = #expect(throws: HTTPServerError.self) {
                try ListeningSocket(host: "127.0.0.1", port: server.port)
            }
            #expect(
                error?.description
                    == "cannot listen on 127.0.0.1:\(server.port): Address already in use")
        }
    }

    @Test("An address of another machine is refused with host, port and reason")
    func foreignAddress() {
        // 192.0.2.0/24 is nobody's: it is for documentation.
        let error = #expect(throws: HTTPServerError.self) {
            try ListeningSocket(host: "192.0.2.1", port: 0)
        }
        #expect(
            error?.description
                == "cannot listen on 192.0.2.1:0: Cannot assign requested address")
    }

    @Test("A host that is none is refused with its name and a reason")
    func unknownHost() throws {
        // A label of a name has at most 63 letters, so nobody is asked for this one.
        let host = String(repeating: "x", count: 64)
        let error = #expect(throws: HTTPServerError.self) {
            try ListeningSocket(host: host, port: 0)
        }
        let text = try #require(error?.description)
        #expect(text.hasPrefix("host \(host) is unknown: "))
        #expect(text != "host \(host) is unknown: ")
    }

    @Test("A port can be listened on again once its server has stopped")
    func portAgain() throws {
        let first = try ListeningSocket(host: "127.0.0.1", port: 0)
        let server = try Server(socket: first, threads: 1, handler: echo)
        let client = try RawClient(port: first.port)
        try client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(try client.readResponse().status == 200)
        server.stop()
        let second = try ListeningSocket(host: "127.0.0.1", port: first.port)
        try Server(socket: second, threads: 1, handler: echo).stop()
        #expect(second.port == first.port)
    }

    @Test("A start that failed is told in words")
    func startError() {
        #expect(HTTPServerError.start.description == "the HTTP server did not start")
    }
}
