/// Writes values one after another into one block of memory: for what is kept long and read seldom.
///
/// As the objects that they are, the parts of a kept call lie all over memory, and each has to be
/// fetched again to be let go of.
package struct Packer: Sendable {
    package private(set) var bytes: [UInt8] = []

    /// Room for so many bytes at once; for more it grows.
    package init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// In memory that held something else before.
    package init(reusing memory: consuming [UInt8], capacity: Int) {
        memory.removeAll(keepingCapacity: true)
        memory.reserveCapacity(capacity)
        bytes = memory
    }

    /// Takes back all but so many bytes.
    package mutating func removeAll(after count: Int) {
        bytes.removeLast(bytes.count - count)
    }

    package mutating func add(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    package mutating func add(_ number: Int64) {
        // Seven bits a byte, the lowest first; small numbers of either sign are short.
        var rest = UInt64(bitPattern: number << 1 ^ number >> 63)
        while rest > 0x7f {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    package mutating func add(_ text: String) {
        add(Int64(text.utf8.count))
        bytes.append(utf8: text)
    }

    package mutating func add(_ block: [UInt8]) {
        add(Int64(block.count))
        bytes.append(contentsOf: block)
    }

    package mutating func add(_ text: String?) {
        add(text != nil)
        if let text { add(text) }
    }

    package mutating func add(_ block: [UInt8]?) {
        add(block != nil)
        if let block { add(block) }
    }

    package mutating func add(_ structure: Structure?) {
        add(structure != nil)
        if let structure { add(structure) }
    }

    package mutating func add(_ structure: Structure) {
        add(Int64(structure.entries.count))
        for entry in structure.entries {
            add(entry.name)
            add(entry.value)
        }
    }

    private mutating func add(_ document: Document) {
        switch document {
        case .string(let text):
            add(kind: .string)
            add(text)
        case .integer(let number):
            add(kind: .integer)
            add(number)
        case .boolean(let flag):
            add(kind: .boolean)
            add(flag)
        case .timestamp(let time):
            add(kind: .timestamp)
            add(time)
        case .list(let elements):
            add(kind: .list)
            add(Int64(elements.count))
            for element in elements { add(element) }
        case .map(let map):
            add(kind: .map)
            add(Int64(map.entries.count))
            for entry in map.entries {
                add(entry.key)
                add(entry.value)
            }
        case .structure(let structure):
            add(kind: .structure)
            add(structure)
        case .json(let text):
            add(kind: .json)
            add(text)
        case .null: add(kind: .null)
        }
    }

    /// Files keep these numbers.
    fileprivate enum Kind: UInt8 {
        case string, integer, boolean, timestamp, list, map, structure, json, null
    }

    private mutating func add(kind: Kind) { bytes.append(kind.rawValue) }
}

/// Reads what a packer has written, in the same order.
///
/// What lay in a file may be anything: what cannot be read is empty, and `isSound` tells.
package struct Unpacker {
    private let bytes: [UInt8]
    private var place = 0
    /// False once something was read that no packer wrote.
    package private(set) var isSound = true
    private var depth = 0
    private static let depthMax = 1_000

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package mutating func flag() -> Bool { byte() == 1 }

    package mutating func number() -> Int64 {
        var (number, shift): (UInt64, UInt64) = (0, 0)
        while shift < UInt64.bitWidth {
            let next = byte()
            number |= UInt64(next & 0x7f) << shift
            shift += 7
            if next < 0x80 { break }
        }
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    package mutating func text() -> String { String(decoding: slice(), as: UTF8.self) }

    package mutating func block() -> [UInt8] { Array(slice()) }

    package mutating func optionalText() -> String? { flag() ? text() : nil }

    package mutating func optionalBlock() -> [UInt8]? { flag() ? block() : nil }

    package mutating func optionalStructure() -> Structure? { flag() ? structure() : nil }

    package mutating func structure() -> Structure {
        var structure = Structure()
        for _ in 0..<count() { structure.append(text(), document()) }
        return structure
    }

    private mutating func document() -> Document {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.depthMax else { return failed(.null) }
        switch Packer.Kind(rawValue: byte()) {
        case .string: return .string(text())
        case .integer: return .integer(number())
        case .boolean: return .boolean(flag())
        case .timestamp: return .timestamp(number())
        case .list: return .list((0..<count()).map { _ in document() })
        case .map: return .map(DocumentMap((0..<count()).map { _ in (text(), document()) }))
        case .structure: return .structure(structure())
        case .json: return .json(block())
        case .null: return .null
        case nil: return failed(.null)
        }
    }

    private mutating func slice() -> ArraySlice<UInt8> {
        let count = count()
        defer { place += count }
        return bytes[place..<place + count]
    }

    /// Of things that take a byte each at least, so that there are no more than bytes left.
    private mutating func count() -> Int {
        let count = number()
        return 0...Int64(bytes.count - place) ~= count ? Int(count) : failed(0)
    }

    private mutating func byte() -> UInt8 {
        guard place < bytes.count else { return failed(0) }
        defer { place += 1 }
        return bytes[place]
    }

    private mutating func failed<Value>(_ value: Value) -> Value {
        isSound = false
        return value
    }
}
