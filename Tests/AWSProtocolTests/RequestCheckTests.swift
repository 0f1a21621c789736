import AWSProtocol
import Testing

@Suite("Request checks")
struct RequestCheckTests {
    private let withBody = SampleAPI.putBook
    private let bodyless = SampleAPI.operation("ListShelves", "POST", "/shelves/?List")
    private let get = SampleAPI.operation("GetShelf", "GET", "/shelves/{ShelfId}")

    @Test(
        "A body of JSON is taken, with whatever parameters",
        arguments: [
            "application/json", "Application/JSON", "application/json; charset=utf-8",
            "application/json;charset=UTF-8", " application/json ", "application/json ; x=y;z",
        ])
    func json(type: String) throws {
        try RequestCheck.contentType(type, hasBody: true, operation: withBody)
    }

    @Test(
        "A body of another type is refused with that type",
        arguments: [
            ("text/plain", "text/plain"), ("Text/JSON", "text/json"),
            ("application/x-amz-json-1.0", "application/x-amz-json-1.0"),
            ("application/jsonx", "application/jsonx"), ("application/ json", "application/ json"),
            ("application/json, text/plain", "application/json, text/plain"),
            (
                "application/x-www-form-urlencoded; charset=utf-8",
                "application/x-www-form-urlencoded"
            ),
            ("json", "json"), ("*/*", "*/*"),
        ])
    func otherType(type: String, named: String) {
        #expect(
            throws: FrameworkError.unsupportedMediaType(
                "The Content-Type \(named) is not supported; send application/json.")
        ) { try RequestCheck.contentType(type, hasBody: true, operation: withBody) }
    }

    @Test("A body without a type is refused", arguments: [nil, "", " ", ";charset=utf-8"])
    func noType(type: String?) {
        #expect(
            throws: FrameworkError.unsupportedMediaType(
                "The request has a body but no Content-Type; send application/json.")
        ) { try RequestCheck.contentType(type, hasBody: true, operation: withBody) }
    }

    @Test(
        "Without a body there need be no type, and a type is passed over",
        arguments: [nil, "", "application/json", "text/plain"])
    func noBody(type: String?) throws {
        try RequestCheck.contentType(type, hasBody: false, operation: withBody)
        try RequestCheck.contentType(type, hasBody: false, operation: bodyless)
        try RequestCheck.contentType(type, hasBody: true, operation: bodyless)
    }

    @Test("A GET that names a type has none to name")
    func getWithType() throws {
        try RequestCheck.contentType(nil, hasBody: false, operation: get)
        #expect(
            throws: FrameworkError.unsupportedMediaType(
                "GetShelf takes no body; send no Content-Type either.")
        ) { try RequestCheck.contentType("application/json", hasBody: false, operation: get) }
    }

    @Test(
        "A body that is not compressed is taken",
        arguments: [nil, "", "identity", "Identity", " identity "])
    func noEncoding(encoding: String?) throws {
        try RequestCheck.contentEncoding(encoding)
    }

    @Test(
        "A compressed body is refused",
        arguments: ["gzip", "deflate", "br", "aws-chunked", "identity, gzip", "x"])
    func encoding(encoding: String) {
        #expect(
            throws: FrameworkError.malformedRequest(
                "The Content-Encoding \(encoding) is not supported; send none.")
        ) { try RequestCheck.contentEncoding(encoding) }
    }

    @Test(
        "An Accept that lets JSON in is met",
        arguments: [
            nil, "", "*/*", "application/*", "application/json", "APPLICATION/JSON", "*/*;q=0.1",
            "text/html, */*", "text/html,application/json;q=0.9", "application/json; charset=utf-8",
            "text/html;q=0, application/json", "application/json;q=0.001", "application/json;q=1",
            "application/json;q=0, */*",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            ",", ", ,", " ", "\t", " , \t,", "application/json\t", "\tapplication/json",
            "text/html,\tapplication/json\t;\tq=1", "text/html,,application/json",
            "application/x-amz-json-1.0", "application/x-amz-json-1.1",
            "Application/X-Amz-Json-1.1", "text/html, application/x-amz-json-1.1;q=0.1",
            "application/json;q=0, application/x-amz-json-1.0", "application/json;q=", "*/*;q=x",
            "application/json;q=-0", "application/json;q=0.0001", "application/json;q=0x0",
            "application/json;xq=0",
        ])
    func accepted(header: String?) throws {
        for answer in [WireProtocol.restJSON1, .awsJSON10, .awsJSON11] {
            try RequestCheck.accept(header, answer)
        }
    }

    @Test(
        "An Accept that leaves JSON out is refused",
        arguments: [
            "text/html", "text/*", "application/xml", "application/jsonx", "json",
            "text/html, image/png",
            "application/json;q=0", "application/json; q=0.0", "application/json; Q=0", "*/*;q=0",
            "application/json;charset=utf-8;q=0.000", "text/html, */*; q=0",
            "text/html\t", ",text/html,", "application/json\t;\tq=0\t", "application/json;q=0.",
            "application/x-amz-json-1.1;q=0", "application/x-amz-json-1.2", "application/cbor",
            "application/json;q=0, application/x-amz-json-1.0;q=0.00",
            "application/\u{212a}son", "\u{301}application/json",
        ])
    func refused(header: String) {
        #expect(
            throws: FrameworkError.notAcceptable(
                "The answer is application/json, which Accept leaves out.")
        ) { try RequestCheck.accept(header, .restJSON1) }
    }

    @Test("The refusal names the type that the client would get")
    func refusedAWSJSON() {
        #expect(
            throws: FrameworkError.notAcceptable(
                "The answer is application/x-amz-json-1.1, which Accept leaves out.")
        ) { try RequestCheck.accept("text/html", .awsJSON11) }
    }

    @Test("Tabs around a media type or an encoding are blanks as well")
    func tabs() throws {
        try RequestCheck.contentType("\tapplication/json\t", hasBody: true, operation: withBody)
        try RequestCheck.contentType(
            "application/json\t; x=y", hasBody: true, operation: withBody)
        try RequestCheck.contentEncoding("identity\t")
    }
}
