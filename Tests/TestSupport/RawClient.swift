import Glibc

/// A response as it came over the wire.
package struct RawResponse: Sendable {
    package let status: Int
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    /// The first header of that name, whatever its case.
    package subscript(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    package var text: String { String(decoding: body, as: UTF8.self) }
}

/// Why a client could not go on.
package struct RawClientError: Error {
    package let reason: String
}

/// A blocking HTTP client that sends just the bytes it is given.
package final class RawClient {
    private let descriptor: Int32
    private var received: [UInt8] = []

    /// Connects to the loopback address. A read gives up after 30 seconds.
    package init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(
            descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        // Each `send` leaves at once, as a piece of its own.
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw RawClientError(reason: String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    package func send(_ text: String) throws { try send(Array(text.utf8)) }

    package func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw RawClientError(reason: String(cString: strerror(errno))) }
            sent += count
        }
    }

    /// Reads one response; `isBodyless` for the answer to HEAD.
    package func readResponse(isBodyless: Bool = false) throws -> RawResponse {
        let end = Array("\r\n\r\n".utf8)
        var headEnd = received.firstRange(of: end)
        while headEnd == nil {
            try readMore()
            headEnd = received.firstRange(of: end)
        }
        guard let headEnd else { throw RawClientError(reason: "no head") }
        let lines = String(decoding: received[..<headEnd.lowerBound], as: UTF8.self)
            .split(separator: "\r\n")
        let headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (
                name: String(parts.first ?? ""),
                value: String((parts.count > 1 ? parts[1] : "").drop { $0 == " " })
            )
        }
        received.removeSubrange(..<headEnd.upperBound)
        let declared = headers.first { $0.name.lowercased() == "content-length" }?.value
        let length = isBodyless ? 0 : declared.flatMap { Int($0) } ?? 0
        while received.count < length { try readMore() }
        let body = Array(received.prefix(length))
        received.removeFirst(length)
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return RawResponse(status: status ?? 0, headers: headers, body: body)
    }

    /// What comes up to and with the first place where that text stands.
    package func readText(until text: String) throws -> String {
        let end = Array(text.utf8)
        var range = received.firstRange(of: end)
        while range == nil {
            try readMore()
            range = received.firstRange(of: end)
        }
        guard let range else { throw RawClientError(reason: "no such text") }
        defer { received.removeSubrange(..<range.upperBound) }
        return String(decoding: received[..<range.upperBound], as: UTF8.self)
    }

    /// Everything until the peer closes.
    package func readToEnd() throws -> [UInt8] {
        while try receiveSome() {}
        defer { received = [] }
        return received
    }

    /// Waits for the peer to close; true when it did so without sending more.
    package func isClosedByPeer() throws -> Bool { try readToEnd().isEmpty }

    /// Tells the peer that nothing more will be sent; its answers can still be read.
    package func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    private func readMore() throws {
        guard try receiveSome() else { throw RawClientError(reason: "closed by the peer") }
    }

    private func receiveSome() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count == 0 || (count < 0 && errno == ECONNRESET) { return false }
        guard count > 0 else { throw RawClientError(reason: String(cString: strerror(errno))) }
        received += buffer.prefix(count)
        return true
    }
}
