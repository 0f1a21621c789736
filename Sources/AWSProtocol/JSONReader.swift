/// Reads JSON text (RFC 8259) token by token, strictly: no comments, no trailing commas or text.
///
/// FoundationEssentials' decoder was not used here: it cannot tell an absent member from a null
/// one, `7` from `7.0`, or two members of one name, all of which decide between AWS's errors.
struct JSONReader {
    enum Found: String {
        case string = "a string"
        case number = "a number"
        case boolean = "a boolean"
        case null
        case array = "an array"
        case object = "an object"
    }

    static let depthMax = 64

    private let bytes: [UInt8]
    /// What error texts call the text that is read.
    private let subject: StaticString
    private var position = 0
    private var depth = 0

    init(_ bytes: [UInt8], subject: StaticString = "The request body") {
        self.bytes = bytes
        self.subject = subject
    }

    /// What the next value is; nothing is consumed but white space.
    mutating func peek() throws(FrameworkError) -> Found {
        skipWhitespace()
        guard position < bytes.count else { throw malformed() }
        switch bytes[position] {
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: throw malformed()
        }
    }

    mutating func finish() throws(FrameworkError) {
        skipWhitespace()
        guard position == bytes.count else { throw malformed() }
    }

    mutating func readNull() throws(FrameworkError) { try literal("null") }

    mutating func readBoolean() throws(FrameworkError) -> Bool {
        let isTrue = bytes[position] == UInt8(ascii: "t")
        try literal(isTrue ? "true" : "false")
        return isTrue
    }

    /// Reads an object; `member` must read the value that follows each key.
    mutating func readObject(
        _ member: (inout JSONReader, String) throws(FrameworkError) -> Void
    ) throws(FrameworkError) {
        try enter()
        skipWhitespace()
        if consume(UInt8(ascii: "}")) { return depth -= 1 }
        repeat {
            guard try peek() == .string else { throw malformed() }
            let key = try readString()
            skipWhitespace()
            guard consume(UInt8(ascii: ":")) else { throw malformed() }
            try member(&self, key)
            skipWhitespace()
        } while consume(UInt8(ascii: ","))
        guard consume(UInt8(ascii: "}")) else { throw malformed() }
        depth -= 1
    }

    /// Reads an array; `element` must read each value.
    mutating func readArray(
        _ element: (inout JSONReader) throws(FrameworkError) -> Void
    ) throws(FrameworkError) {
        try enter()
        skipWhitespace()
        if consume(UInt8(ascii: "]")) { return depth -= 1 }
        repeat {
            try element(&self)
            skipWhitespace()
        } while consume(UInt8(ascii: ","))
        guard consume(UInt8(ascii: "]")) else { throw malformed() }
        depth -= 1
    }

    /// Reads any value and forgets it.
    mutating func skipValue() throws(FrameworkError) {
        switch try peek() {
        case .string: _ = try readString()
        case .number: _ = try readNumber()
        case .boolean: _ = try readBoolean()
        case .null: try readNull()
        case .array: try readArray { reader throws(FrameworkError) in try reader.skipValue() }
        case .object:
            try readObject { reader, _ throws(FrameworkError) in try reader.skipValue() }
        }
    }

    /// The text of a number, its grammar checked.
    mutating func readNumber() throws(FrameworkError) -> ArraySlice<UInt8> {
        let start = position
        _ = consume(UInt8(ascii: "-"))
        if !consume(UInt8(ascii: "0")) { try digits() }
        if consume(UInt8(ascii: ".")) { try digits() }
        if consume(UInt8(ascii: "e")) || consume(UInt8(ascii: "E")) {
            if !consume(UInt8(ascii: "+")) { _ = consume(UInt8(ascii: "-")) }
            try digits()
        }
        return bytes[start..<position]
    }

    mutating func readString() throws(FrameworkError) -> String {
        position += 1
        let start = position
        var isASCII = true
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                let found = bytes[start..<position]
                position += 1
                // A check of texts that need none takes its time.
                if isASCII { return String(decoding: found, as: UTF8.self) }
                guard let text = String(validating: found, as: UTF8.self) else {
                    throw notUTF8()
                }
                return text
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw malformed()
            default:
                if byte >= 0x80 { isASCII = false }
                position += 1
            }
        }
        throw malformed()
    }

    private mutating func escapedString(from start: Int) throws(FrameworkError) -> String {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw notUTF8()
                }
                return string
            case UInt8(ascii: "\\"): text.append(contentsOf: try escape().utf8)
            case 0..<0x20: throw malformed()
            default: text.append(byte)
            }
        }
        throw malformed()
    }

    private mutating func escape() throws(FrameworkError) -> String {
        guard position < bytes.count else { throw malformed() }
        let letter = bytes[position]
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return String(UnicodeScalar(letter))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw malformed()
        }
    }

    private mutating func unicodeEscape() throws(FrameworkError) -> String {
        let unit = try codeUnit()
        if let scalar = UnicodeScalar(unit) { return String(scalar) }
        // A high surrogate counts only together with the low one after it.
        guard unit < 0xdc00, consume(UInt8(ascii: "\\")), consume(UInt8(ascii: "u")) else {
            throw malformed()
        }
        let low = UInt32(try codeUnit())
        guard (0xdc00..<0xe000).contains(low),
            let scalar = UnicodeScalar(0x10000 + (UInt32(unit) - 0xd800) << 10 + (low - 0xdc00))
        else { throw malformed() }
        return String(scalar)
    }

    private mutating func codeUnit() throws(FrameworkError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard position < bytes.count, let digit = hexDigit(bytes[position]) else {
                throw malformed()
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    private mutating func digits() throws(FrameworkError) {
        let start = position
        while position < bytes.count, isDigit(bytes[position]) { position += 1 }
        guard position > start else { throw malformed() }
    }

    private mutating func literal(_ word: StaticString) throws(FrameworkError) {
        for offset in 0..<word.utf8CodeUnitCount {
            let letter = word.withUTF8Buffer { unsafe $0[offset] }
            guard consume(letter) else { throw malformed() }
        }
    }

    private mutating func enter() throws(FrameworkError) {
        depth += 1
        position += 1
        guard depth <= Self.depthMax else {
            throw .serialization(
                "\(subject) is nested more than \(Self.depthMax) levels deep.")
        }
    }

    private mutating func consume(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                position += 1
            default: return
            }
        }
    }

    private func malformed() -> FrameworkError {
        let place = position < bytes.count ? "at byte \(position)" : "at its end"
        return .serialization("\(subject) is not valid JSON: unexpected text \(place).")
    }

    private func notUTF8() -> FrameworkError {
        .serialization("\(subject) is not valid UTF-8.")
    }
}

func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
