import HTTPServer
import Synchronization
import TestSupport

/// A server that runs for one test.
struct LiveServer {
    let port: UInt16
    fileprivate let seen: Seen

    /// Every request that its handler was given, in their order.
    var requests: [Request] { seen.requests.withLock { $0 } }

    func client() throws -> RawClient { try RawClient(port: port) }

    /// Sends `text` on a connection of its own and reads one answer.
    func answer(_ text: String) throws -> RawResponse {
        let client = try client()
        try client.send(text)
        return try client.readResponse()
    }
}

private final class Seen: Sendable {
    let requests = Mutex<[Request]>([])
}

/// Answers 200 with the body that came; 413 to one that was too large.
@Sendable func echo(_ request: Request) -> Response {
    Response(
        status: request.isBodyTooLarge ? 413 : 200,
        headers: [("X-Method", request.method), ("X-Target", request.text)], body: request.body)
}

extension Request {
    var text: String { String(decoding: target, as: UTF8.self) }
}

/// Runs a server on a free port for as long as `body` takes.
func serving(
    threads: Int = 2, limits: Limits = Limits(), answer: @escaping Server.Handler = echo,
    _ body: (LiveServer) throws -> Void
) throws {
    let socket = try ListeningSocket(host: "127.0.0.1", port: 0)
    let seen = Seen()
    let server = try Server(socket: socket, threads: threads, limits: limits) { request in
        seen.requests.withLock { $0.append(request) }
        return answer(request)
    }
    defer { server.stop() }
    try body(LiveServer(port: socket.port, seen: seen))
}

func limits(_ change: (inout Limits) -> Void) -> Limits {
    var limits = Limits()
    change(&limits)
    return limits
}
