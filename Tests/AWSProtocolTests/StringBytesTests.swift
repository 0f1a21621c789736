import AWSProtocol
import Testing

@Suite("Texts by their bytes")
struct StringBytesTests {
    @Test("A text has its own bytes", arguments: ["", "K", "\u{212a}", "e\u{301}", "👩‍👩‍👧", "\0"])
    func same(text: String) {
        #expect(text.hasBytes(of: String(text.unicodeScalars.map(Character.init))))
    }

    @Test(
        "Texts that differ in a byte are two, though Unicode takes some for one",
        arguments: [
            ("K", "\u{212a}"), ("\u{e9}", "e\u{301}"), (";", "\u{37e}"), ("`", "\u{1fef}"),
            ("a\u{323}\u{301}", "a\u{301}\u{323}"), ("K", "k"), ("K", ""), ("K", "K\0"),
            ("arn:", "arn:\u{301}"),
        ])
    func other(one: String, two: String) {
        #expect(!one.hasBytes(of: two) && !two.hasBytes(of: one))
    }

    @Test("A structure and an ARN tell names that only look alike apart")
    func lookalikes() {
        let structure = Structure(["\u{212a}ind": .integer(1), "Kind": .integer(2)])
        #expect(structure["Kind"] == .integer(2))
        #expect(structure["\u{212a}ind"] == .integer(1))
        #expect(Structure(["\u{212a}ind": .integer(1)])["Kind"] == nil)
        #expect(ARN("arn\u{301}:aws:mpa:us-east-1:111122223333:x") == nil)
        #expect(ARN("arn:\u{301}:mpa:us-east-1:111122223333:x")?.partition == "\u{301}")
    }
}
