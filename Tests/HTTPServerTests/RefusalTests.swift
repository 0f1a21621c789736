import HTTPServer
import TestSupport
import Testing

@Suite("Requests that are refused for their header")
struct RefusalTests {
    /// A GET whose header has just that many bytes.
    private func request(bytes: Int, fields: String = "") -> String {
        let start = "GET / HTTP/1.1\r\nHost: h\r\n\(fields)X-Long: "
        let rest = bytes - start.utf8.count - "\r\n\r\n".utf8.count
        return start + String(repeating: "x", count: rest) + "\r\n\r\n"
    }

    @Test("A header of just the limit is served, one byte more is answered 431")
    func atLimit() throws {
        try serving { server throws in
            let max = Limits().headerBytesMax
            #expect(try server.answer(request(bytes: max)).status == 200)
            #expect(try server.answer(request(bytes: max + 1)).status == 431)
            #expect(server.requests.count == 1)
        }
    }

    // Sizes in which header and answer together once overran a connection's memory are among them.
    @Test(
        "Around the limit each request gets a whole answer, and is handled only when that is 200",
        arguments: [32_000..<32_400, 32_700..<32_850])
    func wholeAnswers(sizes: Range<Int>) throws {
        try serving { server throws in
            for size in sizes {
                let before = server.requests.count
                let status = try server.answer(request(bytes: size)).status
                #expect(status == (size <= Limits().headerBytesMax ? 200 : 431), "\(size) bytes")
                #expect(server.requests.count - before == (status == 200 ? 1 : 0), "\(size) bytes")
            }
        }
    }

    /// Sends requests whose parts need ever more of a connection's memory, until it has none left.
    ///
    /// At its very end libmicrohttpd has no room for a refusal either, and just closes.
    private func fill(_ counts: Range<Int>, _ text: (Int) -> String) throws {
        try serving { server throws in
            var statuses: Set<Int> = []
            for count in counts {
                let before = server.requests.count
                let status = (try? server.answer(text(count)).status) ?? 0
                #expect(server.requests.count - before == (status == 200 ? 1 : 0), "\(count)")
                statuses.insert(status)
            }
            #expect(statuses.isSubset(of: [0, 200, 431]))
            #expect(statuses.isSuperset(of: [200, 431]))
        }
    }

    @Test("Many small fields never take the room of an answer that is due")
    func manyFields() throws {
        try fill(400..<490) {
            request(bytes: 10_000, fields: String(repeating: "A:b\r\n", count: $0))
        }
    }

    @Test("Many cookies never take the room of an answer that is due")
    func manyCookies() throws {
        try fill(400..<460) {
            let cookies = String(repeating: "a=b;", count: $0)
            return request(bytes: 10_000, fields: "Cookie: \(cookies)\r\n")
        }
    }

    @Test("However many query items there are, the request is answered")
    func manyItems() throws {
        // An answer that repeats the target would not fit beside it.
        let answer: Server.Handler = { _ in Response(status: 200, headers: [], body: []) }
        try serving(answer: answer) { server throws in
            for count in [1, 500, 570, 600, 610, 640, 5_000, 15_000] {
                let target = "/?" + String(repeating: "a&", count: count)
                let answer = try server.answer("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(answer.status == 200, "\(count) items")
                #expect(server.requests.last?.text == target)
            }
        }
    }

    @Test("Far over the limit nothing is handled, whether or not there is room to say so")
    func farOverLimit() throws {
        try serving { server throws in
            for size in 40_500..<41_000 {
                let status = (try? server.answer(request(bytes: size)).status) ?? 431
                #expect(status == 431, "\(size) bytes")
            }
            #expect(server.requests.isEmpty)
        }
    }

    @Test("A refused request ends its connection, so that its body is not taken for a request")
    func closes() throws {
        try serving { server throws in
            let client = try server.client()
            try client.send("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n")
            #expect(try client.readResponse().status == 400)
            #expect(try client.isClosedByPeer())
            #expect(server.requests.isEmpty)
        }
    }

    static let hosts = [
        ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nX-Host: h\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nhost: h\r\n\r\n", 400),
        ("GET / HTTP/1.0\r\nHost: h\r\nHost: h\r\n\r\n", 400),
        ("GET http://h/ HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost:\r\n\r\n", 200),
        ("GET / HTTP/1.1\r\nhOST: h\r\n\r\n", 200), ("GET / HTTP/1.0\r\n\r\n", 200),
        ("GET / HTTP/1.0\r\nHost: h\r\n\r\n", 200),
    ]

    @Test("HTTP/1.1 needs one Host, HTTP/1.0 none", arguments: hosts)
    func host(text: String, status: Int) throws {
        try serving { server throws in
            #expect(try server.answer(text).status == status)
            #expect(server.requests.count == (status == 200 ? 1 : 0))
        }
    }

    @Test(
        "A zero byte in the target is refused",
        arguments: ["/\0", "/a\0b", "\0", "/\0?a", "/?a=\0", "/a\0 HTTP/1.1"])
    func zeroByte(target: String) throws {
        try serving { server throws in
            #expect(try server.answer("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n").status == 400)
            #expect(server.requests.isEmpty)
        }
    }

    @Test(
        "A request is refused when it is uncertain where it ends, and nothing after it is served",
        arguments: [
            "Content-Length: 2\r\nContent-Length: 40", "Content-Length: 40\r\ncontent-length: 2",
            "Transfer-Encoding: gzip", "Transfer-Encoding: identity",
            "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip", "Transfer-Encoding:",
        ])
    func framing(fields: String) throws {
        try serving { server throws in
            let client = try server.client()
            try client.send(
                "POST / HTTP/1.1\r\nHost: h\r\n\(fields)\r\n\r\n{}"
                    + "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 400"))
            #expect(server.requests.isEmpty)
        }
    }

    @Test("A coding is taken whatever its case, also beside a length")
    func chunkedInAnyCase() throws {
        try serving { server throws in
            for field in ["Chunked", "CHUNKED\r\nContent-Length: 5"] {
                let answer = try server.answer(
                    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: \(field)\r\n\r\n"
                        + "1\r\na\r\n0\r\n\r\n")
                #expect(answer.status == 200)
            }
            #expect(server.requests.map(\.body) == [[0x61], [0x61]])
        }
    }

    @Test(
        "A target in absolute form is cut down to its path, and its host is the one that counts",
        arguments: [
            ("http://127.0.0.1:1/_mpa/health", "/_mpa/health", "127.0.0.1:1"),
            ("http://h", "/", "h"), ("http://h/", "/", "h"),
            ("HTTPS://h/a%2Fb?c=http://d@e", "/a%2Fb?c=http://d@e", "h"),
            ("http://h?List", "/?List", "h"), ("http://user@[::1]:80/a//b", "/a//b", "[::1]:80"),
            ("http://h#@i/a", "/#@i/a", "h"), ("http://h\\@i/a", "/\\@i/a", "h"),
            ("/http://h/a", "/http://h/a", "other"), ("http:///a", "http:///a", "other"),
            ("ftp://h/a", "ftp://h/a", "other"), ("*", "*", "other"), ("", "", "other"),
            ("http:/h", "http:/h", "other"), ("h:80", "h:80", "other"),
        ])
    func originForm(target: String, path: String, host: String) {
        let request = Request(
            method: "GET", target: Array(target.utf8),
            headers: Headers([("a", "b"), ("HOST", "other"), ("c", "")]), body: [1],
            isBodyTooLarge: true
        ).inOriginForm
        #expect(request.text == path)
        #expect(request.method == "GET" && request.headers.list("host") == host)
        #expect(request.headers["a"] == "b" && request.headers["c"] == "")
        #expect(request.body == [1] && request.isBodyTooLarge)
    }
}
