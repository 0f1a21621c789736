// The compiler takes some types of the system for those of the first module that it meets them in.
import CMicrohttpd
import Glibc

/// A bound TCP socket in the listening state.
package struct ListeningSocket: Sendable {
    let descriptor: Int32
    /// The port in use, also when 0 was asked for.
    package let port: UInt16

    package init(
        host: String, port: UInt16, queueMax: Int32 = Limits().listenQueueMax
    ) throws(HTTPServerError) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &found)
        guard code == 0, let address = found else {
            throw .host(host, reason: String(cString: gai_strerror(code)))
        }
        defer { freeaddrinfo(found) }
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        descriptor = socket(address.pointee.ai_family, type, 0)
        guard descriptor >= 0 else {
            throw .bind(host: host, port: port, reason: String(cString: strerror(errno)))
        }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        let isOpen =
            bind(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0
            && listen(descriptor, queueMax) == 0
        guard isOpen, let bound = Self.boundPort(of: descriptor) else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw .bind(host: host, port: port, reason: reason)
        }
        self.port = bound
    }

    private static func boundPort(of descriptor: Int32) -> UInt16? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &length)
            }
        }
        guard code == 0 else { return nil }
        // IPv4 and IPv6 keep the port in the same two bytes.
        return withUnsafeBytes(of: storage) { UInt16($0[2]) << 8 | UInt16($0[3]) }
    }
}
