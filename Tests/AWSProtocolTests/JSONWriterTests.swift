import AWSProtocol
import FoundationEssentials
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
    private func text(_ pairs: KeyValuePairs<String, Document?>) -> String {
        String(decoding: JSONWriter.encode(Structure(pairs)), as: UTF8.self)
    }

    @Test("Every kind of document is written without a blank, members in their order")
    func everyKind() {
        let written = text([
            "S": .string("x"), "I": .integer(-7), "T": .boolean(true), "F": .boolean(false),
            "M": .timestamp(1_795_456_992_007), "L": .list([.integer(1), .list([]), .string("")]),
            "D": .strings(["b": "2", "a": "1"]), "N": nil,
            "O": .structure(Structure(["Z": .integer(.max), "A": .integer(.min)])),
        ])
        #expect(
            written == #"{"S":"x","I":-7,"T":true,"F":false,"M":"2026-11-23T18:03:12.007Z","#
                + #""L":[1,[],""],"D":{"a":"1","b":"2"},"#
                + #""O":{"Z":9223372036854775807,"A":-9223372036854775808}}"#)
    }

    @Test("Empty containers are written as such")
    func empty() {
        #expect(text([:]) == "{}")
        #expect(
            text(["L": .list([]), "M": .strings([:]), "S": .structure(Structure())])
                == #"{"L":[],"M":{},"S":{}}"#)
    }

    @Test("Map keys are sorted by their bytes, whatever order they came in")
    func sortedKeys() {
        #expect(
            text(["M": .strings(["b": "", "a": "", "B": "", "é": "", "ab": ""])])
                == #"{"M":{"B":"","a":"","ab":"","b":"","é":""}}"#)
    }

    @Test(
        "Only what JSON demands is escaped",
        arguments: [
            ("\"", #"\""#), ("\\", #"\\"#), ("\n", #"\n"#), ("\r", #"\r"#), ("\t", #"\t"#),
            ("\u{0}", #"\u0000"#), ("\u{8}", #"\u0008"#), ("\u{b}", #"\u000b"#),
            ("\u{c}", #"\u000c"#),
            ("\u{f}", #"\u000f"#), ("\u{10}", #"\u0010"#), ("\u{1f}", #"\u001f"#), (" ", " "),
            ("/", "/"),
            ("\u{7f}", "\u{7f}"), ("<&>'", "<&>'"), ("é€😀", "é€😀"), ("\u{2028}", "\u{2028}"),
            ("a\"b\\c\nd", #"a\"b\\c\nd"#), ("\r\n", #"\r\n"#), ("é\"é", #"é\"é"#), ("", ""),
            ("arn:aws:mpa:us-east-1:1:a/b", "arn:aws:mpa:us-east-1:1:a/b"),
        ])
    func escapes(plain: String, escaped: String) {
        #expect(text(["K": .string(plain)]) == "{\"K\":\"\(escaped)\"}")
        #expect(text(["M": .strings([plain: "v"])]) == "{\"M\":{\"\(escaped)\":\"v\"}}")
        #expect(text([plain: .integer(1)]) == "{\"\(escaped)\":1}")
    }

    @Test("One writer may write one text after the other")
    func pieces() {
        var writer = JSONWriter()
        writer.write("a\"")
        writer.write(Document.integer(1))
        writer.write(Structure(["K": .string("\n")]))
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #""a\""1{"K":"\n"}"#)
    }

    private func randomBook(_ generator: inout SeededGenerator) -> Structure {
        func texts() -> [Document] {
            (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                .string(generator.text(max: 9))
            }
        }
        let pairs = texts().map { (key: generator.text(max: 6), value: $0) }
        let number = Int64(Int32.random(in: .min ... .max, using: &generator))
        return Structure([
            "Title": .string(generator.text(max: 30)), "Pages": .integer(number),
            "Lent": .boolean(.random(using: &generator)), "Words": .list(texts()),
            "Tags": .map(DocumentMap(pairs)),
            "Author": .structure(Structure(["Name": .string(generator.text(max: 9))])),
            "Place": .structure(Structure(["Shelf": .integer(-number / 2)])),
        ])
    }

    /// Compared by bytes: to `==` on strings two Unicode forms of one text are equal.
    private func bytes(_ document: Document?) -> [UInt8] { Array((document?.string ?? "").utf8) }

    @Test("What is written is read as the same")
    func roundTrip() throws {
        let decoder = InputDecoder(SampleAPI.putBook)
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<2_000 {
            let book = randomBook(&generator)
            let written = JSONWriter.encode(book)
            let read = try decoder.awsJSON(body: written).get()
            #expect(read == book)
            #expect(bytes(read["Title"]) == bytes(book["Title"]))
            #expect(JSONWriter.encode(read) == written)
        }
    }

    @Test("What is written is JSON to FoundationEssentials, too")
    func foundation() throws {
        struct Book: Decodable {
            let Title: String
            let Pages: Int32
            let Words: [String]
            let Tags: [String: String]
        }
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<500 {
            let book = randomBook(&generator)
            let read = try JSONDecoder().decode(Book.self, from: Data(JSONWriter.encode(book)))
            #expect(Array(read.Title.utf8) == bytes(book["Title"]))
            #expect(Int64(read.Pages) == book["Pages"]?.integer)
            #expect(read.Words == book["Words"]?.list?.compactMap(\.string))
            for (key, value) in read.Tags {
                let entry = book["Tags"]?.map?.entries.last { $0.key == key }
                #expect(entry?.value.string == value)
            }
        }
    }
}
