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
            if offset > 0 { bytes.append(UInt8(ascii: ",")) }
            write(entry.name)
            bytes.append(UInt8(ascii: ":"))
            write(entry.value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    package mutating func write(_ document: Document) {
        switch document {
        case .string(let text): write(text)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .timestamp(let milliseconds):
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: Timestamp.bytes(milliseconds))
            bytes.append(UInt8(ascii: "\""))
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
                if offset > 0 { bytes.append(UInt8(ascii: ",")) }
                write(entry.key)
                bytes.append(UInt8(ascii: ":"))
                write(entry.value)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// Writes what is JSON already.
    mutating func writeRaw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    package mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        // From where it lies: to hold on to each text meanwhile takes longer than to copy it.
        let isDone: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { utf8 in
            // Few texts need an escape: it is faster to look at all than to stop at the first.
            let found = unsafe utf8.reduce(0) { $0 | Self.mark($1) }
            if found == 0 {
                unsafe bytes.append(contentsOf: utf8)
            } else {
                unsafe utf8.forEach { escaped($0) }
            }
        }
        if isDone == nil { for byte in text.utf8 { escaped(byte) } }
        bytes.append(UInt8(ascii: "\""))
    }

    /// 1 for each byte that needs an escape, without a branch.
    @inline(__always)
    private static func mark(_ byte: UInt8) -> UInt8 {
        (byte < 0x20 ? 1 : 0) | (byte == UInt8(ascii: "\"") ? 1 : 0)
            | (byte == UInt8(ascii: "\\") ? 1 : 0)
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
