import Crypto
package import HTTPServer

/// The web pages: the approver portal below `/portal/`, the developer's console below `/_mpa/`.
///
/// They are files, the same for everybody; what they show, they fetch from the control API.
package struct Portal: Sendable {
    /// A file as it leaves.
    private struct Page: Sendable {
        let file: PortalFile
        let tag: String

        init(_ file: PortalFile) {
            self.file = file
            let digest = SHA256.hash(data: file.bytes).prefix(12)
            tag = "\"" + digest.map { byte in String(byte, radix: 16) }.joined() + "\""
        }
    }

    private static let pages = Dictionary(
        uniqueKeysWithValues: PortalFile.all.map { ($0.name, Page($0)) })

    package init() {}

    /// False for a target that is certainly no page: quick, since every request is asked.
    package static func mayOwn(_ target: [UInt8]) -> Bool {
        guard target.count > 4 else { return false }
        // Of `/portal` and `/_mpa`; the rest is looked at where these are right.
        return (target[1] == UInt8(ascii: "p") && target[4] == UInt8(ascii: "t"))
            || (target[1] == UInt8(ascii: "_") && target[4] == UInt8(ascii: "a"))
    }

    /// The answer to a request for a page; nil for a target that is none.
    package func response(to request: Request) -> Response? {
        let path = request.target.prefix { $0 != UInt8(ascii: "?") }
        switch Self.place(String(decoding: path, as: UTF8.self)) {
        case .none: return nil
        case .folder(let name): return Self.redirect(to: name)
        case .missing: return Self.refusal(404, "There is no such page.")
        case .page(let name):
            guard let page = Self.pages[name] else {
                return Self.refusal(404, "There is no such page.")
            }
            guard ["GET", "HEAD"].contains(request.method) else {
                var refusal = Self.refusal(405, "Pages are read with GET.")
                refusal.headers.append(("Allow", "GET, HEAD"))
                return refusal
            }
            return Self.response(page, known: request.headers.list("if-none-match"))
        }
    }

    private enum Place {
        case none
        /// A folder that was named without its slash.
        case folder(String)
        case page(String)
        case missing
    }

    /// Control routes and pages share `/_mpa/`: the pages have its root, and `assets`.
    private static func place(_ path: String) -> Place {
        switch path {
        case "/portal": return .folder("portal/")
        case "/_mpa": return .folder("_mpa/")
        case "/portal/": return .page("portal.html")
        case "/_mpa/": return .page("console.html")
        default: break
        }
        for prefix in ["/portal/", "/_mpa/assets/"] where path.utf8.starts(with: prefix.utf8) {
            let name = String(path.utf8.dropFirst(prefix.utf8.count)) ?? ""
            return name.hasSuffix(".html") ? .missing : .page(name)
        }
        return .none
    }

    /// Relative, so that it leads to the right place behind a proxy, too.
    private static func redirect(to folder: String) -> Response {
        var response = refusal(308, "")
        response.headers.append(("Location", folder))
        return response
    }

    private static func response(_ page: Page, known: String?) -> Response {
        let isKnown = known?.contains(page.tag) ?? false
        return Response(
            status: isKnown ? 304 : 200,
            headers: headers(page.file.mediaType) + [
                ("ETag", page.tag), ("Cache-Control", "no-cache"),
            ],
            body: isKnown ? [] : page.file.bytes)
    }

    private static func refusal(_ status: Int, _ text: String) -> Response {
        Response(
            status: status, headers: headers("text/plain; charset=utf-8"), body: Array(text.utf8))
    }

    /// Nothing but its own files and its own API; no frame around it, and no guesses at types.
    private static func headers(_ type: String) -> [(name: String, value: String)] {
        [
            ("Content-Type", type),
            (
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'"
            ),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
    }
}
