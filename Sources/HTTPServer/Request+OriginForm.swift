extension Request {
    /// The request with a target such as `http://host/path` cut down to `/path`, as every server
    /// must take it, https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2.
    package var inOriginForm: Request {
        guard target.first != UInt8(ascii: "/"), let path = Self.pathOfAbsoluteForm(target) else {
            return self
        }
        return Request(
            method: method, target: path, headers: headers, body: body,
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
    private static func pathOfAbsoluteForm(_ target: [UInt8]) -> [UInt8]? {
        let schemes = ["http://", "https://"]
        for scheme in schemes.map({ Array($0.utf8) }) {
            let found = target.prefix(scheme.count).map { byte in
                byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
            }
            guard found == scheme else { continue }
            let rest = target[scheme.count...]
            let end =
                rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
                ?? rest.endIndex
            guard end > rest.startIndex else { return nil }
            let path = rest[end...]
            return path.first == UInt8(ascii: "/") ? Array(path) : [UInt8(ascii: "/")] + path
        }
        return nil
    }
}
