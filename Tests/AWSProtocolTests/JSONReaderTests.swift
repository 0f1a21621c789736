import AWSProtocol
import Testing

/// The reader is tested through the decoder, as every request uses it.
@Suite("JSON reader")
struct JSONReaderTests {
    private static let decoder = InputDecoder(SampleAPI.putBook)

    private func title(_ body: [UInt8]) throws -> [UInt8]? {
        let structure = try Self.decoder.awsJSON(body: body).get()
        return structure["Title"]?.string.map { Array($0.utf8) }
    }

    /// The bytes of a string that stands between quotes in a body as `raw`.
    private func read(_ raw: [UInt8]) throws -> [UInt8]? {
        try title(Array("{\"Title\":\"".utf8) + raw + Array("\"}".utf8))
    }

    @Test(
        "Every escape is undone",
        arguments: [
            (#"\""#, "\""), (#"\\"#, "\\"), (#"\/"#, "/"), (#"\b"#, "\u{8}"), (#"\f"#, "\u{c}"),
            (#"\n"#, "\n"), (#"\r"#, "\r"), (#"\t"#, "\t"), (#"\u0041"#, "A"), (#"\u00e9"#, "é"),
            (#"\u00E9"#, "é"), (#"\u20aC"#, "€"), (#"\u0000"#, "\u{0}"), (#"\u001f"#, "\u{1f}"),
            (#"\uffff"#, "\u{ffff}"), (#"\ud83d\ude00"#, "😀"), (#"\uD83D\uDE00"#, "😀"),
            (#"\ud800\udc00"#, "\u{10000}"), (#"\udbff\udfff"#, "\u{10ffff}"),
            (#"\ud7ff\ue000"#, "\u{d7ff}\u{e000}"), (#"\\u0041"#, "\\u0041"),
            (#"a\nb\tc"#, "a\nb\tc"),
            (#"é\u00e9é"#, "ééé"), ("/", "/"), ("\u{7f}", "\u{7f}"), ("😀", "😀"),
            ("\u{2028}", "\u{2028}"),
        ])
    func escapes(raw: String, text: String) throws {
        #expect(try read(Array(raw.utf8)) == Array(text.utf8))
    }

    @Test(
        "A malformed escape is refused",
        arguments: [
            #"\a"#, #"\x41"#, #"\'"#, #"\0"#, #"\U0041"#, #"\u"#, #"\u0"#, #"\u004"#, #"\u004g"#,
            #"\u 041"#, #"\u+041"#, #"\u-041"#, #"\ud800"#, #"\ud800x"#, #"\ud800\n"#,
            #"\ud800\u0041"#, #"\ud800\ud800"#, #"\udbff\ue000"#, #"\udc00"#, #"\udfff"#,
            #"\ude00\ud83d"#, #"\ud83d\u"#, #"\ud83d\ude0"#, #"\"#, "\\é",
        ])
    func malformedEscapes(raw: String) {
        #expect(throws: FrameworkError.self) { try read(Array(raw.utf8)) }
    }

    static let invalid: [[UInt8]] = [
        [0xff], [0xfe], [0x80], [0xc3], [0xc3, 0x28], [0xc0, 0x80], [0xc1, 0xbf], [0xe2, 0x82],
        [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf], [0xf0, 0x9f, 0x98],
        [0xf0, 0x80, 0x80, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80],
        [0x61, 0xff, 0x62],
    ]

    @Test(
        "A string that is no UTF-8 is refused as such, with escapes or without", arguments: invalid)
    func invalidUTF8(bytes: [UInt8]) {
        let error = FrameworkError.serialization("The request body is not valid UTF-8.")
        #expect(throws: error) { try read(bytes) }
        #expect(throws: error) { try read(Array("\\n".utf8) + bytes) }
        #expect(throws: error) { try read(bytes + Array("\\n".utf8)) }
        // Also in a member that nobody asked for, and in its name.
        #expect(throws: error) {
            try title(Array("{\"x\":\"".utf8) + bytes + Array("\"}".utf8))
        }
        #expect(throws: error) {
            try title(Array("{\"".utf8) + bytes + Array("\":1}".utf8))
        }
    }

    @Test("A control character in a string is refused", arguments: 0..<0x20)
    func controlCharacters(byte: Int) {
        #expect(throws: FrameworkError.self) { try read([UInt8(byte)]) }
        #expect(throws: FrameworkError.self) { try read(Array("\\n".utf8) + [UInt8(byte)]) }
    }

    @Test(
        "Text that is no JSON is refused with the place where it fails",
        arguments: [
            ("{", "at its end"), ("}", "at byte 0"), ("{\"Title\"", "at its end"),
            ("{\"Title\":", "at its end"), ("{\"Title\":\"", "at its end"),
            ("{\"Title\":\"a", "at its end"), ("{\"Title\":\"a\"", "at its end"),
            ("{\"Title\":\"a\",", "at its end"), ("{\"Title\":\"a\",}", "at byte 13"),
            ("{,}", "at byte 1"), ("{Title:1}", "at byte 1"), ("{'Title':1}", "at byte 1"),
            ("{1:1}", "at byte 1"), ("{null:1}", "at byte 1"), ("{\"a\" 1}", "at byte 5"),
            ("{\"a\":}", "at byte 5"), ("{\"a\":1 \"b\":2}", "at byte 7"),
            ("{\"a\":1;}", "at byte 6"),
            ("{\"a\":[1,]}", "at byte 8"), ("{\"a\":[,1]}", "at byte 6"),
            ("{\"a\":[1 2]}", "at byte 8"),
            ("{\"a\":[1}", "at byte 7"), ("{\"a\":{]}", "at byte 6"), ("{\"a\":tru}", "at byte 8"),
            ("{\"a\":True}", "at byte 5"), ("{\"a\":truee}", "at byte 9"),
            ("{\"a\":nul}", "at byte 8"),
            ("{\"a\":NaN}", "at byte 5"), ("{\"a\":Infinity}", "at byte 5"),
            ("{\"a\":undefined}", "at byte 5"),
            ("{}{}", "at byte 2"), ("{} x", "at byte 3"), ("{},", "at byte 2"),
            ("{}\u{0}", "at byte 2"),
            ("// c\n{}", "at byte 0"), ("/**/{}", "at byte 0"), ("{/**/}", "at byte 1"),
            ("{} // c", "at byte 3"), ("#\n{}", "at byte 0"), ("\u{feff}{}", "at byte 0"),
            (" ", "at its end"), ("\u{c}{}", "at byte 0"), ("\u{b}{}", "at byte 0"),
            ("\u{a0}{}", "at byte 0"), ("\u{0}", "at byte 0"), ("x", "at byte 0"),
        ])
    func malformed(text: String, place: String) {
        #expect(
            throws: FrameworkError.serialization(
                "The request body is not valid JSON: unexpected text \(place).")
        ) { try title(Array(text.utf8)) }
    }

    @Test(
        "A number is read by the grammar of JSON",
        arguments: [
            "0", "-0", "10", "1.5", "0.5", "-0.5e-10", "1E+5", "1e05", "0e0",
            "123456789012345678901234567890",
        ])
    func numbers(text: String) throws {
        #expect(try title(Array("{\"x\":\(text),\"Title\":\"t\"}".utf8)) == Array("t".utf8))
        #expect(try title(Array("{\"x\":[\(text)],\"Title\":\"t\"}".utf8)) == Array("t".utf8))
    }

    @Test(
        "Another form of number is refused",
        arguments: [
            "01", "00", "-01", "+1", "-", "--1", ".5", "-.5", "5.", "5.e1", "1e", "1e+", "1e-",
            "1e1.5",
            "0x10", "1_000", "1,000", "1 000", "1f", "-Infinity", "١",
        ])
    func malformedNumbers(text: String) {
        #expect(throws: FrameworkError.self) { try title(Array("{\"x\":\(text)}".utf8)) }
        #expect(throws: FrameworkError.self) { try title(Array("{\"Pages\":\(text)}".utf8)) }
    }

    private func nested(_ depth: Int, _ open: String, _ close: String) -> [UInt8] {
        let inner =
            String(repeating: open, count: depth - 1) + "0"
            + String(repeating: close, count: depth - 1)
        return Array("{\"Title\":\"t\",\"x\":\(inner)}".utf8)
    }

    @Test("64 levels are read", arguments: [("[", "]"), ("{\"x\":", "}")])
    func deep(open: String, close: String) throws {
        #expect(try title(nested(64, open, close)) == Array("t".utf8))
        #expect(try title(nested(1, open, close)) == Array("t".utf8))
    }

    @Test("65 levels and more are refused as such", arguments: [65, 66, 1_000, 200_000])
    func tooDeep(depth: Int) {
        let error = FrameworkError.serialization(
            "The request body is nested more than 64 levels deep.")
        #expect(throws: error) { try title(nested(depth, "[", "]")) }
        #expect(throws: error) { try title(nested(depth, "{\"x\":", "}")) }
        // Never closed: the depth counts before that.
        #expect(throws: error) {
            try title(Array("{\"x\":".utf8) + [UInt8](repeating: UInt8(ascii: "["), count: depth))
        }
    }

    @Test("Values side by side do not count as depth")
    func wide() throws {
        let many = [String](repeating: "[{}]", count: 1_000).joined(separator: ",")
        #expect(
            try title(Array("{\"x\":[\(many)],\"y\":{},\"Title\":\"t\"}".utf8)) == Array("t".utf8))
    }

    @Test("White space may stand between any two tokens")
    func whiteSpace() throws {
        let blank = " \t\r\n"
        let tokens = [
            "{", "\"x\"", ":", "[", "1", ",", "{", "}", "]", ",", "\"Title\"", ":", "\"t\"", "}",
        ]
        let spaced = blank + tokens.joined(separator: blank) + blank
        #expect(try title(Array(spaced.utf8)) == Array("t".utf8))
    }

    @Test("Every prefix of a body is refused, but for the empty one")
    func prefixes() throws {
        let body = Array(
            #"{"Title":"a\u00e9\ud83d\ude00","x":[1.5e3,true,null,{"y":-0}],"Tags":{"k":"v"}}"#.utf8
        )
        #expect(try title(body) != nil)
        for count in 1..<body.count {
            #expect(throws: FrameworkError.self) { try title(Array(body.prefix(count))) }
        }
    }

    @Test("Random bytes are read or refused, and never a crash")
    func randomBytes() {
        var generator = SeededGenerator(seed: 6)
        let likely = Array("{{}}[[]]\"\"\"::,,\\u00d8dc-+.eE019truefalsn \n".utf8)
        for _ in 0..<50_000 {
            let bytes = generator.bytes(max: 40, likely: likely)
            _ = try? title(bytes)
            _ = try? title(Array("{\"Title\":".utf8) + bytes)
            _ = try? title(Array("{\"Place\":{\"Box\":{\"Name\":\"".utf8) + bytes)
        }
    }

    @Test("A body with one byte changed is read or refused, and never a crash")
    func mutations() throws {
        var generator = SeededGenerator(seed: 7)
        let body = Array(
            #"{"Title":"a\n\u00e9","Pages":12,"Lent":true,"Words":["x"],"Place":{"Shelf":1}}"#
                .utf8)
        var refused = 0
        for index in body.indices {
            for _ in 0..<40 {
                var changed = body
                changed[index] = .random(in: 0...255, using: &generator)
                if (try? title(changed)) == nil { refused += 1 }
            }
        }
        #expect(refused > body.count)
        #expect(refused < body.count * 40)
    }
}
