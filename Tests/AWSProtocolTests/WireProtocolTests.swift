import AWSProtocol
import Testing

@Suite("Wire protocols")
struct WireProtocolTests {
    private func rendered(_ error: ErrorDocument, _ wire: WireProtocol) -> (Int, String) {
        let answer = wire.render(error)
        return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }

    private func error(_ status: Int) -> ErrorDocument {
        ErrorDocument(
            type: "ConflictException", status: status,
            members: Structure(["Message": .string("m/\""), "ResourceName": .string("r")]))
    }

    @Test(
        "restJson1 keeps the status, and the body has the members only",
        arguments: [400, 402, 403, 404, 409, 413, 415, 429, 500, 501, 503])
    func restJSON(status: Int) {
        let (found, body) = rendered(error(status), .restJSON1)
        #expect(found == status)
        #expect(body == #"{"Message":"m/\"","ResourceName":"r"}"#)
    }

    @Test(
        "awsJson has two statuses, and those of a body too large and of what is not emulated",
        arguments: [
            (400, 400), (402, 400), (403, 400), (404, 400), (409, 400), (413, 413), (415, 400),
            (429, 400), (500, 500), (501, 501), (503, 500),
        ])
    func awsJSONStatus(status: Int, answered: Int) {
        #expect(rendered(error(status), .awsJSON10).0 == answered)
        #expect(rendered(error(status), .awsJSON11).0 == answered)
    }

    @Test("awsJson names the error first in the body, 1.0 with its namespace")
    func awsJSONType() {
        let members = #""Message":"m/\"","ResourceName":"r"}"#
        #expect(
            rendered(error(409), .awsJSON10).1
                == #"{"__type":"com.amazonaws.mpa#ConflictException","# + members)
        #expect(rendered(error(409), .awsJSON11).1 == #"{"__type":"ConflictException","# + members)
    }

    @Test("Each protocol has its media type")
    func contentTypes() {
        #expect(WireProtocol.restJSON1.contentType == "application/json")
        #expect(WireProtocol.awsJSON10.contentType == "application/x-amz-json-1.0")
        #expect(WireProtocol.awsJSON11.contentType == "application/x-amz-json-1.1")
    }

    @Test(
        "A media type of awsJson names its version",
        arguments: [
            ("application/x-amz-json-1.0", .awsJSON10), ("application/x-amz-json-1.1", .awsJSON11),
            ("Application/X-Amz-JSON-1.1", .awsJSON11),
            (" application/x-amz-json-1.0 ; charset=utf-8", .awsJSON10),
        ] as [(String, WireProtocol)])
    func awsJSON(type: String, wire: WireProtocol) {
        #expect(WireProtocol.awsJSON(contentType: type) == wire)
    }

    @Test(
        "Any other media type is not awsJson's",
        arguments: [
            nil, "", "application/json", "application/x-amz-json-1.2", "application/x-amz-json-1.",
            "application/x-amz-json-1.00", "application/x-amz-json-1x0",
            "x; application/x-amz-json-1.0",
        ])
    func notAWSJSON(type: String?) {
        #expect(WireProtocol.awsJSON(contentType: type) == nil)
    }

    @Test(
        "A media type is told without parameters, in lower case",
        arguments: [
            ("a/b", "a/b"), ("A/B", "a/b"), ("a/b;c", "a/b"), (" a/b ;c=d;e", "a/b"), ("", ""),
            (" ", ""),
            (";c", ""), (" ; ", ""), ("a b", "a b"),
        ])
    func mediaTypes(header: String, type: String) {
        #expect(mediaType(header) == type)
    }
}

@Suite("Framework errors")
struct FrameworkErrorTests {
    @Test(
        "Each has its type, status and lower-case message",
        arguments: [
            (.malformedRequest("t"), "MalformedHttpRequestException", 400, "t"),
            (.notAcceptable("t"), "NotAcceptableException", 406, "t"),
            (
                .requestTooLarge(bytesMax: 1_048_576), "RequestEntityTooLargeException", 413,
                "The request body is over 1048576 bytes."
            ),
            (.serialization("t"), "SerializationException", 400, "t"),
            (
                .headerTooLarge(bytesMax: 32_768), "RequestHeaderFieldsTooLargeException", 431,
                "The request line and header fields are over 32768 bytes, or too many."
            ),
            (
                .targetTooLong(bytesMax: 32_768), "RequestURITooLongException", 414,
                "The request target is over 32768 bytes."
            ),
            (.unknownOperation("t"), "UnknownOperationException", 404, "t"),
            (.unsupportedMediaType("t"), "UnsupportedMediaTypeException", 415, "t"),
        ] as [(FrameworkError, String, Int, String)])
    func documents(error: FrameworkError, type: String, status: Int, text: String) {
        #expect(error.document.type == type)
        #expect(error.document.status == status)
        #expect(error.document.members == Structure(["message": .string(text)]))
    }

    @Test(
        "An error is the server's fault from status 500 on",
        arguments: [(400, false), (499, false), (500, true), (501, true), (503, true)])
    func serverFault(status: Int, isServerFault: Bool) {
        let error = ErrorDocument(type: "E", status: status, members: Structure())
        #expect(error.isServerFault == isServerFault)
    }
}
