import AWSProtocol
import Testing

@Suite("Packing")
struct PackerTests {
    @Test(
        "A number comes back as it was",
        arguments: [0, 1, -1, 63, 64, -64, -65, 1 << 40, Int64.max, Int64.min])
    func numbers(number: Int64) {
        var packer = Packer(capacity: 0)
        packer.add(number)
        packer.add(Int64(7))
        var unpacker = Unpacker(packer.bytes)
        #expect(unpacker.number() == number)
        #expect(unpacker.number() == 7)
    }

    @Test("Small numbers take one byte, whatever their sign")
    func small() {
        for number: Int64 in [-64, -1, 0, 63] {
            var packer = Packer(capacity: 0)
            packer.add(number)
            #expect(packer.bytes.count == 1)
        }
    }

    @Test("Texts and blocks come back byte for byte, and none is not an empty one")
    func texts() {
        let texts: [String?] = ["", nil, "caf\u{E9}", "cafe\u{301}", "a\u{0}b", "👩‍👩‍👧"]
        var packer = Packer(capacity: 0)
        for text in texts { packer.add(text) }
        packer.add([UInt8]?.none)
        packer.add([UInt8]?.some([]))
        packer.add([0xff, 0x00, 0x80] as [UInt8])
        var unpacker = Unpacker(packer.bytes)
        for text in texts {
            #expect(unpacker.optionalText().map { Array($0.utf8) } == text.map { Array($0.utf8) })
        }
        #expect(unpacker.optionalBlock() == nil)
        #expect(unpacker.optionalBlock() == [])
        #expect(unpacker.block() == [0xff, 0x00, 0x80])
    }

    @Test("A structure comes back with every kind of value, in its order")
    func structures() {
        let inner = Structure(["b": .boolean(true), "a": .integer(-5)])
        let all = Structure([
            "text": .string("x"), "time": .timestamp(1_795_435_392_123), "none": .null,
            "json": .json(Array(#"{"k":1}"#.utf8)),
            "list": .list([.structure(inner), .list([]), .string("")]),
            "map": .map(DocumentMap([("k", .string("v")), ("é", .list([.boolean(false)]))])),
        ])
        var packer = Packer(capacity: 0)
        packer.add(all)
        packer.add(Structure?.none)
        packer.add(Structure?.some(Structure()))
        var unpacker = Unpacker(packer.bytes)
        #expect(unpacker.structure() == all)
        #expect(unpacker.optionalStructure() == nil)
        #expect(unpacker.optionalStructure() == Structure())
    }

    @Test("Bytes that no packer wrote are read as nothing, and said to be unsound")
    func unsound() {
        let texts: [[UInt8]] = [
            [], [0x80], [UInt8](repeating: 0xff, count: 11), [2], [4, 0x61], [1], [3, 0x61],
            [2, 0, 0xee], [2, 0] + [UInt8](repeating: 4, count: 3),
            // Lists within lists, deeper than anybody asks.
            [2, 0] + (0..<100_000).flatMap { _ in [4, 2] as [UInt8] },
        ]
        for bytes in texts {
            var unpacker = Unpacker(bytes)
            _ = unpacker.structure()
            #expect(!unpacker.isSound, "\(bytes.prefix(8))")
        }
    }
}
