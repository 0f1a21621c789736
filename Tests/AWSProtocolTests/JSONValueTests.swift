import AWSProtocol
import Testing

@Suite("JSON values")
struct JSONValueTests {
    @Test(
        "A value of each type is read as it is written",
        arguments: [
            ("\"a\\u00e9\"", .string("aé")), ("\"\"", .string("")), ("true", .boolean(true)),
            ("false", .boolean(false)), ("null", .null), ("[]", .array([])), ("{}", .object([])),
            (" [1, \"x\", [null]] ", .array([.number("1"), .string("x"), .array([.null])])),
        ] as [(String, JSONValue)])
    func types(text: String, value: JSONValue) throws {
        #expect(try JSONValue(reading: text) == value)
    }

    @Test(
        "A number keeps its text",
        arguments: ["0", "-0", "1.50", "1E+5", "123456789012345678901234567890", "0.1e-400"])
    func numbers(text: String) throws {
        #expect(try JSONValue(reading: text) == .number(text))
    }

    @Test("Members keep the order in which they stand")
    func order() throws {
        let value = try JSONValue(reading: #"{"z": 1, "a": {"y": true, "b": null}}"#)
        let inner = [
            JSONValue.Pair(name: "y", value: .boolean(true)),
            JSONValue.Pair(name: "b", value: .null),
        ]
        #expect(
            value
                == .object([
                    JSONValue.Pair(name: "z", value: .number("1")),
                    JSONValue.Pair(name: "a", value: .object(inner)),
                ]))
    }

    @Test("Of members with one name the last counts, at every level")
    func duplicates() throws {
        let value = try JSONValue(reading: #"{"a": 1, "b": {"c": 1, "c": 2}, "a": 3, "\u0061": 4}"#)
        let inner = JSONValue.object([JSONValue.Pair(name: "c", value: .number("2"))])
        #expect(
            value
                == .object([
                    JSONValue.Pair(name: "a", value: .number("4")),
                    JSONValue.Pair(name: "b", value: inner),
                ]))
    }

    @Test("Names that differ in their Unicode form alone are two")
    func unicodeForms() throws {
        guard case .object(let pairs) = try JSONValue(reading: #"{"\u00e9": 1, "e\u0301": 2}"#)
        else {
            Issue.record("no object")
            return
        }
        #expect(pairs.map(\.value) == [.number("1"), .number("2")])
    }

    @Test("Each type has its word")
    func kinds() throws {
        let words = try ["{}", "[]", "\"\"", "0", "true", "null"].map {
            try JSONValue(reading: $0).kind
        }
        #expect(words == ["an object", "an array", "a string", "a number", "a boolean", "null"])
    }

    @Test(
        "What is no JSON is refused under the name that the caller gave it",
        arguments: [
            ("", "is not valid JSON: unexpected text at its end."),
            ("{\"a\":1,}", "is not valid JSON: unexpected text at byte 7."),
            ("{} {}", "is not valid JSON: unexpected text at byte 3."),
            ("'a'", "is not valid JSON: unexpected text at byte 0."),
            (
                String(repeating: "[", count: 65), "is nested more than 64 levels deep."
            ),
        ])
    func malformed(text: String, problem: String) {
        #expect(throws: FrameworkError.serialization("The seed \(problem)")) {
            try JSONValue(reading: text, subject: "The seed")
        }
        #expect(throws: FrameworkError.serialization("The text \(problem)")) {
            try JSONValue(reading: text)
        }
    }
}
