import Dispatch
import Glibc
import HTTPServer
import Synchronization
import TestSupport
import Testing

private let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

@Suite("Connections of the HTTP server")
struct ServerTests {
    @Test("An answer has its status, headers, length and date")
    func answer() throws {
        try serving { _ in
            Response(
                status: 402, headers: [("X-One", "1"), ("X-One", "2")], body: Array("hi".utf8))
        } _: { server throws in
            let answer = try server.answer(get)
            #expect(answer.status == 402)
            #expect(answer.headers.filter { $0.name == "X-One" }.map(\.value) == ["1", "2"])
            #expect(answer["content-length"] == "2")
            #expect(answer["date"]?.hasSuffix(" GMT") == true)
            #expect(answer.text == "hi")
        }
    }

    @Test("An empty answer says that it is empty")
    func emptyAnswer() throws {
        try serving { _ in
            Response(status: 200, headers: [], body: [])
        } _: { server throws in
            let answer = try server.answer(get)
            #expect(answer["content-length"] == "0")
            #expect(answer.body == [])
        }
    }

    @Test("A large answer arrives whole")
    func largeAnswer() throws {
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 % 251) }
        try serving { _ in
            Response(status: 200, headers: [], body: body)
        } _: { server throws in
            let answer = try server.answer(get)
            #expect(answer.body == body)
        }
    }

    @Test(
        "A connection carries one request after the other, also after an error",
        arguments: ["GET", "POST", "PUT", "DELETE"], [200, 404, 500])
    func keepAlive(method: String, status: Int) throws {
        try serving {
            Response(status: status, headers: [], body: $0.target)
        } _: { server throws in
            let client = try server.client()
            for number in 0..<5 {
                let length = method == "GET" ? "" : "Content-Length: 2\r\n"
                let body = method == "GET" ? "" : "{}"
                try client.send("\(method) /\(number) HTTP/1.1\r\nHost: h\r\n\(length)\r\n\(body)")
                let answer = try client.readResponse()
                #expect(answer.status == status)
                #expect(answer.text == "/\(number)")
                #expect(answer["connection"]?.lowercased() != "close")
            }
        }
    }

    @Test("A client that asks for it gets its connection closed after the answer")
    func closes() throws {
        try serving { server throws in
            let client = try server.client()
            try client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            let answer = try client.readResponse()
            #expect(answer.status == 200)
            #expect(answer["connection"]?.lowercased() == "close")
            #expect(try client.isClosedByPeer())
        }
    }

    @Test("HTTP/1.0 is answered and closed")
    func http10() throws {
        try serving { server throws in
            let client = try server.client()
            try client.send("GET / HTTP/1.0\r\n\r\n")
            #expect(try client.readResponse().status == 200)
            #expect(try client.isClosedByPeer())
        }
    }

    @Test("Requests sent at once are answered one by one, in their order")
    func pipelined() throws {
        try serving { server throws in
            let client = try server.client()
            let requests = (0..<20).map {
                "POST /\($0) HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n\($0 % 10)"
            }
            try client.send(requests.joined())
            for number in 0..<20 {
                let answer = try client.readResponse()
                #expect(answer["x-target"] == "/\(number)")
                #expect(answer.text == "\(number % 10)")
            }
        }
    }

    @Test("HEAD is answered with the length of a body that does not follow")
    func head() throws {
        try serving { _ in
            Response(status: 200, headers: [], body: Array("hello".utf8))
        } _: {
            server throws in
            let client = try server.client()
            try client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n" + get)
            let head = try client.readResponse(isBodyless: true)
            #expect(head["content-length"] == "5")
            #expect(head.body == [])
            // A body after HEAD would stand before this answer.
            #expect(try client.readResponse().text == "hello")
            #expect(server.requests.map(\.method) == ["HEAD", "GET"])
        }
    }

    @Test("A client that waits to be told so is told to send its body")
    func expectContinue() throws {
        try serving { server throws in
            let client = try server.client()
            try client.send(
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
            #expect(try client.readResponse().status == 100)
            #expect(server.requests.isEmpty)
            try client.send("hello")
            let answer = try client.readResponse()
            #expect(answer.status == 200)
            #expect(answer.text == "hello")
        }
    }

    @Test("64 connections are served at once, in whatever order they are read")
    func manyConnections() throws {
        try serving { server throws in
            let clients = try (0..<64).map { _ in try server.client() }
            for (number, client) in clients.enumerated() {
                try client.send("GET /\(number) HTTP/1.1\r\nHost: h\r\n\r\n")
            }
            for (number, client) in clients.enumerated().reversed() {
                #expect(try client.readResponse()["x-target"] == "/\(number)")
            }
            #expect(Set(server.requests.map(\.text)).count == 64)
        }
    }

    @Test("Clients on many threads each get the answers to their own requests")
    func manyThreads() throws {
        try serving { server throws in
            let port = server.port
            let wrong = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 64) { number in
                do {
                    let client = try RawClient(port: port)
                    for round in 0..<10 {
                        try client.send(
                            "POST /\(number) HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n"
                                + "\(round)"
                        )
                        let answer = try client.readResponse()
                        if answer["x-target"] != "/\(number)" || answer.text != "\(round)" {
                            wrong.withLock { $0.append("\(number): \(answer)") }
                        }
                    }
                } catch {
                    wrong.withLock { $0.append("\(number): \(error)") }
                }
            }
            #expect(wrong.withLock { $0 } == [])
            #expect(server.requests.count == 640)
        }
    }

    @Test("Two event loops run two handlers at once")
    func parallelHandlers() throws {
        let entered = DispatchSemaphore(value: 0)
        let first = DispatchSemaphore(value: 0)
        let second = DispatchSemaphore(value: 0)
        let met = Mutex(0)
        try serving(threads: 2) { request in
            // Each waits for the other: one loop alone would never get past this.
            let isFirst = request.text == "/first"
            if isFirst { entered.signal() }
            (isFirst ? first : second).signal()
            if (isFirst ? second : first).wait(timeout: .now() + 30) == .success {
                met.withLock { $0 += 1 }
            }
            return echo(request)
        } _: { server throws in
            let one = try server.client()
            try one.send("GET /first HTTP/1.1\r\nHost: h\r\n\r\n")
            // That loop is busy now, so the other takes the next connection.
            #expect(entered.wait(timeout: .now() + 30) == .success)
            let two = try server.client()
            try two.send("GET /second HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try one.readResponse().status == 200)
            #expect(try two.readResponse().status == 200)
            #expect(met.withLock { $0 } == 2)
        }
    }

    @Test("Connections are shared out evenly among the event loops", arguments: [1, 2, 3, 4])
    func evenLoops(threads: Int) throws {
        try serving(threads: threads) { request in
            Response(status: 200, headers: [("X-Thread", "\(pthread_self())")], body: [])
        } _: { server throws in
            var clients: [RawClient] = []
            var served: [String: Int] = [:]
            for _ in 0..<12 {
                let client = try server.client()
                try client.send(get)
                let answer = try client.readResponse()
                served[answer["x-thread"] ?? "none", default: 0] += 1
                clients.append(client)
            }
            #expect(served.values.map(\.self) == Array(repeating: 12 / threads, count: threads))
        }
    }

    @Test("Clients that a loop has not taken up yet count as its own")
    func burst() throws {
        let entered = DispatchSemaphore(value: 0)
        let go = DispatchSemaphore(value: 0)
        // However long its request takes, the loop gets its share.
        try serving(threads: 2, limits: limits { $0.heldUpMilliseconds = .max }) { request in
            if request.text == "/long" {
                entered.signal()
                go.wait()
            }
            return Response(status: 200, headers: [("X-Thread", "\(pthread_self())")], body: [])
        } _: { server throws in
            func thread(_ client: RawClient) throws -> String? {
                try client.readResponse()["x-thread"]
            }
            let first = try (server.client(), server.client())
            try first.0.send(get)
            let free = try thread(first.0)
            try first.1.send("GET /long HTTP/1.1\r\nHost: h\r\n\r\n")
            entered.wait()
            defer { go.signal() }
            let clients = try (0..<8).map { _ in try server.client() }
            for client in clients { try client.send(get) }
            for place in stride(from: 0, to: 8, by: 2) {
                #expect(try thread(clients[place]) == free)
            }
            go.signal()
            for place in stride(from: 1, to: 8, by: 2) {
                #expect(try thread(clients[place]) != free)
            }
        }
    }

    @Test("A loop that is held up by a long request gets no new client")
    func heldUpLoop() throws {
        let entered = DispatchSemaphore(value: 0)
        let go = DispatchSemaphore(value: 0)
        try serving(threads: 2, limits: limits { $0.heldUpMilliseconds = 0 }) { request in
            if request.text == "/long" {
                entered.signal()
                go.wait()
            }
            return echo(request)
        } _: { server throws in
            // Of these two one is on the loop of the long request.
            let others = try [server.client(), server.client()]
            for client in others {
                try client.send(get)
                #expect(try client.readResponse().status == 200)
            }
            let long = try server.client()
            try long.send("GET /long HTTP/1.1\r\nHost: h\r\n\r\n")
            entered.wait()
            defer { go.signal() }
            // They stay, so that by their number alone some would belong there as well; and each is
            // answered before the next one comes, so that the other loop is never at work then.
            var more: [RawClient] = []
            for _ in 0..<4 {
                let client = try server.client()
                try client.send(get)
                #expect(try client.readResponse().status == 200)
                more.append(client)
            }
        }
    }

    @Test("A connection that breaks off leaves the server at work", arguments: breaks)
    func brokenConnection(start: String) throws {
        // The drain is not what is tested here.
        try serving(limits: limits { $0.drainTimeoutMilliseconds = 20 }) { server throws in
            for _ in 0..<20 { try server.client().send(start) }
            #expect(try server.answer(get).status == 200)
        }
    }

    static let breaks = [
        "", "G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: h\r\nX-Half",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
    ]
}
