import HTTPServer
import Testing

@Suite("Header fields")
struct HeadersTests {
    @Test(
        "A field is found in whatever case it came",
        arguments: ["x-amz-target", "X-AMZ-TARGET", "X-Amz-Target"])
    func anyCase(name: String) {
        #expect(Headers([(name, "T.Op")])["x-amz-target"] == "T.Op")
    }

    @Test(
        "A field of another name is not found",
        arguments: [
            "x-amz-targe", "x-amz-targets", "x_amz-target", "", "x-amz-tärget", "x amz target",
        ])
    func otherName(name: String) {
        #expect(Headers([(name, "T.Op")])["x-amz-target"] == nil)
    }

    @Test("Signs that differ from a letter in the bit of its case are not that letter")
    func notLetters() {
        // "@" and "[" stand around the upper-case letters.
        #expect(Headers([("x@", "1")])["x`"] == nil)
        #expect(Headers([("x[", "1")])["x{"] == nil)
    }

    @Test("Of several fields of one name the first is answered")
    func first() {
        let headers = Headers([("A", "1"), ("a", "2"), ("A", "3")])
        #expect(headers["a"] == "1")
        #expect(headers.all.map(\.value) == ["1", "2", "3"])
        #expect(headers.all.map(\.name) == ["A", "a", "A"])
    }

    @Test("Fields of one name are one list, in their order")
    func list() {
        let headers = Headers([("A", "1"), ("b", "x"), ("a", "2, 3"), ("A", ""), ("C", "")])
        #expect(headers.list("a") == "1, 2, 3, ")
        #expect(headers.list("b") == "x")
        #expect(headers.list("c") == "")
        #expect(headers.list("d") == nil)
        #expect(Headers().list("a") == nil)
    }

    @Test("An empty value is a value")
    func emptyValue() {
        #expect(Headers([("A", "")])["a"] == "")
        #expect(Headers([])["a"] == nil)
        #expect(Headers().all.isEmpty)
    }

    @Test("Bytes that are no UTF-8 are replaced, never a crash")
    func bytes() {
        var headers = Headers()
        headers.append(name: [0x41], value: [0x62, 0xff])
        headers.append(name: [0xff], value: [])
        #expect(headers["a"] == "b\u{fffd}")
        #expect(headers.all.map(\.name) == ["A", "\u{fffd}"])
    }
}
