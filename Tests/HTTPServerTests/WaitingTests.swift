import HTTPServer
import Synchronization
import TestSupport
import Testing

@Suite("Answers that are not there yet")
struct WaitingTests {
    /// Requests for /wait and /late wait for `open`, all others are answered at once.
    private final class Door: Sendable {
        private struct State {
            var isOpen = false
            var waiting: [Waiting] = []
            var overs = 0
            var sleeps = 0
            var oversRead = 0
        }

        private let state = Mutex(State())
        let milliseconds: Int64

        init(milliseconds: Int64 = 600_000) { self.milliseconds = milliseconds }

        /// How many late ones were answered without the door being open.
        var overCount: Int { state.withLock { $0.overs } }
        /// How often a late one had to wait.
        var sleptCount: Int { state.withLock { $0.sleeps } }
        /// How many of those answers were read.
        var overRead: Int {
            get { state.withLock { $0.oversRead } }
            set { state.withLock { $0.oversRead = newValue } }
        }
        var waitingCount: Int { state.withLock { $0.waiting.count } }

        @Sendable func reply(_ request: Request) -> Reply {
            let isLate = request.text == "/late"
            guard isLate || request.text == "/wait" else { return .response(echo(request)) }
            let waiting = Waiting(milliseconds: milliseconds) { [self] isOver in
                let isOpen = state.withLock { state in
                    if isLate, isOver { state.overs += 1 }
                    if isLate, !isOver { state.sleeps += 1 }
                    return state.isOpen
                }
                guard isOpen || isOver else { return .wait(milliseconds: nil) }
                let text = isOpen ? "open" : "over"
                return .response(Response(status: 200, headers: [], body: Array(text.utf8)))
            }
            state.withLock { $0.waiting.append(waiting) }
            return .waiting(waiting)
        }

        func open() {
            let waiting = state.withLock { state in
                state.isOpen = true
                return state.waiting
            }
            for each in waiting { each.wake() }
        }
    }

    private func serving(
        _ door: Door, _ body: (UInt16, Server) throws -> Void
    ) throws {
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let server = try Server(
            socket: socket, threads: 2, refuser: { $1.response }, replier: door.reply)
        try body(socket.port, server)
    }

    private func client(_ port: UInt16, _ path: String) throws -> RawClient {
        let client = try RawClient(port: port)
        try client.send("GET \(path) HTTP/1.1\r\nHost: h\r\n\r\n")
        return client
    }

    @Test("Hundreds wait on two threads while others are answered, and all are woken")
    func many() throws {
        let door = Door()
        try serving(door) { port, server in
            defer { server.stop() }
            let waiting = try (0..<300).map { _ in try client(port, "/wait") }
            // Answers to others come between those who wait: none of them holds a thread.
            while door.waitingCount < 300 {
                #expect(try client(port, "/other").readResponse().status == 200)
            }
            #expect(try client(port, "/other").readResponse().status == 200)
            door.open()
            for each in waiting { #expect(try each.readResponse().text == "open") }
        }
    }

    @Test("Who waits long enough gets the last word")
    func deadline() throws {
        try serving(Door(milliseconds: 20)) { port, server in
            defer { server.stop() }
            let client = try client(port, "/wait")
            #expect(try client.readResponse().text == "over")
            try client.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(try client.readResponse().text == "over")
        }
    }

    @Test("A server that stops answers those who wait")
    func stop() throws {
        let door = Door()
        try serving(door) { port, server in
            let waiting = try (0..<8).map { _ in try client(port, "/wait") }
            while door.waitingCount < 8 {
                #expect(try client(port, "/other").readResponse().status == 200)
            }
            server.stop()
            for each in waiting { #expect(try each.readResponse().text == "over") }
        }
    }

    @Test("One that was woken before it slept does not sleep")
    func early() throws {
        let reply: Server.Replier = { _ in
            let isWoken = Mutex(false)
            let waiting = Waiting(milliseconds: 600_000) { _ in
                // The first time there is nothing yet, and the news comes at that very moment.
                isWoken.withLock { isWoken in
                    defer { isWoken = true }
                    return isWoken
                        ? .response(Response(status: 200, headers: [], body: []))
                        : .wait(milliseconds: nil)
                }
            }
            waiting.wake()
            return .waiting(waiting)
        }
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let server = try Server(
            socket: socket, threads: 1, refuser: { $1.response }, replier: reply)
        defer { server.stop() }
        #expect(try client(socket.port, "/wait").readResponse().status == 200)
    }

    @Test("An attempt says when it wants to look again, and the response is decorated at the end")
    func looksAgain() throws {
        let reply: Server.Replier = { _ in
            let looks = Mutex(0)
            let waiting = Waiting(milliseconds: 600_000) { _ in
                let count = looks.withLock { looks in
                    looks += 1
                    return looks
                }
                guard count == 4 else { return .wait(milliseconds: 5) }
                return .response(Response(status: 200, headers: [], body: []))
            }
            for text in ["first", "second"] {
                waiting.decorate { response in
                    var response = response
                    response.body += Array(text.utf8)
                    return response
                }
            }
            return .waiting(waiting)
        }
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let server = try Server(
            socket: socket, threads: 1, refuser: { $1.response }, replier: reply)
        defer { server.stop() }
        #expect(try client(socket.port, "/").readResponse().text == "firstsecond")
    }

    @Test("Whose client has left is ended before its time, and makes room for others")
    func abandoned() throws {
        let door = Door()
        let limits = limits {
            $0.waitingMax = 3
            $0.requestTimeoutMilliseconds = 3_000
        }
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let server = try Server(
            socket: socket, threads: 2, limits: limits, refuser: { $1.response },
            replier: door.reply)
        defer { server.stop() }
        do {
            let leaving = try (0..<3).map { _ in try client(socket.port, "/wait") }
            while door.waitingCount < 3 {
                #expect(try client(socket.port, "/other").readResponse().status == 200)
            }
            // There is no room to wait now.
            #expect(try client(socket.port, "/wait").readResponse().text == "over")
            withExtendedLifetime(leaving) {}
        }
        // Comes back until there is room to wait.
        var waiting = try client(socket.port, "/late")
        while door.sleptCount == 0 {
            if door.overCount > door.overRead {
                #expect(try waiting.readResponse().text == "over")
                door.overRead += 1
                waiting = try client(socket.port, "/late")
            }
            #expect(try client(socket.port, "/other").readResponse().status == 200)
        }
        door.open()
        #expect(try waiting.readResponse().text == "open")
    }

    @Test("A client that leaves while it waits does no harm")
    func left() throws {
        let door = Door()
        try serving(door) { port, server in
            do { _ = try client(port, "/wait") }
            while door.waitingCount < 1 {
                #expect(try client(port, "/other").readResponse().status == 200)
            }
            door.open()
            #expect(try client(port, "/wait").readResponse().text == "open")
            server.stop()
        }
    }
}
