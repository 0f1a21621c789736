import AWSProtocol
import Crypto
import FoundationEssentials
import Testing

@Suite("Page tokens")
struct PageTokenTests {
    static let positions = [
        [], [""], ["a"], ["a", "b"], ["", ""], ["", "", ""], ["\u{1f}"], ["a\u{1f}b", "\u{1f}"],
        ["\"", "\\", "a\",\"b"], ["", "x"], ["x", ""], ["arn:aws:mpa:us-east-1:1:x/é", "👩‍👩‍👧"],
        [String(repeating: "x", count: 2_000)], ["e\u{301}", "\u{301}"], ["\u{0}", "\n"],
    ]

    @Test("A token gives back the position it was made of", arguments: positions)
    func roundTrip(position: [String]) {
        let token = PageToken.encode(position, context: ["account", "us-east-1", "List"])
        let decoded = PageToken.decode(token, context: ["account", "us-east-1", "List"])
        #expect(decoded?.map { Array($0.utf8) } == position.map { Array($0.utf8) })
    }

    @Test("One position and context always give the same token, another position another")
    func stable() {
        let token = PageToken.encode(["a", "b"], context: ["c"])
        #expect(PageToken.encode(["a", "b"], context: ["c"]) == token)
        #expect(PageToken.encode(["a", "c"], context: ["c"]) != token)
        #expect(PageToken.encode(["ab"], context: ["c"]) != token)
        #expect(PageToken.encode(["a\u{1f}b"], context: ["c"]) != token)
        #expect(PageToken.encode(["a\",\"b"], context: ["c"]) != token)
    }

    @Test(
        "A token of another list is refused",
        arguments: [
            [], ["a"], ["a", "b"], ["a", "b", "c", ""], ["a", "c", "b"], ["ab", "c"], ["a", "bc"],
            ["a", "b", "C"], ["a", "b", "c "], ["", "a", "b", "c"],
        ])
    func otherContext(context: [String]) {
        let token = PageToken.encode(["x"], context: ["a", "b", "c"])
        #expect(PageToken.decode(token, context: ["a", "b", "c"]) == ["x"])
        #expect(PageToken.decode(token, context: context) == nil)
    }

    // Three lengths, so that the token ends with no, one and two padding signs.
    @Test(
        "A token in which one character is another is refused",
        arguments: ["item", "items", "item-1"])
    func tampered(position: String) {
        let token = PageToken.encode([position], context: ["c"])
        let others = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ é"
        for index in token.indices {
            for other in others where other != token[index] {
                var changed = token
                changed.replaceSubrange(index...index, with: String(other))
                #expect(PageToken.decode(changed, context: ["c"]) == nil, "\(changed)")
            }
        }
    }

    @Test(
        "A token that lacks a character or has one more is refused",
        arguments: ["item", "items", "item-1"])
    func otherLength(position: String) {
        let token = PageToken.encode([position], context: ["c"])
        for index in token.indices {
            var shorter = token
            shorter.remove(at: index)
            // Of two equal neighbours it does not matter which one is gone.
            #expect(PageToken.decode(shorter, context: ["c"]) == nil)
            for more in ["A", "=", "\n", " "] {
                var longer = token
                longer.insert(contentsOf: more, at: index)
                #expect(PageToken.decode(longer, context: ["c"]) == nil)
            }
        }
        #expect(PageToken.decode(token + "=", context: ["c"]) == nil)
        #expect(PageToken.decode(token + token, context: ["c"]) == nil)
    }

    @Test(
        "Text that is no token is refused",
        arguments: [
            "", "=", "====", "A", "AAAA", "AAAAAAAAAAA=", "AAAAAAAAAAAA", "not base64!", "é", "\n",
            "\u{0}",
        ])
    func garbage(text: String) {
        #expect(PageToken.decode(text, context: ["c"]) == nil)
        #expect(PageToken.decode(text, context: []) == nil)
    }

    // Who knows the digest can make a token of anything.
    @Test(
        "A payload that is no list of texts is refused under its right digest",
        arguments: [
            "", "x", "{}", "null", "\"a\"", "[", "[1]", "[\"a\",1]", "[\"a\",null]", "[[\"a\"]]",
            "[\"a\",]", "[\"a\"]x", "[\"a\"][]", "[\"\\q\"]", String(repeating: "[", count: 99),
        ])
    func forged(payload: String) {
        let signed = Array("1:c\(payload)".utf8)
        let token = Data(SHA256.hash(data: signed).prefix(8) + Array(payload.utf8))
        #expect(PageToken.decode(token.base64EncodedString(), context: ["c"]) == nil)
    }

    @Test("The forger's way makes a token of a list of texts")
    func forgery() {
        let digest = SHA256.hash(data: Array("1:c[\"a\"]".utf8)).prefix(8)
        let token = Data(digest + Array("[\"a\"]".utf8)).base64EncodedString()
        #expect(PageToken.decode(token, context: ["c"]) == ["a"])
    }

    @Test("Random text is refused, and never a crash")
    func random() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<5_000 {
            let bytes = generator.bytes(max: 40, likely: Array("ABCDabcd0123+/==".utf8))
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(PageToken.decode(text, context: ["c"]) == nil)
        }
    }
}
