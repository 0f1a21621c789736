/// Where people and their browsers reach the emulator, if that is not where it listens: behind a
/// published port of a container, or a proxy.
package struct PublicURL: Sendable, Equatable {
    /// Without a slash at its end, such as `https://mpa.example.test:8443/tests`.
    package let text: String
    /// As a browser tells it, in lower case: `https://mpa.example.test:8443`.
    let origin: String
    /// The host without its port, in lower case.
    let host: String
    /// What its paths begin with, such as `/tests`; empty for none.
    package let prefix: String

    /// Nil for what is no `http` or `https` URL, and for one with a user, a query or a fragment.
    package init?(_ text: String) {
        let lower = text.lowercased()
        guard let scheme = ["http://", "https://"].first(where: lower.hasPrefix) else { return nil }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        var path = rest.dropFirst(authority.count)
        while path.last == "/" { path.removeLast() }
        guard let host = Authority(String(authority)), path.utf8.allSatisfy(isPathByte),
            !path.contains("//")
        else { return nil }
        self.host = host.name
        origin = scheme + host.withoutPort(scheme == "http://" ? 80 : 443)
        prefix = String(path)
        self.text = scheme + authority + path
    }
}

/// The bytes that stand for themselves in a path, and its slashes.
private func isPathByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        true
    default: false
    }
}
