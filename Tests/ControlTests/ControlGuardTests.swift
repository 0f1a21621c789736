@testable import Control
import HTTPServer
import Testing

@Suite("Guard of the control plane")
struct ControlGuardTests {
    private static func request(
        _ host: String?, origin: String? = nil, authorization: String? = nil
    ) -> Request {
        let pairs = [("Host", host), ("Origin", origin), ("Authorization", authorization)]
        return Request(
            method: "POST", target: Array("/_mpa/reset".utf8),
            headers: Headers(pairs.compactMap { name, value in value.map { (name, $0) } }))
    }

    /// Nil for a request that passes.
    private static func status(
        _ request: Request, by guardian: ControlGuard = ControlGuard()
    ) -> Int? {
        do throws(Problem) {
            try guardian.check(request)
            return nil
        } catch {
            return error.status
        }
    }

    @Test(
        "Addresses and localhost are hosts that nobody else can take",
        arguments: [
            "127.0.0.1", "127.0.0.1:6720", "10.1.2.3:80", "[::1]", "[::1]:6720", "[fe80::1%25lo]",
            "localhost", "localhost:6720", "LocalHost:6720",
        ])
    func ownHosts(host: String) {
        #expect(Self.status(Self.request(host)) == nil)
        #expect(ControlGuard().refusal(ofPage: Self.request(host)) == nil)
    }

    @Test(
        "A name that may lead anywhere is refused",
        arguments: [
            "evil.example", "evil.example:6720", "localhost.evil.example", "127.0.0.1.evil.example",
            "mpa-local:6720", "localhost.", "xlocalhost", "1.2.3", "1.2.3.4.5", "1.2.3.400",
            "::1", "[::1", "[evil.example]", "[::1]evil.example", "", ":6720", "localhost:",
            "localhost:port", "localhost:99999", "127.0.0.1 evil", "evil.example#localhost",
        ])
    func foreignHosts(host: String) {
        #expect(Self.status(Self.request(host)) == 403)
        #expect(ControlGuard().refusal(ofPage: Self.request(host))?.status == 403)
    }

    @Test("A name is served once it is allowed, and no other")
    func allowedHosts() {
        let guardian = ControlGuard(allowedHosts: ["MPA", "mpa.example.test"])
        #expect(Self.status(Self.request("mpa:6720"), by: guardian) == nil)
        #expect(Self.status(Self.request("Mpa.Example.Test"), by: guardian) == nil)
        #expect(Self.status(Self.request("other.example.test"), by: guardian) == 403)
        #expect(Self.status(Self.request("localhost"), by: guardian) == nil)
    }

    @Test("What has no Host comes from no browser")
    func noHost() {
        #expect(Self.status(Self.request(nil)) == nil)
        #expect(Self.status(Self.request(nil, origin: "http://127.0.0.1")) == 403)
    }

    @Test(
        "Its own pages may",
        arguments: [
            ("127.0.0.1:6720", "http://127.0.0.1:6720"), ("localhost:80", "http://localhost"),
            ("LOCALHOST:6720", "http://localhost:6720"), ("[::1]:6720", "http://[::1]:6720"),
            ("127.0.0.1:6720", "https://127.0.0.1:6720"), ("localhost:443", "https://localhost"),
        ])
    func ownOrigin(host: String, origin: String) {
        #expect(Self.status(Self.request(host, origin: origin)) == nil)
    }

    @Test(
        "Pages of other sites, ports and schemes may not",
        arguments: [
            "http://evil.example", "https://evil.example", "null", "", "http://127.0.0.1",
            "http://127.0.0.1:3000", "http://localhost:6720", "http://127.0.0.1:67200",
            "file://", "chrome-extension://127.0.0.1:6720", "http://127.0.0.1:6720/",
            "http://127.0.0.1:6720, http://evil.example", "http://127.0.0.1:6720@evil.example",
        ])
    func foreignOrigin(origin: String) {
        let request = Self.request("127.0.0.1:6720", origin: origin)
        #expect(Self.status(request) == 403)
        #expect(ControlGuard().refusal(ofPage: request)?.status == 403)
    }

    @Test("The public URL's host and origin are its own")
    func publicURL() throws {
        let url = try #require(PublicURL("https://MPA.example.test/tests/"))
        let guardian = ControlGuard(publicURL: url)
        let origin = "https://mpa.example.test"
        #expect(Self.status(Self.request("mpa.example.test", origin: origin), by: guardian) == nil)
        #expect(Self.status(Self.request("127.0.0.1:6720", origin: origin), by: guardian) == nil)
        #expect(Self.status(Self.request("mpa.example.test", origin: "null"), by: guardian) == 403)
        #expect(
            Self.status(Self.request("localhost", origin: "\(origin):8443"), by: guardian) == 403)
    }

    @Test("A token opens, in any case of its scheme")
    func token() {
        let guardian = ControlGuard(token: "s3cret")
        for header in ["Bearer s3cret", "bearer s3cret", "BEARER s3cret"] {
            let request = Self.request("localhost", authorization: header)
            #expect(Self.status(request, by: guardian) == nil)
        }
    }

    @Test(
        "Anything else than the token does not",
        arguments: [
            nil, "", "Bearer", "Bearer ", "Bearer s3cre", "Bearer s3cret ", "Bearer s3cretx",
            "Bearer S3cret", "Bearer s3cres3cret", "s3cret", "Basic s3cret", "Bearer  s3cret",
        ])
    func wrongToken(header: String?) {
        let guardian = ControlGuard(token: "s3cret")
        let request = Self.request("localhost", authorization: header)
        #expect(Self.status(request, by: guardian) == 401)
        // A browser that opens a page sends none.
        #expect(guardian.refusal(ofPage: request) == nil)
    }

    @Test("A foreign page learns nothing of its token")
    func order() {
        let request = Self.request("evil.example", authorization: "Bearer s3cret")
        #expect(Self.status(request, by: ControlGuard(token: "s3cret")) == 403)
    }

    @Test("The answers are problems, and say what to do")
    func answers() throws {
        let forbidden = try #require(ControlGuard().refusal(ofPage: Self.request("evil.example")))
        #expect(forbidden.headers.contains { $0 == ("Content-Type", "application/problem+json") })
        #expect(String(decoding: forbidden.body, as: UTF8.self).contains("--allowed-hosts"))
        let unauthorized = Problem(status: 401, detail: "").response
        #expect(unauthorized.headers.contains { $0 == ("WWW-Authenticate", "Bearer") })
    }
}

@Suite("Public URL")
struct PublicURLTests {
    @Test(
        "Its parts are told apart",
        arguments: [
            ("http://localhost:8080", "http://localhost:8080", "localhost", ""),
            ("http://localhost:80/", "http://localhost", "localhost", ""),
            (
                "HTTPS://Mpa.Example.Test:443/a/b/", "https://mpa.example.test", "mpa.example.test",
                "/a/b"
            ),
            ("http://[::1]:6720/x", "http://[::1]:6720", "[::1]", "/x"),
        ])
    func parts(text: String, origin: String, host: String, prefix: String) throws {
        let url = try #require(PublicURL(text))
        #expect(url.origin == origin)
        #expect(url.host == host)
        #expect(url.prefix == prefix)
        #expect(!url.text.hasSuffix("/"))
    }

    @Test(
        "What is no such URL is none",
        arguments: [
            "", "localhost", "ftp://localhost", "http://", "http:///x", "http://a:b", "http://u@h",
            "http://h?q", "http://h/x?q", "http://h/x#f", "http://h/a b", "http://h//x", "//h/x",
        ])
    func refused(text: String) {
        #expect(PublicURL(text) == nil)
    }
}
