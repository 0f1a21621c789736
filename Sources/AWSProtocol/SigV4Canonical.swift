import Crypto

/// The text that a signature is made over,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
struct SigV4Canonical {
    /// How services differ from each other.
    struct Form {
        /// All but S3 take dot segments and empty ones out of the path.
        var normalizesPath = true
        /// A few services add the token of a presigned request after it was signed.
        var signsQueryToken = true
    }

    let request: SigV4Request
    let signedHeaders: [String]
    var form = Form()

    /// The hash is always that of the body that came, whatever a header says of it.
    var text: String {
        let fields = signedHeaders.map { "\($0):\(value(of: $0))\n" }.joined()
        return """
            \(request.method)
            \(path)
            \(query)
            \(fields)
            \(signedHeaders.joined(separator: ";"))
            \(hex(SHA256.hash(data: request.body)))
            """
    }

    private var path: String {
        guard form.normalizesPath else { return encoded(request.path, keepingSlashes: true) }
        var segments: [ArraySlice<UInt8>] = []
        var isFolder = false
        for segment in request.path.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        {
            isFolder = true
            switch Array(segment) {
            case [], [UInt8(ascii: ".")]: continue
            case [UInt8(ascii: "."), UInt8(ascii: ".")]: _ = segments.popLast()
            default:
                segments.append(segment)
                isFolder = false
            }
        }
        let path = segments.map { "/" + encoded($0) }.joined()
        return isFolder || path.isEmpty ? path + "/" : path
    }

    private var query: String {
        var items: [(name: String, value: String)] = []
        for item in request.query where isSigned(item.name) {
            items.append((encoded(item.name.utf8), encoded(item.value.utf8)))
        }
        items.sort { $0.name == $1.name ? $0.value < $1.value : $0.name < $1.name }
        return items.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    private func isSigned(_ name: String) -> Bool {
        if name.hasBytes(of: "X-Amz-Signature") { return false }
        return form.signsQueryToken || !name.hasBytes(of: "X-Amz-Security-Token")
    }

    /// The values of one name, each without the blanks around it and with single ones inside.
    private func value(of name: String) -> String {
        request.values(name).map { value in
            value.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                .map { String(Substring($0)) }.joined(separator: " ")
        }.joined(separator: ",")
    }
}

/// Lower-case hexadecimal digits.
func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
        decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

/// Escapes every byte that is not unreserved, https://www.rfc-editor.org/rfc/rfc3986#section-2.3.
private func encoded(_ bytes: some Sequence<UInt8>, keepingSlashes: Bool = false) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    for byte in bytes {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            text.append(byte)
        case UInt8(ascii: "/") where keepingSlashes: text.append(byte)
        default: text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: text, as: UTF8.self)
}

/// The SHA-256 of a text, in hexadecimal digits.
func digest(_ text: String) -> String { hex(SHA256.hash(data: Array(text.utf8))) }
