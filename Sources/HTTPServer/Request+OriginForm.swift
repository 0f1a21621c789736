extension Request {
    /// The request with a target such as `http://host/path` cut down to `/path`, as every server
    /// must take it, https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2: that host is the one
    /// that counts.
    package var inOriginForm: Request {
        guard target.first != UInt8(ascii: "/"),
            let (host, path) = Self.partsOfAbsoluteForm(target)
        else { return self }
        return Request(
            method: method, target: path, headers: headers.with(host: host), body: body,
            isBodyTooLarge: isBodyTooLarge)
    }

    /// The request without a path such as `/tests` that all its paths begin with, if this one does.
    package func below(_ prefix: [UInt8]) -> Request {
        guard !prefix.isEmpty, target.starts(with: prefix),
            target.count == prefix.count || target[prefix.count] == UInt8(ascii: "/")
                || target[prefix.count] == UInt8(ascii: "?")
        else { return self }
        let rest = Array(target[prefix.count...])
        return Request(
            method: method, target: rest.first == UInt8(ascii: "/") ? rest : [0x2f] + rest,
            headers: headers, body: body, isBodyTooLarge: isBodyTooLarge, prefix: prefix)
    }

    /// Nil for what is no absolute URL of HTTP.
    private static func partsOfAbsoluteForm(
        _ target: [UInt8]
    ) -> (host: ArraySlice<UInt8>, path: [UInt8])? {
        let schemes = ["http://", "https://"]
        for scheme in schemes.map({ Array($0.utf8) }) {
            let found = target.prefix(scheme.count).map { byte in
                byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
            }
            guard found == scheme else { continue }
            let rest = target[scheme.count...]
            let end =
                rest.firstIndex { "/?#\\".utf8.contains($0) } ?? rest.endIndex
            guard end > rest.startIndex else { return nil }
            let path = rest[end...]
            // Who the user is to be counts for nothing, and is no part of a host.
            let at = rest[..<end].lastIndex(of: UInt8(ascii: "@")).map { $0 + 1 }
            return (
                rest[(at ?? rest.startIndex)..<end],
                path.first == UInt8(ascii: "/") ? Array(path) : [UInt8(ascii: "/")] + path
            )
        }
        return nil
    }
}
