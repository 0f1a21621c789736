import CMicrohttpd
import Glibc

/// Why a request is refused on the strength of its header alone; no handler sees it.
package enum Refusal: Sendable, Equatable {
    /// The target by itself is over `Limits.headerBytesMax`.
    case targetTooLong
    case headerTooLarge
    /// A zero byte in the target, or a Host that is missing or there twice.
    case malformed(String)

    package var status: Int {
        switch self {
        case .targetTooLong: 414
        case .headerTooLarge: 431
        case .malformed: 400
        }
    }

    /// The answer of a server that was given no other.
    package var response: Response {
        Response(
            status: status, headers: [("Content-Type", "text/plain")],
            body: Array("\(status)\n".utf8))
    }
}

extension Refusal {
    /// What libmicrohttpd keeps beside the text for each field, cookie and query item.
    private static let noteBytes = 64
    /// Room that the head of an answer takes.
    private static let answerBytes = 2 << 10

    /// Looks at a header that is complete; nil when nothing is wrong with it.
    static func of(
        _ exchange: Exchange, version: UnsafePointer<CChar>?, _ connection: OpaquePointer,
        _ limits: Limits
    ) -> Refusal? {
        if exchange.target.count > limits.headerBytesMax { return .targetTooLong }
        if !fits(exchange.headers, connection, limits) { return .headerTooLarge }
        // The version stands behind the target, with one byte between them.
        if exchange.targetEnd + 1 != UInt(bitPattern: version) {
            return .malformed("The request target holds a zero byte.")
        }
        if let text = framingMistake(exchange.headers) { return .malformed(text) }
        switch exchange.headers.count(of: "host") {
        case 0:
            let isOld = version.map { strcmp($0, MHD_HTTP_VERSION_1_0) == 0 } ?? true
            return isOld ? nil : .malformed("A request of HTTP/1.1 needs the header field Host.")
        case 1: return nil
        default: return .malformed("The header field Host came more than once.")
        }
    }

    /// What makes it uncertain where the body ends, and so where the next request begins,
    /// https://www.rfc-editor.org/rfc/rfc9112#section-6.3. libmicrohttpd takes the first length
    /// that it finds, and waits for what is in no coding that it knows.
    private static func framingMistake(_ headers: Headers) -> String? {
        if headers.count(of: "content-length") > 1 {
            return "The header field Content-Length came more than once."
        }
        if let coding = headers.list("transfer-encoding"), coding.lowercased() != "chunked" {
            return "The only Transfer-Encoding that is taken is chunked."
        }
        return nil
    }

    /// False for a header over the limit, or one that leaves an answer no room beside it.
    private static func fits(
        _ headers: Headers, _ connection: OpaquePointer, _ limits: Limits
    ) -> Bool {
        guard let info = mhd_connection_info(connection, .CONNECTION_INFO_REQUEST_HEADER_SIZE)
        else { return true }
        let size = info.pointee.header_size
        guard size <= limits.headerBytesMax else { return false }
        let notes = Int(mhd_noted_values(connection)) * noteBytes
        let cookies = headers["cookie"]?.utf8.count ?? 0
        return size + notes + cookies + answerBytes <= limits.connectionBytes
    }
}
