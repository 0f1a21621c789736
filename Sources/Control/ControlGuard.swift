import AWSProtocol
package import HTTPServer

/// Keeps what drives the emulator from web pages that a developer visits, and from whoever has no
/// token.
///
/// A page of another site can send requests here: its browser tells its origin. A page whose name
/// was made to lead here can even read the answers: its browser tells that name as the host.
package struct ControlGuard: Sendable {
    private let hosts: Set<String>
    private let publicOrigin: String?
    private let token: [UInt8]?

    /// Hosts beside addresses, `localhost` and that of the public URL; no token asks for none.
    package init(allowedHosts: [String] = [], publicURL: PublicURL? = nil, token: String? = nil) {
        var hosts = Set(allowedHosts.map { $0.lowercased() })
        hosts.insert("localhost")
        if let publicURL { hosts.insert(publicURL.host) }
        self.hosts = hosts
        publicOrigin = publicURL?.origin
        self.token = token.map { Array($0.utf8) }
    }

    /// True for a name without a port.
    package static func isHostName(_ text: String) -> Bool {
        Authority(text).map { $0.port == nil } ?? false
    }

    /// - Throws: Problem of status 403, or of 401 for a wrong or missing token.
    func check(_ request: Request) throws(Problem) {
        try checkSender(request)
        try checkToken(request)
    }

    /// The answer to a request for a web page that a browser should not show; nil for all others.
    package func refusal(ofPage request: Request) -> Response? {
        do throws(Problem) {
            try checkSender(request)
            return nil
        } catch {
            return error.response
        }
    }

    private func checkSender(_ request: Request) throws(Problem) {
        // What has no Host is HTTP/1.0, which browsers do not speak.
        let host = request.headers["host"]
        if let host {
            guard let authority = Authority(host),
                authority.isAddress || hosts.contains(authority.name)
            else {
                throw Problem(
                    status: 403,
                    detail: "The host \(host) is neither an IP address nor localhost. To serve the "
                        + "control API under this name, start mpa-local with --allowed-hosts.")
            }
        }
        guard let origin = request.headers.list("origin") else { return }
        guard isOwn(origin.lowercased(), host: host) else {
            throw Problem(
                status: 403,
                detail: "Web pages of \(origin) may not use the control API; only its own pages "
                    + "may. Behind a proxy, start mpa-local with --public-url.")
        }
    }

    private func isOwn(_ origin: String, host: String?) -> Bool {
        if let publicOrigin, origin.hasBytes(of: publicOrigin) { return true }
        guard let host, let authority = Authority(host) else { return false }
        return origin.hasBytes(of: "http://" + authority.withoutPort(80))
            || origin.hasBytes(of: "https://" + authority.withoutPort(443))
    }

    private func checkToken(_ request: Request) throws(Problem) {
        guard let token else { return }
        let scheme = "bearer "
        let given = Array((request.headers["authorization"] ?? "").utf8)
        let isBearer =
            String(decoding: given.prefix(scheme.utf8.count), as: UTF8.self).lowercased() == scheme
        guard isBearer, given.dropFirst(scheme.utf8.count).isEqualInConstantTime(to: token) else {
            throw Problem(
                status: 401,
                detail: "The control API needs the token that mpa-local was started with: send "
                    + "Authorization: Bearer TOKEN.")
        }
    }
}

extension ArraySlice<UInt8> {
    /// Takes as long for a text that is nearly right as for one that is all wrong.
    fileprivate func isEqualInConstantTime(to secret: [UInt8]) -> Bool {
        var difference = count ^ secret.count
        for (offset, byte) in enumerated() {
            difference |= Int(byte ^ secret[offset % Swift.max(1, secret.count)])
        }
        return difference == 0
    }
}
