/// Writes documents as JSON text: members and map entries in their order, few escapes.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

    /// The JSON text of one structure.
    package static func encode(_ structure: Structure) -> [UInt8] {
        var writer = JSONWriter()
        writer.write(structure)
        return writer.bytes
    }

    package mutating func write(_ structure: Structure) {
        bytes.append(UInt8(ascii: "{"))
        for (offset, entry) in structure.entries.enumerated() {
            key(entry.name, isFirst: offset == 0)
            write(entry.value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    package mutating func write(_ document: Document) {
        switch document {
        case .string(let text): write(text)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .timestamp(let milliseconds): write(Timestamp.text(milliseconds))
        case .structure(let structure): write(structure)
        case .json(let text): bytes.append(contentsOf: text)
        case .null: bytes.append(contentsOf: "null".utf8)
        case .list(let elements):
            bytes.append(UInt8(ascii: "["))
            for (offset, element) in elements.enumerated() {
                if offset > 0 { bytes.append(UInt8(ascii: ",")) }
                write(element)
            }
            bytes.append(UInt8(ascii: "]"))
        case .map(let map):
            bytes.append(UInt8(ascii: "{"))
            for (offset, entry) in map.entries.enumerated() {
                key(entry.key, isFirst: offset == 0)
                write(entry.value)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// Writes what is JSON already.
    mutating func writeRaw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func key(_ name: String, isFirst: Bool) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        write(name)
        bytes.append(UInt8(ascii: ":"))
    }

    package mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        // Most texts need no escape, and an array is the fastest place to see that.
        if (start..<bytes.count).contains(where: { mustEscape(bytes[$0]) }) {
            bytes.removeSubrange(start...)
            for byte in text.utf8 { escaped(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
        case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
        case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
        case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
        case 0..<0x20:
            let digits = String(byte, radix: 16)
            bytes.append(contentsOf: (byte < 0x10 ? "\\u000" : "\\u00").utf8)
            bytes.append(contentsOf: digits.utf8)
        default: bytes.append(byte)
        }
    }
}
