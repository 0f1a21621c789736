import AWSProtocol
@testable import Control
import Testing

@Suite("JSON paths")
struct JSONPathTests {
    private let document = #"{"a":{"b":[1,{"c":"x"},[true]],"":5},"k.1":{"y":2,"z":3}}"#

    @Test(
        "A path leads to the values that it names",
        arguments: [
            ("$.a.b[0]", ["1"]), ("$.a.b[1].c", [#""x""#]), ("$.a.b[2][0]", ["true"]),
            ("$.a.b[*]", ["1", #"{"c":"x"}"#, "[true]"]), ("$.a.b[*].c", [#""x""#]),
            ("$['k.1'].y", ["2"]), ("$['k.1'][*]", ["2", "3"]), ("$['a']['']", ["5"]),
            ("$.a.b[3]", []), ("$.a.b.c", []), ("$.a[0]", []), ("$.b", []), ("$.a.b[0][*]", []),
        ])
    func values(text: String, found: [String]) throws {
        let value = try JSONValue(reading: document)
        let path = try #require(JSONPath(text))
        let values = path.values(in: Seen(value, shown: value))
        #expect(values.map { String(decoding: $0.value.text, as: UTF8.self) } == found)
        #expect(values.map(\.shown) == values.map(\.value))
    }

    @Test("The whole is a path, too")
    func whole() throws {
        #expect(try #require(JSONPath("$")).steps.isEmpty)
    }

    @Test(
        "What is no such path is refused",
        arguments: [
            "", "a", ".a", "$a", "$.", "$..a", "$.a.", "$.*", "$[]", "$[", "$[1", "$[-1]", "$[01]",
            "$[1:2]", "$[0,1]", "$[?(@.a)]", "$['a", "$['a'", "$['a'x]", #"$["a"]"#, #"$['\n']"#,
            "$[9999999999]", "$.a b", "$.1", "$.ä", " $", "$ ", "$[ 0]", "@.a",
        ])
    func refused(text: String) {
        #expect(JSONPath(text) == nil)
    }

    @Test("Names that are no words are written in brackets")
    func steps() {
        #expect(JSONPath.step("Name_1") == ".Name_1")
        #expect(JSONPath.step("1") == "['1']")
        #expect(JSONPath.step("a.b") == "['a.b']")
        #expect(JSONPath.step("") == "['']")
    }

    @Test("What is hidden as a whole is hidden in its parts")
    func hidden() throws {
        let seen = Seen(try JSONValue(reading: #"{"a":[1,{"b":2}]}"#), shown: .hidden)
        for text in ["$.a", "$.a[0]", "$.a[1].b", "$.a[*]", "$[*]"] {
            let values = try #require(JSONPath(text)).values(in: seen)
            #expect(!values.isEmpty && values.allSatisfy { $0.shown == .hidden })
        }
    }
}
