import Dispatch
import Foundation
import HTTPServer
import Synchronization
import TestSupport
import Testing

@Suite("Stopping the HTTP server under load")
struct StopUnderLoadTests {
    private final class Tally: Sendable {
        let handled = Mutex<Set<String>>([])
        let answered = Mutex<Set<String>>([])
        let broken = Mutex<[String]>([])
    }

    /// Sends one request after the other until the server closes the connection.
    private static func load(_ port: UInt16, _ number: Int, _ tally: Tally) {
        guard let client = try? RawClient(port: port) else { return }
        for turn in 0... {
            let name = "/\(number)-\(turn)"
            let text = "POST \(name) HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody"
            guard (try? client.send(text)) != nil, let answer = try? client.readResponse()
            else { return }
            if answer.status == 200, answer["x-target"] == name, answer.text == "body" {
                _ = tally.answered.withLock { $0.insert(name) }
            } else {
                tally.broken.withLock { $0.append(name) }
            }
        }
    }

    @Test("Whatever a handler did was answered in full", arguments: 0..<10)
    func answersAll(round: Int) throws {
        let tally = Tally()
        let isUnderWay = DispatchSemaphore(value: 0)
        let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        let limits = limits { $0.drainTimeoutMilliseconds = 600_000 }
        let server = try Server(socket: socket, threads: 2, limits: limits) { request in
            let count = tally.handled.withLock { names in
                names.insert(request.text)
                return names.count
            }
            if count == 100 { isUnderWay.signal() }
            return echo(request)
        }
        let clients = DispatchGroup()
        for number in 0..<32 {
            clients.enter()
            Thread.detachNewThread {
                Self.load(socket.port, number, tally)
                clients.leave()
            }
        }
        #expect(isUnderWay.wait(timeout: .now() + 60) == .success)
        server.stop()
        #expect(clients.wait(timeout: .now() + 60) == .success)
        let (handled, answered) = (tally.handled.withLock { $0 }, tally.answered.withLock { $0 })
        #expect(handled.count >= 100)
        #expect(handled.symmetricDifference(answered).isEmpty)
        #expect(tally.broken.withLock { $0 }.isEmpty)
    }
}
