import Dispatch
import Glibc
import HTTPServer
import Testing

@Suite("Health probe")
struct HealthProbeTests {
    @Test("The status of the answer is told", arguments: [200, 204, 404, 500, 503])
    func status(status: Int) throws {
        try serving { _ in
            Response(status: status, headers: [], body: [])
        } _: { server throws in
            let found = HealthProbe.status(host: "127.0.0.1", port: server.port, path: "/health")
            #expect(found == status)
            #expect(server.requests.map(\.method) == ["GET"])
            #expect(server.requests.map(\.text) == ["/health"])
        }
    }

    @Test("A host is asked by its name, too")
    func name() throws {
        try serving { server throws in
            #expect(HealthProbe.status(host: "localhost", port: server.port, path: "/a?b") == 200)
            #expect(server.requests.map(\.text) == ["/a?b"])
            // Of all names the one that no server refuses.
            #expect(server.requests.first?.headers["host"] == "localhost")
        }
    }

    @Test("A long answer does not matter")
    func longAnswer() throws {
        let body = [UInt8](repeating: 0x20, count: 1_000_000)
        try serving { _ in
            Response(status: 200, headers: [], body: body)
        } _: { server throws in
            #expect(HealthProbe.status(host: "127.0.0.1", port: server.port, path: "/") == 200)
        }
    }

    @Test("Nobody listening is no status")
    func nobody() {
        // Bound, so nobody else gets the port; never listening.
        let (descriptor, port) = boundSocket()
        defer { close(descriptor) }
        #expect(HealthProbe.status(host: "127.0.0.1", port: port, path: "/") == nil)
    }

    @Test("A host that is none is no status")
    func unknownHost() {
        let host = String(repeating: "x", count: 64)
        #expect(HealthProbe.status(host: host, port: 1, path: "/") == nil)
    }

    @Test(
        "An answer that is not HTTP is no status",
        arguments: [
            "", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1", "HTTP/1.1 ok\r\n", "FTP/1.1 200 OK\r\n",
            "200",
        ])
    func notHTTP(answer: String) {
        let (descriptor, port) = boundSocket()
        defer { close(descriptor) }
        #expect(listen(descriptor, 1) == 0)
        DispatchQueue(label: "server").async { answerOnce(descriptor, answer) }
        #expect(HealthProbe.status(host: "127.0.0.1", port: port, path: "/") == nil)
    }

    @Test("A short answer that is HTTP is enough")
    func shortAnswer() {
        let (descriptor, port) = boundSocket()
        defer { close(descriptor) }
        #expect(listen(descriptor, 1) == 0)
        DispatchQueue(label: "server").async { answerOnce(descriptor, "HTTP/1.1 200 OK\r\n\r\n") }
        #expect(HealthProbe.status(host: "127.0.0.1", port: port, path: "/") == 200)
    }
}

/// A socket with a port of its own on the loopback address.
private func boundSocket() -> (descriptor: Int32, port: UInt16) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            _ = bind(descriptor, $0, length)
            _ = getsockname(descriptor, $0, &length)
        }
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
}

/// Takes one connection, reads its request, answers and closes.
private func answerOnce(_ listener: Int32, _ answer: String) {
    let connection = accept(listener, nil, nil)
    var buffer = [UInt8](repeating: 0, count: 4_096)
    _ = recv(connection, &buffer, buffer.count, 0)
    _ = send(connection, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
    close(connection)
}
