import AWSProtocol
import Testing

@Suite("Faults that the input decoder finds")
struct InputDecoderFaultTests {
    private let book = InputDecoder(SampleAPI.putBook)

    private func decode(_ text: String) throws(FrameworkError) -> InputDecoder.Input {
        try book.awsJSON(body: Array(text.utf8))
    }

    @Test(
        "A body that is no JSON is refused at once, whatever wrong type it holds",
        arguments: [
            #"{"Title": 5, "Pages": }"#, #"{"Title": 5"#, #"{"Title": 5} x"#, "[", "[1,]", "7 8",
            #"{"Title": [1, {"a": tru}]}"#, #"{"Words": [1, "a"#, #"{"Tags": {"k": 1, }}"#,
            #"{"Pages": 1.5, "Lent": nul}"#, #"{"Place": {"x": 1}, "#, #"{"Pages": 1.}"#,
            #"{"Words": [1, 'x']}"#, "null x", "{\"Title\": 5, \"Pages\": \"\u{1}\"}",
        ])
    func malformed(body: String) {
        #expect(throws: FrameworkError.self) { try decode(body) }
    }

    @Test(
        "A wrong type is kept until it is asked for",
        arguments: [
            #"{"Title": 5}"#, "[]", "null", #"{"Words": [1, {"a": []}, "b"]}"#,
            #"{"Tags": {"k": 1}}"#, #"{"Pages": 1.5}"#, #"{"Place": {}}"#, #"{"Place": {"x": 1}}"#,
            #"{"Authors": [null]}"#, #"{"Author": {"Name": {"a": [1, "x"]}}, "Lent": true}"#,
        ])
    func wrongType(body: String) throws {
        let input = try decode(body)
        #expect(throws: FrameworkError.self) { try input.get() }
    }

    @Test("A wrong type in the query is kept as well, and garbage in the body comes first")
    func query() throws {
        let decoder = InputDecoder(SampleAPI.editBook)
        let target = try #require(RawTarget(Array("/?MaxResults=x".utf8)))
        let input = try decoder.restJSON(labels: [], target: target, body: Array("{}".utf8))
        #expect(
            input == .failure(.serialization("'MaxResults' must be an integer; 'x' is not.")))
        #expect(throws: FrameworkError.self) {
            try decoder.restJSON(labels: [], target: target, body: Array("{".utf8))
        }
    }

    @Test(
        "A wrong or null value does not count when a right one of its name comes later",
        arguments: [
            (#"{"Title": 5, "Title": "x"}"#, #"{"Title": "x"}"#),
            (#"{"Title": null, "Title": "x"}"#, #"{"Title": "x"}"#),
            (#"{"Title": 5, "Title": {}, "Title": null, "Title": "x"}"#, #"{"Title": "x"}"#),
            (#"{"Title": "x", "Title": null}"#, "{}"), (#"{"Title": 5, "Title": null}"#, "{}"),
            (#"{"Pages": 1.5, "Pages": 2}"#, #"{"Pages": 2}"#),
            (#"{"Words": [1], "Words": ["a"]}"#, #"{"Words": ["a"]}"#),
            (#"{"Words": {}, "Pages": 1, "Words": []}"#, #"{"Words": [], "Pages": 1}"#),
            (#"{"Author": [], "Author": {"Name": "N"}}"#, #"{"Author": {"Name": "N"}}"#),
            (#"{"Author": {"Name": 5}, "Author": {}}"#, #"{"Author": {}}"#),
            (#"{"Author": {"Name": 5, "Name": "N"}}"#, #"{"Author": {"Name": "N"}}"#),
            (#"{"Author": {"Name": "N", "Name": null}}"#, #"{"Author": {}}"#),
            (#"{"Authors": [{"Born": "x", "Born": 1}]}"#, #"{"Authors": [{"Born": 1}]}"#),
            (#"{"Tags": {"k": 1, "k": "v"}}"#, #"{"Tags": {"k": "v"}}"#),
            (#"{"Tags": {"k": null, "k": "v"}}"#, #"{"Tags": {"k": "v"}}"#),
            (
                #"{"Tags": {"k": 1, "l": 2, "k": "v", "l": "w"}}"#,
                #"{"Tags": {"k": "v", "l": "w"}}"#
            ),
            (#"{"Place": {"Shelf": "x", "Shelf": 1}}"#, #"{"Place": {"Shelf": 1}}"#),
            (#"{"Place": {"Box": {}, "Shelf": 1, "Box": null}}"#, #"{"Place": {"Shelf": 1}}"#),
            (#"{"Place": {"x": 1, "Shelf": 1, "x": null}}"#, #"{"Place": {"Shelf": 1}}"#),
            (#"{"Place": {}, "Place": {"Shelf": 1}}"#, #"{"Place": {"Shelf": 1}}"#),
        ])
    func mended(body: String, same: String) throws {
        #expect(try decode(body).get() == decode(same).get())
    }

    @Test(
        "A right value does not count when a wrong one of its name comes later",
        arguments: [
            (#"{"Title": "x", "Title": 5}"#, "a string", "/Title", "a number"),
            (#"{"Title": null, "Title": 5}"#, "a string", "/Title", "a number"),
            (
                #"{"Author": {"Name": "N", "Name": []}}"#, "a string", "/Author/Name", "an array"
            ),
            (#"{"Tags": {"k": "v", "k": 1}}"#, "a string", "/Tags/*", "a number"),
            (#"{"Tags": {"k": "v", "k": null}}"#, "a string", "/Tags/*", "null"),
            (#"{"Tags": {"k": {}, "l": 1, "k": "v"}}"#, "a string", "/Tags/*", "a number"),
            (#"{"Tags": {"k": [], "l": 1, "m": {}}}"#, "a string", "/Tags/*", "an array"),
            // Map keys that only look alike are two.
            (#"{"Tags": {"K": 1, "\u212a": "v"}}"#, "a string", "/Tags/*", "a number"),
            (#"{"Place": {"Shelf": 1, "Shelf": {}}}"#, "an integer", "/Place/Shelf", "an object"),
            (#"{"Words": ["a", 1, {}, null]}"#, "a string", "/Words/1", "a number"),
        ])
    func spoilt(body: String, expected: String, path: String, found: String) throws {
        let text = "Expected \(expected) at '\(path)' but found \(found)."
        #expect(try decode(body) == .failure(.serialization(text)))
    }

    @Test(
        "A union is counted by what its names hold last",
        arguments: [
            #"{"Shelf": 1, "Shelf": null}"#, #"{"Shelf": 1, "x": null, "x": 1}"#,
            #"{"Shelf": 1, "Box": null, "Box": {}}"#, #"{"Shelf": 1, "x": 1, "y": null}"#,
            // Names that only look alike are two.
            #"{"Shelf": 1, "\u00e9": 1, "e\u0301": null}"#,
        ])
    func brokenUnion(value: String) throws {
        let error = FrameworkError.serialization("Exactly one member was expected at '/Place'.")
        #expect(try decode("{\"Place\": \(value)}") == .failure(error))
    }

    @Test("Of several wrong types the first member of the shape is told")
    func first() throws {
        let text = "Expected a string at '/Title' but found a boolean."
        #expect(
            try decode(#"{"Pages": "x", "Title": true}"#) == .failure(.serialization(text)))
    }

    @Test("A map of many wrong entries that later ones mend is read in a moment")
    func many() throws {
        let names = (0..<20_000).map { "\"k\($0)\":" }
        let wrong = names.map { $0 + "1" } + names.map { $0 + "\"v\"" }
        let tags = try decode("{\"Tags\": {\(wrong.joined(separator: ","))}}").get()["Tags"]
        #expect(tags?.map?.entries.count == names.count)
    }
}
