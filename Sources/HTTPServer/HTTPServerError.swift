/// Why a server did not start.
package enum HTTPServerError: Error, CustomStringConvertible {
    case host(String, reason: String)
    case bind(host: String, port: UInt16, reason: String)
    case start
    /// The system gave no descriptor or thread.
    case resources(reason: String)

    package var description: String {
        switch self {
        case .host(let host, let reason): "host \(host) is unknown: \(reason)"
        case .bind(let host, let port, let reason): "cannot listen on \(host):\(port): \(reason)"
        case .start: "the HTTP server did not start"
        case .resources(let reason): "the HTTP server did not start: \(reason)"
        }
    }
}
