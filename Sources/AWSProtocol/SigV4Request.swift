/// A request as far as a signature covers it.
package struct SigV4Request: Sendable {
    let method: String
    /// The path as it came: decoded, it would no longer be what was signed.
    let path: ArraySlice<UInt8>
    let query: [RawTarget.QueryItem]
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    /// `target` is the raw request target, `query` that of the same, decoded.
    package init(
        method: String, target: [UInt8], query: [RawTarget.QueryItem],
        headers: [(name: String, value: String)], body: [UInt8]
    ) {
        self.method = method
        path = target.prefix { $0 != UInt8(ascii: "?") }
        self.query = query
        self.headers = headers.map { (token($0.name.utf8[...]), $0.value) }
        self.body = body
    }

    /// The values of the fields of that name, which is given in lower case.
    func values(_ name: String) -> [String] {
        headers.filter { $0.name.hasBytes(of: name) }.map(\.value)
    }

    /// The first of them, nothing for an empty one.
    func header(_ name: String) -> String? {
        values(name).first { !$0.isEmpty }
    }

    /// The last value of that name, nothing for an empty one.
    func item(_ name: String) -> String? {
        query.last { $0.name.hasBytes(of: name) && !$0.value.isEmpty }?.value
    }
}
