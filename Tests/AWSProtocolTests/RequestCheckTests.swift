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
        ])
    func refused(header: String) {
        #expect(
            throws: FrameworkError.notAcceptable(
                "The answer is application/json, which Accept leaves out.")
        ) { try RequestCheck.accept(header, .restJSON1) }
    }

    @Test("The type of awsJson is accepted for its answers only")
    func acceptedAWSJSON() throws {
        try RequestCheck.accept("application/x-amz-json-1.0", .awsJSON10)
        try RequestCheck.accept("application/x-amz-json-1.1", .awsJSON11)
        #expect(throws: FrameworkError.self) {
            try RequestCheck.accept("application/x-amz-json-1.0", .awsJSON11)
        }
        #expect(throws: FrameworkError.self) {
            try RequestCheck.accept("application/x-amz-json-1.0", .restJSON1)
        }
    }
}
