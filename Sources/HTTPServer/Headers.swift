/// The header fields of one request, in the order and case in which they came.
///
/// All bytes lie in one buffer: most requests look at four fields of ten, so none becomes a string
/// before somebody asks for it. swift-http-types was measured and left out: its fields cost 36,000
/// instructions for a request of boto3, a fifth of a whole GetIdentitySource.
package struct Headers: Sendable {
    private struct Field {
        let nameStart: Int
        let valueStart: Int
        let end: Int
    }

    private var bytes: [UInt8] = []
    private var fields: [Field] = []

    package init() {}

    package init(_ pairs: [(String, String)]) {
        for (name, value) in pairs { append(name: Array(name.utf8), value: Array(value.utf8)) }
    }

    package mutating func append(name: some Collection<UInt8>, value: some Collection<UInt8>) {
        let nameStart = bytes.count
        bytes.append(contentsOf: name)
        let valueStart = bytes.count
        bytes.append(contentsOf: value)
        fields.append(Field(nameStart: nameStart, valueStart: valueStart, end: bytes.count))
    }

    /// The same fields with that host in place of any other.
    func with(host: ArraySlice<UInt8>) -> Headers {
        var headers = Headers()
        headers.append(name: "Host".utf8, value: host)
        for field in fields where !matches(field, "host") {
            headers.append(
                name: bytes[field.nameStart..<field.valueStart],
                value: bytes[field.valueStart..<field.end])
        }
        return headers
    }

    mutating func reserve(bytes count: Int, fields number: Int) {
        bytes.reserveCapacity(count)
        fields.reserveCapacity(number)
    }

    /// The first field of that name, which must be given in lower case.
    package subscript(name: StaticString) -> String? {
        for field in fields where matches(field, name) {
            return String(decoding: bytes[field.valueStart..<field.end], as: UTF8.self)
        }
        return nil
    }

    /// The bytes of the first field of that name, which must be given in lower case.
    package func bytes(of name: StaticString) -> ArraySlice<UInt8>? {
        for field in fields where matches(field, name) {
            return bytes[field.valueStart..<field.end]
        }
        return nil
    }

    /// True when there is a field of that name, which must be given in lower case.
    package func has(_ name: StaticString) -> Bool { fields.contains { matches($0, name) } }

    /// Every field of that name as the one that they stand for, the name given in lower case,
    /// https://www.rfc-editor.org/rfc/rfc9110#section-5.3.
    package func list(_ name: StaticString) -> String? {
        var found: String?
        for field in fields where matches(field, name) {
            let value = String(decoding: bytes[field.valueStart..<field.end], as: UTF8.self)
            found = found.map { "\($0), \(value)" } ?? value
        }
        return found
    }

    package var count: Int { fields.count }

    /// All names and values in a row.
    package var block: [UInt8] { bytes }

    /// How long name and value of each field are, which `block` holds.
    package func forEachLength(_ body: (_ name: Int, _ value: Int) -> Void) {
        for field in fields {
            body(field.valueStart - field.nameStart, field.end - field.valueStart)
        }
    }

    /// How many fields have that name, which must be given in lower case.
    func count(of name: StaticString) -> Int { fields.count { matches($0, name) } }

    /// Every field as name and value.
    package var all: [(name: String, value: String)] {
        fields.map { field in
            (
                String(decoding: bytes[field.nameStart..<field.valueStart], as: UTF8.self),
                String(decoding: bytes[field.valueStart..<field.end], as: UTF8.self)
            )
        }
    }

    private func matches(_ field: Field, _ name: StaticString) -> Bool {
        guard field.valueStart - field.nameStart == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { wanted in
            for (offset, letter) in wanted.enumerated() {
                var found = bytes[field.nameStart + offset]
                if found >= UInt8(ascii: "A"), found <= UInt8(ascii: "Z") { found |= 0x20 }
                if found != letter { return false }
            }
            return true
        }
    }
}
