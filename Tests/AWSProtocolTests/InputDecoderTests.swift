import AWSProtocol
import Testing

@Suite("Input decoder")
struct InputDecoderTests {
    private let book = InputDecoder(SampleAPI.putBook)

    private func decode(_ text: String) throws -> Structure {
        try book.awsJSON(body: Array(text.utf8)).get()
    }

    private func failure(_ text: String) -> FrameworkError? {
        #expect(throws: FrameworkError.self) { try decode(text) }
    }

    @Test("Every kind of member is read as what it is")
    func everyKind() throws {
        let found = try decode(
            """
            {"Title": "T", "Pages": 7, "Lent": true, "Bought": "2026-11-23T18:03:12Z",
             "Words": ["a", ""], "Years": [1, -2], "Tags": {"k": "v"}, "Counts": {"k": 3},
             "Author": {"Name": "N", "Born": 4}, "Authors": [{}, {"Name": "M"}],
             "Place": {"Shelf": 5}}
            """)
        #expect(
            found
                == Structure([
                    "Title": .string("T"), "Pages": .integer(7), "Lent": .boolean(true),
                    "Bought": .string("2026-11-23T18:03:12Z"),
                    "Words": .list([.string("a"), .string("")]),
                    "Years": .list([.integer(1), .integer(-2)]), "Tags": .strings(["k": "v"]),
                    "Counts": .map(DocumentMap([(key: "k", value: .integer(3))])),
                    "Author": .structure(Structure(["Name": .string("N"), "Born": .integer(4)])),
                    "Authors": .list([
                        .structure(Structure()), .structure(Structure(["Name": .string("M")])),
                    ]), "Place": .structure(Structure(["Shelf": .integer(5)])),
                ]))
    }

    @Test("Empty containers are values, and false is one")
    func emptyValues() throws {
        let found = try decode(
            #"{"Words": [], "Tags": {}, "Author": {}, "Lent": false, "Title": ""}"#)
        #expect(
            found
                == Structure([
                    "Title": .string(""), "Lent": .boolean(false), "Words": .list([]),
                    "Tags": .strings([:]), "Author": .structure(Structure()),
                ]))
    }

    @Test(
        "No body, an empty object and white space around it are an empty input",
        arguments: ["", "{}", " { } ", "\r\n\t{\n}\n"])
    func emptyInput(text: String) throws {
        #expect(try decode(text) == Structure())
    }

    @Test(
        "A body that is no object is refused",
        arguments: [
            ("[]", "an array"), ("null", "null"), ("\"x\"", "a string"), ("7", "a number"),
            ("true", "a boolean"), ("[{}]", "an array"),
        ])
    func notAnObject(text: String, kind: String) {
        #expect(
            failure(text)
                == .serialization("Expected an object as the request body but found \(kind)."))
    }

    static let kinds = [
        ("\"x\"", "a string"), ("7", "a number"), ("true", "a boolean"), ("false", "a boolean"),
        ("[]", "an array"), ("{}", "an object"),
    ]
    static let members = [
        ("Title", "a string"), ("Pages", "an integer"), ("Lent", "a boolean"),
        ("Bought", "a string"), ("Words", "an array"), ("Tags", "an object"),
        ("Author", "an object"),
    ]

    @Test(
        "A value of another type is refused, by the place where it stands", arguments: members,
        kinds)
    func mismatch(member: (name: String, type: String), value: (text: String, type: String)) throws
    {
        let isRight =
            member.type == value.type || (member.type == "an integer" && value.text == "7")
        let body = "{\"\(member.name)\": \(value.text)}"
        if isRight {
            #expect(try decode(body)[member.name] != nil)
        } else {
            let text = "Expected \(member.type) at '/\(member.name)' but found \(value.type)."
            #expect(failure(body) == .serialization(text))
        }
    }

    @Test(
        "A value of another type inside another value is refused by the way to it",
        arguments: [
            (#"{"Words": ["a", 1]}"#, "a string", "/Words/1", "a number"),
            (#"{"Years": [1, 2, "3"]}"#, "an integer", "/Years/2", "a string"),
            (#"{"Tags": {"k": 1}}"#, "a string", "/Tags/*", "a number"),
            (#"{"Counts": {"k": {}}}"#, "an integer", "/Counts/*", "an object"),
            (#"{"Author": {"Name": []}}"#, "a string", "/Author/Name", "an array"),
            (#"{"Authors": [{}, {"Born": "x"}]}"#, "an integer", "/Authors/1/Born", "a string"),
            (#"{"Authors": [[]]}"#, "an object", "/Authors/0", "an array"),
            (#"{"Place": {"Box": 1}}"#, "an object", "/Place/Box", "a number"),
            (#"{"Words": [null]}"#, "a string", "/Words/0", "null"),
            (#"{"Authors": [{}, null]}"#, "an object", "/Authors/1", "null"),
            (#"{"Tags": {"a": "b", "k": null}}"#, "a string", "/Tags/*", "null"),
            (#"{"Counts": {"k": null}}"#, "an integer", "/Counts/*", "null"),
        ])
    func nestedMismatch(body: String, expected: String, path: String, found: String) {
        let text = "Expected \(expected) at '\(path)' but found \(found)."
        #expect(failure(body) == .serialization(text))
    }

    @Test("The text of a refusal names no key of a map: it may be sensitive")
    func hiddenKey() throws {
        let error = try #require(failure(#"{"Tags": {"secret": 1}}"#))
        #expect(!"\(error)".contains("secret"))
    }

    @Test(
        "A null member is an absent one",
        arguments: [
            "Title", "Pages", "Lent", "Bought", "Words", "Tags", "Author", "Authors", "Place",
        ])
    func nullMember(name: String) throws {
        #expect(try decode("{\"\(name)\": null}") == Structure())
        #expect(
            try decode(#"{"Author": {"Name": null, "Born": 1}}"#)["Author"]
                == .structure(Structure(["Born": .integer(1)])))
    }

    @Test("Of several members of one name the last one counts")
    func duplicates() throws {
        let found = try decode(
            #"{"Title": "a", "Pages": 1, "Title": "b", "Tags": {"k": "1", "k": "2"}, "Title": "c"}"#
        )
        #expect(found["Title"] == .string("c"))
        #expect(found["Tags"] == .strings(["k": "2"]))
        #expect(try decode(#"{"Title": "a", "Title": null}"#) == Structure())
        #expect(try decode(#"{"Title": null, "Title": "a"}"#)["Title"] == .string("a"))
    }

    @Test("Map keys that only look alike are two")
    func lookalikeKeys() throws {
        let tags = try decode(#"{"Tags": {"\u00e9": "1", "e\u0301": "2"}}"#)["Tags"]
        #expect(tags?.map?.entries.count == 2)
    }

    @Test(
        "Members that the shape does not know are passed over, whatever they hold",
        arguments: [
            "1", "-1.5e+10", "\"x\"", "true", "null", "[]", "{}", "[1, [2, {\"a\": null}], \"x\"]",
            "{\"Title\": 5, \"b\": {\"c\": [false]}}",
        ])
    func unknownMembers(value: String) throws {
        let found = try decode("{\"x\": \(value), \"Title\": \"T\", \"title\": \(value)}")
        #expect(found == Structure(["Title": .string("T")]))
        let author = try decode("{\"Author\": {\"x\": \(value), \"Name\": \"N\"}}")["Author"]
        #expect(author == .structure(Structure(["Name": .string("N")])))
    }

    @Test(
        "An unknown member that is no JSON is refused all the same",
        arguments: ["nul", "[1,]", "{\"a\"}", "01", "'x'", "\"\\q\"", ""])
    func unknownGarbage(value: String) {
        #expect(failure("{\"x\": \(value), \"Title\": \"T\"}") != nil)
    }

    @Test(
        "A 32-bit integer in digits is read",
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("2147483647", 2_147_483_647),
            ("-2147483648", -2_147_483_648),
        ] as [(String, Int64)])
    func integers(text: String, number: Int64) throws {
        #expect(try decode("{\"Pages\": \(text)}")["Pages"] == .integer(number))
        #expect(try decode("{\"Years\":[\(text)]}")["Years"] == .list([.integer(number)]))
    }

    @Test(
        "A number that is no 32-bit integer in digits is refused as such",
        arguments: [
            "7.0", "7.5", "7e0", "7E0", "7e+0", "7e-0", "0.0", "-0.0", "2147483648", "-2147483649",
            "4294967296", "9999999999", "10000000000", "9223372036854775808", "1e2", "1e999",
        ])
    func notAnInteger(text: String) {
        let error = FrameworkError.serialization("A 32-bit integer was expected at '/Pages'.")
        #expect(failure("{\"Pages\": \(text)}") == error)
    }

    @Test(
        "A union has just one member",
        arguments: [
            #"{"Shelf": 1}"#, #"{"Box": {}}"#,
            #"{"Box": {"Name": "N"}}"#, #"{"Shelf": 1, "Box": null}"#,
            #"{"Box": null, "Shelf": 1}"#,
            #"{"__type": "x", "Shelf": 1}"#, #"{"Shelf": 1, "x": null}"#,
        ])
    func union(value: String) throws {
        let place = try #require(try decode("{\"Place\": \(value)}")["Place"]?.structure)
        #expect(place.entries.count == 1)
    }

    @Test(
        "A union of no, two or unknown members is refused",
        arguments: [
            "{}", #"{"Shelf": null}"#, #"{"Shelf": null, "Box": null}"#,
            #"{"Shelf": 1, "Box": {}}"#,
            #"{"x": 1}"#, #"{"Shelf": 1, "x": 2}"#, #"{"x": {}, "Box": {}}"#, #"{"shelf": 1}"#,
            #"{"__type": "x"}"#,
        ])
    func brokenUnion(value: String) {
        let error = FrameworkError.serialization("Exactly one member was expected at '/Place'.")
        #expect(failure("{\"Place\": \(value)}") == error)
    }

    @Test("A name that only looks like a member's is unknown")
    func lookalikeMembers() throws {
        let shape = Shape(
            "Input", .structure([Member("TagKeys", SampleAPI.texts)], isUnion: false))
        let decoder = InputDecoder(SampleAPI.operation("Untag", "POST", "/", shape))
        // The Kelvin sign, which Unicode takes for a K.
        let found = try decoder.awsJSON(body: Array("{\"Tag\u{212a}eys\": []}".utf8)).get()
        #expect(found == Structure())
        #expect(try decoder.awsJSON(body: Array("{\"TagKeys\": []}".utf8)).get() != Structure())
    }

    @Test("Members stand in the order of their shape, however they came")
    func order() throws {
        let found = try decode(#"{"Lent": true, "Pages": 1, "Title": "T"}"#)
        #expect(found.entries.map(\.name) == ["Title", "Pages", "Lent"])
    }
}

@Suite("Input decoder for restJson1")
struct InputDecoderRestTests {
    private let edit = InputDecoder(SampleAPI.editBook)
    private let labels = [(name: "ShelfId", value: "s/1"), (name: "BookId", value: "b:2")]

    private func decode(_ query: String, _ body: String) throws -> Structure {
        let target = try #require(RawTarget(Array("/shelves/s%2F1/books/b:2?\(query)".utf8)))
        return try edit.restJSON(labels: labels, target: target, body: Array(body.utf8)).get()
    }

    @Test("Each member is taken from its place")
    func places() throws {
        let found = try decode("MaxResults=5&NextToken=a%2Fb+c", #"{"Title": "T"}"#)
        #expect(
            found
                == Structure([
                    "BookId": .string("b:2"), "Title": .string("T"), "MaxResults": .integer(5),
                    "NextToken": .string("a/b c"), "ShelfId": .string("s/1"),
                ]))
    }

    @Test("A member in another place than its own does not count")
    func otherPlaces() throws {
        let body = #"{"MaxResults": 5, "NextToken": "a", "ShelfId": "x", "BookId": 7}"#
        let found = try decode("Title=T&ShelfId=x&maxresults=3", body)
        #expect(found == Structure(["BookId": .string("b:2"), "ShelfId": .string("s/1")]))
    }

    @Test("For awsJson every member is in the body")
    func awsJSON() throws {
        let body = #"{"MaxResults": 5, "NextToken": "a", "ShelfId": "x", "BookId": "y"}"#
        let found = try edit.awsJSON(body: Array(body.utf8)).get()
        #expect(
            found
                == Structure([
                    "BookId": .string("y"), "MaxResults": .integer(5), "NextToken": .string("a"),
                    "ShelfId": .string("x"),
                ]))
    }

    @Test("A query item without a value is an empty string")
    func emptyItem() throws {
        #expect(try decode("NextToken", "")["NextToken"] == .string(""))
        #expect(try decode("NextToken=", "")["NextToken"] == .string(""))
        #expect(try decode("", "")["NextToken"] == nil)
    }

    @Test("Of several query items of one name the last one counts")
    func lastItem() throws {
        #expect(try decode("MaxResults=x&MaxResults=2", "")["MaxResults"] == .integer(2))
    }

    @Test(
        "An integer of the query is read",
        arguments: [("0", 0), ("-1", -1), ("007", 7), ("2147483647", 2_147_483_647), ("%37", 7)]
            as [(String, Int64)])
    func queryInteger(text: String, number: Int64) throws {
        #expect(try decode("MaxResults=\(text)", "")["MaxResults"] == .integer(number))
    }

    @Test(
        "Another text is no integer of the query",
        arguments: [
            "", "x", "1x", " 1", "1 ", "1.0", "1e1", "-", "--1", "0x1", "2147483648", "１", "true",
        ])
    func notAQueryInteger(text: String) {
        let query = "MaxResults=\(text.replacing(" ", with: "%20"))"
        #expect(
            throws: FrameworkError.serialization(
                "'MaxResults' must be an integer; '\(text)' is not.")
        ) { try decode(query, "") }
    }

    @Test("A label that is missing is left to the constraints")
    func missingLabel() throws {
        let target = try #require(RawTarget(Array("/".utf8)))
        #expect(try edit.restJSON(labels: [], target: target, body: []).get() == Structure())
    }

    @Test("A body that is no JSON is refused, also where no member is in it")
    func garbage() throws {
        #expect(throws: FrameworkError.self) { try decode("", "{") }
        #expect(throws: FrameworkError.self) { try decode("", "[]") }
        let none = InputDecoder(SampleAPI.operation("Nothing", "POST", "/"))
        let target = try #require(RawTarget(Array("/".utf8)))
        #expect(throws: FrameworkError.self) {
            try none.restJSON(labels: [], target: target, body: Array("{".utf8))
        }
        #expect(
            try none.restJSON(labels: [], target: target, body: Array("{\"a\":1}".utf8)).get()
                == Structure())
    }
}
