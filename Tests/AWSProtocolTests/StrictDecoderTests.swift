@testable import AWSProtocol
import Testing

@Suite("Strict decoder")
struct StrictDecoderTests {
    private static let color = Shape(
        "Color", .string(StringConstraints(length: 3...5, values: ["red", "green"])))
    private static let number = Shape("Number", .integer(minimum: -1, maximum: 9_000_000_000))
    private static let flag = Shape("Flag", .boolean)
    private static let time = Shape("Time", .timestamp)
    private static let tags = Shape(
        "Tags", .map(key: SampleAPI.text, value: Shape("Tag", .string(StringConstraints()))))

    private static func duration(_ form: DurationForm) -> Shape {
        Shape("Duration", .duration(form, millisecondsMax: 1_000_000))
    }

    private static let paint = OperationDescription(
        "Paint", "PUT", "/paint/{wall}",
        input: Shape(
            "PaintRequest",
            .structure(
                [
                    Member("wall", Shape("Wall", .string(StringConstraints(length: 2...9))), .uri),
                    Member("color", color, required: true), Member("coats", number),
                    Member("wet", flag), Member("at", time), Member("tags", tags),
                    Member("text", duration(.text)), Member("seconds", duration(.seconds)),
                    Member("either", duration(.either)), Member("limit", number, .query),
                    Member("dry", flag, .query), Member("wait", duration(.either), .query),
                ], isUnion: false)),
        output: nil, errors: [])

    private func input(
        _ body: String, query: String = "", wall: String = "north",
        of operation: OperationDescription = paint
    ) throws(InputFault) -> Structure {
        guard let target = RawTarget(Array("/paint/\(wall)\(query)".utf8)) else {
            preconditionFailure("the target is well formed")
        }
        return try StrictDecoder(operation).input(
            labels: [("wall", wall)], target: target, body: Array(body.utf8))
    }

    @Test("Every member of a good request is there, each from its place")
    func good() throws {
        let input = try input(
            #"{"color":"red","coats":8000000000,"wet":true,"at":"1970-01-01T00:00:01Z","#
                + #""tags":{"a":"b"},"text":"PT1M","seconds":0.0015,"either":"PT2S"}"#,
            query: "?limit=-1&dry=false&wait=1.5")
        #expect(
            input
                == Structure([
                    "wall": .string("north"), "color": .string("red"),
                    "coats": .integer(8_000_000_000), "wet": .boolean(true),
                    "at": .timestamp(1_000), "tags": .map(DocumentMap([("a", .string("b"))])),
                    "text": .integer(60_000), "seconds": .integer(1), "either": .integer(2_000),
                    "limit": .integer(-1), "dry": .boolean(false), "wait": .integer(1_500),
                ]))
    }

    @Test(
        "A fault in the body is told with its JSON path",
        arguments: [
            ("", "$.color"), ("{}", "$.color"), ("[]", "$"), ("7", "$"), ("{", "$"),
            (#"{"color":"red"} x"#, "$"), (#"{"color":"red",}"#, "$"),
            (#"{"color":"blue"}"#, "$.color"), (#"{"color":7}"#, "$.color"),
            (#"{"color":null}"#, "$.color"), (#"{"color":"red","color":"red"}"#, "$.color"),
            (#"{"color":"red","Color":"red"}"#, "$.Color"),
            (#"{"color":"red","wall":"north"}"#, "$.wall"),
            (#"{"color":"red","limit":1}"#, "$.limit"), (#"{"color":"red","":1}"#, "$['']"),
            (#"{"color":"red","a b":1}"#, "$['a b']"),
            (#"{"color":"red","coats":1.5}"#, "$.coats"),
            (#"{"color":"red","coats":1e1}"#, "$.coats"),
            (#"{"color":"red","coats":-2}"#, "$.coats"),
            (#"{"color":"red","coats":9000000001}"#, "$.coats"),
            (#"{"color":"red","coats":99999999999999999999}"#, "$.coats"),
            (#"{"color":"red","coats":"1"}"#, "$.coats"),
            (#"{"color":"red","wet":"true"}"#, "$.wet"), (#"{"color":"red","wet":1}"#, "$.wet"),
            (#"{"color":"red","wet":null}"#, "$.wet"), (#"{"color":"red","at":5}"#, "$.at"),
            (#"{"color":"red","at":"noon"}"#, "$.at"),
            (#"{"color":"red","tags":[]}"#, "$.tags"),
            (#"{"color":"red","tags":{"a":1}}"#, "$.tags"),
            (#"{"color":"red","tags":{"a":null}}"#, "$.tags"),
            (#"{"color":"red","text":60}"#, "$.text"),
            (#"{"color":"red","text":"60"}"#, "$.text"),
            (#"{"color":"red","text":"PT1001S"}"#, "$.text"),
            (#"{"color":"red","text":"P1M"}"#, "$.text"),
            (#"{"color":"red","seconds":"60"}"#, "$.seconds"),
            (#"{"color":"red","seconds":-1}"#, "$.seconds"),
            (#"{"color":"red","seconds":1000.001}"#, "$.seconds"),
            (#"{"color":"red","seconds":1e99}"#, "$.seconds"),
            (#"{"color":"red","seconds":1e99999999999}"#, "$.seconds"),
            (#"{"color":"red","either":true}"#, "$.either"),
        ])
    func bodyFaults(body: String, path: String) {
        let fault = #expect(throws: InputFault.self) { try input(body) }
        #expect(fault?.path == path)
        #expect(fault?.text.isEmpty == false)
    }

    @Test(
        "A fault elsewhere is told with its place",
        arguments: [
            ("?limit=x", "?limit"), ("?limit=+1", "?limit"), ("?limit=", "?limit"),
            ("?limit=-", "?limit"), ("?limit=1-1", "?limit"), ("?limit=1&limit=1", "?limit"),
            ("?limit=-2", "?limit"), ("?dry=yes", "?dry"), ("?dry", "?dry"), ("?wait=x", "?wait"),
            ("?wait=-1", "?wait"), ("?wait=1001", "?wait"), ("?wait=1x", "?wait"),
            ("?color=red", "?color"), ("?Limit=1", "?Limit"),
        ])
    func queryFaults(query: String, path: String) {
        let fault = #expect(throws: InputFault.self) {
            try input(#"{"color":"red"}"#, query: query)
        }
        #expect(fault?.path == path)
    }

    @Test("A label keeps its constraints, too")
    func labelFault() {
        let fault = #expect(throws: InputFault.self) { try input(#"{"color":"red"}"#, wall: "n") }
        #expect(fault?.path == "{wall}")
    }

    @Test(
        "Seconds are exact to the millisecond, and what is finer is cut off",
        arguments: [
            ("0", 0), ("-0", 0), ("0.0", 0), ("-0e9", 0), ("1", 1_000), ("0.001", 1),
            ("0.0019999", 1), ("0.0009", 0), ("1e-9", 0), ("1e-999999999", 0), ("1.5e2", 150_000),
            ("1E+2", 100_000), ("0.1", 100), ("0.7", 700), ("4.35", 4_350), ("1000", 1_000_000),
            ("123.456789", 123_456),
        ])
    func seconds(text: String, milliseconds: Int64) throws {
        let body = try input(#"{"color":"red","seconds":\#(text)}"#)
        #expect(body["seconds"] == .integer(milliseconds))
        let query = "?wait=\(text.replacing("+", with: "%2B"))"
        #expect(try input(#"{"color":"red"}"#, query: query)["wait"] == .integer(milliseconds))
    }

    @Test("A text names the map that a fault's path names", arguments: ["null", "1", "[]"])
    func mapFault(value: String) {
        let fault = #expect(throws: InputFault.self) {
            try input(#"{"color":"red","tags":{"a":\#(value)}}"#)
        }
        #expect(fault?.path == "$.tags")
        #expect(fault?.text.hasPrefix("Expected a string for every key of '$.tags' but") == true)
    }

    @Test("A text shows 100 characters of a value, and the rest as an ellipsis")
    func longValue() {
        for count in [99, 100, 101, 30_000] {
            let wall = String(repeating: "n", count: count)
            let fault = #expect(throws: InputFault.self) {
                try input(#"{"color":"red"}"#, wall: wall)
            }
            let shown = count > 100 ? "\(wall.prefix(100))…" : wall
            #expect(fault?.text.hasPrefix("Value '\(shown)' at 'wall' failed") == true)
        }
    }

    @Test("The texts say what to do")
    func texts() {
        let unknown = #expect(throws: InputFault.self) { try input(#"{"colour":"red"}"#) }
        #expect(
            unknown?.text == "Paint has no member 'colour'; there is color, coats, wet, at, tags, "
                + "text, seconds, either.")
        let missing = #expect(throws: InputFault.self) { try input("{}") }
        #expect(missing?.text == "'color' is missing; Paint needs it.")
    }

    @Test("A payload is the whole body, and is taken as it is")
    func payload() throws {
        let operation = OperationDescription(
            "Put", "PUT", "/x",
            input: Shape(
                "PutRequest",
                .structure(
                    [Member("state", Shape("State", .json), .payload, required: true)],
                    isUnion: false)), output: nil, errors: [])
        let state = #"{"any": [1]}"#
        #expect(try input(state, of: operation)["state"] == .json(Array(state.utf8)))
        let fault = #expect(throws: InputFault.self) { try input("", of: operation) }
        #expect(fault?.path == "$")
    }

    @Test("An operation without members in the body does not look at it")
    func noBody() throws {
        let operation = OperationDescription(
            "Get", "GET", "/x", input: SampleAPI.empty, output: nil, errors: [])
        #expect(try input("{", of: operation) == Structure())
    }
}
