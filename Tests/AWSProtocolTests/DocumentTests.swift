import AWSProtocol
import Testing

@Suite("Documents")
struct DocumentTests {
    static let documents: [Document] = [
        .string("1"), .integer(1), .boolean(true), .timestamp(1), .list([.integer(1)]),
        .strings(["1": "1"]), .structure(Structure(["1": .string("1")])),
    ]

    @Test("A document is read as what it is, and as nothing else", arguments: documents)
    func kinds(document: Document) {
        #expect((document.string != nil) == (document == .string("1")))
        #expect((document.integer != nil) == (document == .integer(1)))
        #expect((document.list != nil) == (document == .list([.integer(1)])))
        #expect((document.map != nil) == (document == .strings(["1": "1"])))
        let structure = Document.structure(Structure(["1": .string("1")]))
        #expect((document.structure != nil) == (document == structure))
    }

    @Test("No two documents of different kinds are equal")
    func different() {
        for (place, one) in Self.documents.enumerated() {
            for (other, two) in Self.documents.enumerated() {
                #expect((one == two) == (place == other))
            }
        }
    }

    @Test("A structure keeps its members in their order and leaves out those without a value")
    func structure() {
        var structure = Structure(["B": .integer(2), "X": nil, "A": .integer(1)])
        structure.append("Y", nil)
        structure.append("C", .integer(3))
        #expect(structure.entries.map(\.name) == ["B", "A", "C"])
        #expect(structure["A"] == .integer(1))
        #expect(structure["C"] == .integer(3))
        #expect(structure["X"] == nil)
        #expect(structure["Y"] == nil)
        #expect(structure["a"] == nil)
    }

    @Test("An empty structure has no members")
    func emptyStructure() {
        #expect(Structure().entries.isEmpty)
        #expect(Structure() == Structure([:]))
        #expect(Structure()[""] == nil)
    }
}

@Suite("Maps of documents")
struct DocumentMapTests {
    private func map(_ pairs: KeyValuePairs<String, Int64>) -> DocumentMap {
        DocumentMap(pairs.map { (key: $0.key, value: .integer($0.value)) })
    }

    @Test("Entries stand in the order of the bytes of their keys")
    func order() {
        let sorted = map([
            "b": 1, "é": 2, "a": 3, "B": 4, "": 5, "ab": 6, "z": 7, "😀": 8, "\u{ffff}": 9,
        ])
        let keys = ["", "B", "a", "ab", "b", "z", "é", "\u{ffff}", "😀"]
        #expect(sorted.entries.map(\.key) == keys)
    }

    @Test("Of several entries with one key the last one counts")
    func duplicates() {
        let last = map(["a": 1, "b": 2, "a": 3, "b": 4, "a": 5])
        #expect(last.entries.map(\.key) == ["a", "b"])
        #expect(last.entries.map(\.value) == [.integer(5), .integer(4)])
    }

    @Test("Keys that only look alike are two keys")
    func unicodeForms() {
        let two = map(["\u{e9}": 1, "e\u{301}": 2])
        #expect(two.entries.map { Array($0.key.utf8) } == [[0x65, 0xcc, 0x81], [0xc3, 0xa9]])
        #expect(two.entries.map(\.value) == [.integer(2), .integer(1)])
    }

    @Test("Maps are equal when their keys and values are, in whatever order they came")
    func equal() {
        #expect(map(["a": 1, "b": 2]) == map(["b": 2, "a": 1]))
        #expect(map([:]) == map([:]))
        #expect(map(["a": 1]) == map(["a": 0, "a": 1]))
    }

    @Test("Maps differ when a key or a value does")
    func unequal() {
        #expect(map(["a": 1]) != map(["a": 2]))
        #expect(map(["a": 1]) != map(["b": 1]))
        #expect(map(["a": 1]) != map([:]))
        #expect(map(["a": 1]) != map(["a": 1, "b": 2]))
        #expect(map(["\u{e9}": 1]) != map(["e\u{301}": 1]))
    }
}
