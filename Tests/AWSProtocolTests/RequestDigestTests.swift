import AWSProtocol
import Testing

@Suite("Request digest")
struct RequestDigestTests {
    private static let shape = Shape(
        "Input",
        .structure(
            [
                Member("Token", SampleAPI.text, idempotencyToken: true),
                Member("Name", SampleAPI.text), Member("Count", SampleAPI.number),
                Member("Words", SampleAPI.texts), Member("Tags", SampleAPI.tags),
                Member("Author", SampleAPI.author),
            ], isUnion: false))

    private static let base: KeyValuePairs<String, Document?> = [
        "Token": .string("t1"), "Name": .string("n"), "Count": .integer(1),
        "Words": .list([.string("a"), .string("b")]), "Tags": .strings(["x": "1", "y": "2"]),
        "Author": .structure(Structure(["Name": .string("m"), "Born": .integer(2)])),
    ]

    private func digest(_ pairs: KeyValuePairs<String, Document?>) -> [UInt8] {
        RequestDigest.sha256(Structure(pairs), Self.shape)
    }

    /// The base with one member replaced; nil leaves it out.
    private func digest(_ name: String, _ value: Document?) -> [UInt8] {
        var structure = Structure()
        for (key, old) in Self.base { structure.append(key, key == name ? value : old) }
        return RequestDigest.sha256(structure, Self.shape)
    }

    @Test("A digest has 32 bytes, and equal requests have equal ones")
    func equal() {
        #expect(digest(Self.base).count == 32)
        #expect(digest(Self.base) == digest(Self.base))
    }

    @Test("The idempotency token does not count")
    func token() {
        #expect(digest("Token", .string("t2")) == digest(Self.base))
        #expect(digest("Token", nil) == digest(Self.base))
    }

    @Test("The order in which members came does not count")
    func memberOrder() {
        var reversed = Structure()
        for (name, value) in Self.base.reversed() { reversed.append(name, value) }
        #expect(RequestDigest.sha256(reversed, Self.shape) == digest(Self.base))
    }

    @Test("The order of map keys does not count")
    func mapOrder() {
        let pairs = (0..<50).map { (key: "key-\($0)", value: Document.string("\($0)")) }
        let up = Document.map(DocumentMap(pairs))
        let down = Document.map(DocumentMap(pairs.reversed()))
        #expect(digest("Tags", up) == digest("Tags", down))
        #expect(digest("Tags", up) != digest(Self.base))
    }

    @Test(
        "Whatever else differs counts",
        arguments: [
            ("Name", .string("o")), ("Name", .string("")), ("Name", nil), ("Count", .integer(2)),
            ("Count", .integer(-1)), ("Count", nil),
            ("Words", .list([.string("b"), .string("a")])),
            ("Words", .list([.string("a")])), ("Words", .list([.string("ab")])),
            ("Words", .list([])),
            ("Words", .list([.string("a\",\"b")])), ("Words", nil), ("Tags", .strings(["x": "1"])),
            ("Tags", .strings(["x": "2", "y": "1"])), ("Tags", .strings(["X": "1", "y": "2"])),
            ("Tags", .strings([:])), ("Tags", nil),
            ("Tags", .strings(["x": "1", "y": "2", "z": ""])),
            ("Author", .structure(Structure(["Name": .string("m")]))),
            ("Author", .structure(Structure(["Name": .string("m"), "Born": .integer(3)]))),
            ("Author", nil),
        ] as [(String, Document?)])
    func differences(name: String, value: Document?) {
        #expect(digest(name, value) != digest(Self.base))
    }
}
