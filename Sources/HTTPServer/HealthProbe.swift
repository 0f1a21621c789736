import Glibc

/// A minimal HTTP client for `mpa-local health`: one GET, one answer.
package enum HealthProbe {
    /// The status of `GET path`, or nil when nobody answers in time.
    package static func status(
        host: String, port: UInt16, path: String, bearerToken: String? = nil
    ) -> Int? {
        let credentials = bearerToken.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        // The server may be picky about names, and never is about this one.
        let head =
            "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(credentials)Connection: close\r\n\r\n"
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0 else { return nil }
        defer { freeaddrinfo(found) }
        var next = found
        while let address = next?.pointee {
            if let status = status(at: address, head) { return status }
            next = address.ai_next
        }
        return nil
    }

    private static func status(at address: addrinfo, _ request: String) -> Int? {
        let descriptor = socket(address.ai_family, address.ai_socktype, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        guard connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 else { return nil }
        guard send(descriptor, request, request.utf8.count, Int32(MSG_NOSIGNAL)) > 0 else {
            return nil
        }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_WAITALL))
        // "HTTP/1.1 200 OK": the status is the second word.
        let words = String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self).split(
            separator: " ")
        return words.count > 1 && words[0].hasPrefix("HTTP/") ? Int(words[1]) : nil
    }
}
