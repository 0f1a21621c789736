/// A host and perhaps a port, as the Host field has them, in lower case.
struct Authority {
    let name: String
    let port: UInt16?

    /// Nil for what no browser sends.
    init?(_ text: String) {
        let bytes = text.utf8.map { $0 >= 0x41 && $0 <= 0x5a ? $0 | 0x20 : $0 }
        let end: Int
        if bytes.first == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            end = close + 1
        } else {
            end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
        }
        guard end > 0, bytes.allSatisfy(isHostByte) else { return nil }
        name = String(decoding: bytes[..<end], as: UTF8.self)
        guard end < bytes.count else {
            port = nil
            return
        }
        let digits = bytes[(end + 1)...]
        guard bytes[end] == UInt8(ascii: ":"), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = UInt16(String(decoding: digits, as: UTF8.self))
        else { return nil }
        port = number
    }

    /// A name can lead anywhere, and to another place with each look at it. An address cannot.
    var isAddress: Bool {
        if name.hasPrefix("[") { return name.hasSuffix("]") && name.contains(":") }
        let numbers = name.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.allSatisfy { UInt8($0) != nil }
    }

    /// The same, without a port that goes without saying.
    func withoutPort(_ standard: UInt16) -> String {
        guard let port, port != standard else { return name }
        return "\(name):\(port)"
    }
}

private func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"),
        UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "%"):
        true
    default: false
    }
}
