import HTTPServer
import TestSupport
import Testing

@Suite("Requests as the handler sees them")
struct RequestTests {
    static let targets = [
        "/", "/a/b", "/a%2Fb", "/a%2fb", "/a%3ab", "/a:b", "/a%25b", "/%", "/%zz", "/%00", "/a//b/",
        "/a/../b", "/.", "/a?List", "/a?List=", "/a/?List=x&b", "/a?x=%2F+y&x=%26", "/a?", "/?",
        "//",
        "/a?x=?", "/~!$&'()*,;=@", "/é", "http://example.com/a%2Fb",
    ]

    @Test("The target arrives raw", arguments: targets)
    func target(target: String) throws {
        try serving { server throws in
            let answer = try server.answer("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(answer.status == 200)
            #expect(server.requests.map(\.text) == [target])
        }
    }

    @Test("A target of bytes that are no UTF-8 arrives as it is")
    func targetBytes() throws {
        try serving { server throws in
            let client = try server.client()
            try client.send(
                Array("GET /".utf8) + [0xff, 0xc0] + Array(" HTTP/1.1\r\nHost: h\r\n\r\n".utf8))
            #expect(try client.readResponse().status == 200)
            #expect(server.requests.map(\.target) == [Array("/".utf8) + [0xff, 0xc0]])
        }
    }

    @Test(
        "The method arrives as it was sent",
        arguments: ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "BREW"])
    func method(method: String) throws {
        try serving { server throws in
            let answer = try server.answer("\(method) / HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(answer["x-method"] == method)
            #expect(server.requests.map(\.method) == [method])
        }
    }

    @Test("Header fields arrive in their order and case, with duplicates and empty values")
    func headers() throws {
        try serving { server throws in
            _ = try server.answer(
                "GET / HTTP/1.1\r\nHost: h\r\nX-Two: 1\r\nx-two: 2\r\nX-Empty:\r\nX-Blank:   \r\n"
                    + "X-Long: \t a  b \t \r\nX-Utf: é\r\n\r\n")
            let headers = try #require(server.requests.first?.headers)
            let pairs = headers.all.map { "\($0.name)=\($0.value)" }
            #expect(
                pairs == [
                    "Host=h", "X-Two=1", "x-two=2", "X-Empty=", "X-Blank=", "X-Long=a  b",
                    "X-Utf=é",
                ])
            #expect(headers["x-two"] == "1")
            #expect(headers["x-empty"] == "")
            #expect(headers["x-none"] == nil)
        }
    }

    static let sizes = [0, 1, 2, 1_000, 40_000, 1 << 20]

    @Test("A body arrives whole", arguments: sizes)
    func body(size: Int) throws {
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 % 251) }
        try serving { server throws in
            let client = try server.client()
            try client.send(
                Array("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: \(size)\r\n\r\n".utf8) + body)
            #expect(try client.readResponse().body == body)
            #expect(server.requests.map(\.body) == [body])
            #expect(server.requests.map(\.isBodyTooLarge) == [false])
        }
    }

    @Test("A request that comes byte by byte is the same request")
    func pieces() throws {
        try serving { server throws in
            let client = try server.client()
            let text =
                "POST /a%2Fb HTTP/1.1\r\nHost: h\r\nX-A: b\r\nContent-Length: 11\r\n\r\nhello world"
            for byte in text.utf8 { try client.send([byte]) }
            #expect(try client.readResponse().text == "hello world")
            let request = try #require(server.requests.first)
            #expect(server.requests.count == 1)
            #expect(request.text == "/a%2Fb")
            #expect(request.headers["x-a"] == "b")
        }
    }

    @Test("A chunked body arrives in one piece, without its chunk sizes")
    func chunked() throws {
        try serving { server throws in
            let client = try server.client()
            try client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
            try client.send("5\r\nhello\r\n")
            try client.send("1;name=value\r\n \r\n00005\r\nworld\r\n")
            try client.send("0\r\nX-Trailer: t\r\n\r\n")
            #expect(try client.readResponse().text == "hello world")
            #expect(server.requests.count == 1)
        }
    }

    @Test("A body of no bytes in chunks is empty")
    func chunkedEmpty() throws {
        try serving { server throws in
            let answer = try server.answer(
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
            #expect(answer.status == 200)
            #expect(server.requests.map(\.body) == [[]])
        }
    }

    static let malformed = [
        "GET\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ]

    @Test("A malformed request never reaches the handler", arguments: malformed)
    func malformedRequest(text: String) throws {
        try serving { server throws in
            let client = try server.client()
            try client.send(text)
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"))
            #expect(server.requests.isEmpty)
            #expect(try server.answer("GET / HTTP/1.1\r\nHost: h\r\n\r\n").status == 200)
        }
    }
}
