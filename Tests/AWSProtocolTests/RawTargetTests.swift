import AWSProtocol
import Testing

@Suite("Raw request targets")
struct RawTargetTests {
    private func parse(_ text: String) -> RawTarget? { RawTarget(Array(text.utf8)) }

    @Test(
        "The path is split before it is decoded, and decoded once",
        arguments: [
            ("/", []), ("/a", ["a"]), ("/a/", ["a"]), ("/a/b", ["a", "b"]), ("/a%2Fb", ["a/b"]),
            ("/a%2fb/", ["a/b"]), ("/a%2Fb/c", ["a/b", "c"]), ("/a%3Ab:c%3ad", ["a:b:c:d"]),
            ("/%252F", ["%2F"]), ("/%25", ["%"]), ("/a+b", ["a+b"]), ("/a%20b", ["a b"]),
            ("/%C3%A9", ["é"]), ("/%c3%a9", ["é"]), ("/é", ["é"]), ("//", [""]),
            ("//a", ["", "a"]),
            ("/a//", ["a", ""]), ("/a//b", ["a", "", "b"]), ("/..", [".."]), ("/%2E%2E", [".."]),
            ("/$DEFAULT", ["$DEFAULT"]), ("/%24DEFAULT", ["$DEFAULT"]), ("/%00", ["\u{0}"]),
            ("/a?b/c", ["a"]), ("/a%3Fb", ["a?b"]), ("/a%23b#c", ["a#b#c"]),
        ])
    func segments(text: String, segments: [String]) throws {
        #expect(try #require(parse(text)).segments == segments)
    }

    @Test(
        "The query is split into items and decoded once",
        arguments: [
            ("/", []), ("/?", []), ("/?a", ["a="]), ("/?a=", ["a="]), ("/?a=b", ["a=b"]),
            ("/?a=b&c", ["a=b", "c="]), ("/?&&a&", ["a="]), ("/?a=b=c", ["a=b=c"]),
            ("/?=b", ["=b"]),
            ("/?a=b+c", ["a=b c"]), ("/?a+b=c", ["a b=c"]), ("/?a=b%2Bc", ["a=b+c"]),
            ("/?a=%26%3D", ["a=&="]), ("/?a=%2526", ["a=%26"]), ("/?a=b?c", ["a=b?c"]),
            ("/?a=/b", ["a=/b"]), ("/?%61=b", ["a=b"]), ("/?a=1&a=2", ["a=1", "a=2"]),
            ("/?a=abc%2F%2B%3D%20%C3%A9%26%3F", ["a=abc/+= é&?"]),
        ])
    func query(text: String, items: [String]) throws {
        let target = try #require(parse(text))
        #expect(target.query.map { "\($0.name)=\($0.value)" } == items)
    }

    @Test(
        "A malformed target is none",
        arguments: [
            "", "a", "a/b", "*", "?a", "http://host/a", "/%", "/%2", "/%2/a", "/%zz", "/%2g",
            "/%-1",
            "/%+1", "/a?b=%", "/a?%4=b", "/a?b=%zz", "/%ff", "/%C3", "/%C3/%A9", "/%ED%A0%80",
            "/%C0%80", "/a?b=%ff", "/a?%ff",
        ])
    func malformed(text: String) {
        #expect(parse(text) == nil)
    }

    @Test(
        "Raw bytes that are no UTF-8 make no target",
        arguments: [[0xff], [0xc3], [0xed, 0xa0, 0x80]])
    func rawBytes(bytes: [UInt8]) {
        #expect(RawTarget(Array("/".utf8) + bytes) == nil)
        #expect(RawTarget(Array("/?a=".utf8) + bytes) == nil)
        #expect(RawTarget(Array("/?".utf8) + bytes) == nil)
    }

    @Test("Of several query items of one name the last one counts")
    func lastItem() throws {
        let target = try #require(parse("/?a=1&b=2&a=3&A=4"))
        #expect(target.queryValue("a") == "3")
        #expect(target.queryValue("A") == "4")
        #expect(target.queryValue("c") == nil)
    }

    @Test("A query key is there with a value, with an empty one or with none")
    func queryKeys() throws {
        let target = try #require(parse("/?a&b=&c=x&d%65"))
        for key in ["a", "b", "c", "de"] { #expect(target.hasQueryKey(key)) }
        for key in ["x", "A", "", "d", "d%65"] { #expect(!target.hasQueryKey(key)) }
        #expect(target.queryValue("a") == "")
    }

    @Test("A query key that only looks like another is another")
    func lookalikeKeys() throws {
        // The Kelvin sign, which Unicode takes for a K, and an accent in one scalar or in two.
        let target = try #require(parse("/?%E2%84%AA=1&e%CC%81=2"))
        for key in ["K", "k", "\u{e9}", "e"] {
            #expect(!target.hasQueryKey(key))
            #expect(target.queryValue(key) == nil)
        }
        #expect(target.hasQueryKey("\u{212a}") && target.hasQueryKey("e\u{301}"))
        #expect(target.queryValue("\u{212a}") == "1")
        #expect(try #require(parse("/?K=1&%E2%84%AA=2")).queryValue("K") == "1")
    }

    @Test("Any text survives encoding and decoding")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2_000 {
            let texts = (0..<3).map { _ in "x" + generator.text(max: 8) }
            let encoded = texts.map {
                $0.utf8.map { byte in
                    "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
                }.joined()
            }
            let target = try #require(parse("/\(encoded[0])/\(encoded[1])?k=\(encoded[2])"))
            #expect(target.segments == Array(texts[..<2]))
            #expect(target.queryValue("k") == texts[2])
        }
    }

    @Test("Random bytes give a target or none, and never a crash")
    func random() {
        var generator = SeededGenerator(seed: 2)
        var targets = 0
        for _ in 0..<50_000 {
            let bytes = generator.bytes(max: 24, likely: Array("//??&&==%%2Ff+a".utf8))
            guard let target = RawTarget(Array("/".utf8) + bytes) else { continue }
            targets += 1
            let slashes = bytes.prefix { $0 != UInt8(ascii: "?") }.count { $0 == UInt8(ascii: "/") }
            #expect((slashes...slashes + 1).contains(target.segments.count))
        }
        #expect(targets > 1_000)
    }
}
