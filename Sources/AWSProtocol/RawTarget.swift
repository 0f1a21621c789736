/// A request target, split while it is raw and decoded once.
package struct RawTarget: Sendable, Equatable {
    package struct QueryItem: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    package let segments: [String]
    package let query: [QueryItem]

    /// Nil when an escape is malformed, the text is no UTF-8, or the path does not begin with `/`.
    package init?(_ target: [UInt8]) {
        let path: ArraySlice<UInt8>
        if let mark = target.firstIndex(of: UInt8(ascii: "?")) {
            path = target[..<mark]
            guard let items = Self.items(target[(mark + 1)...]) else { return nil }
            query = items
        } else {
            path = target[...]
            query = []
        }
        guard let segments = Self.segments(path) else { return nil }
        self.segments = segments
    }

    /// The value of the last item of that name.
    package func queryValue(_ name: String) -> String? {
        for item in query.reversed() where item.name.hasBytes(of: name) { return item.value }
        return nil
    }

    package func hasQueryKey(_ name: String) -> Bool {
        for item in query where item.name.hasBytes(of: name) { return true }
        return false
    }

    private static func segments(_ path: ArraySlice<UInt8>) -> [String]? {
        guard path.first == UInt8(ascii: "/") else { return nil }
        var segments: [String] = []
        segments.reserveCapacity(4)
        var start = path.startIndex + 1
        while start < path.endIndex {
            let end = path[start...].firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
            guard let segment = decoded(path[start..<end], plusIsSpace: false) else { return nil }
            segments.append(segment)
            start = end + 1
        }
        return segments
    }

    private static func items(_ query: ArraySlice<UInt8>) -> [QueryItem]? {
        var items: [QueryItem] = []
        for part in query.split(separator: UInt8(ascii: "&")) {
            let mark = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            guard let name = decoded(part[..<mark], plusIsSpace: true),
                let value = decoded(part[mark...].dropFirst(), plusIsSpace: true)
            else { return nil }
            items.append(QueryItem(name: name, value: value))
        }
        return items
    }

    /// Undoes percent-encoding once.
    private static func decoded(_ raw: ArraySlice<UInt8>, plusIsSpace: Bool) -> String? {
        guard
            raw.contains(where: {
                $0 == UInt8(ascii: "%") || (plusIsSpace && $0 == UInt8(ascii: "+"))
            })
        else { return text(raw) }
        // It is never longer than what it stands for.
        var bytes = Array(raw)
        var (index, end) = (0, 0)
        while index < bytes.count {
            var byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < bytes.count, let high = hexDigit(bytes[index + 1]),
                    let low = hexDigit(bytes[index + 2])
                else { return nil }
                byte = high << 4 | low
                index += 2
            } else if plusIsSpace, byte == UInt8(ascii: "+") {
                byte = UInt8(ascii: " ")
            }
            bytes[end] = byte
            (index, end) = (index + 1, end + 1)
        }
        return text(bytes[..<end])
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
        // A check of texts that need none takes its time.
        bytes.allSatisfy { $0 < 0x80 }
            ? String(decoding: bytes, as: UTF8.self) : String(validating: bytes, as: UTF8.self)
    }
}

/// The value of one hexadecimal digit of either case.
func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}
