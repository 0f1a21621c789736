@testable import AWSProtocol
import Crypto
import Testing

@Suite("Signature verification")
struct SigV4VerifierTests {
    static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    /// 2026-11-23T12:03:12.123Z
    static let now: Int64 = 1_795_435_392_123
    static let date = "20261123T120312Z"
    static let scope = "20261123/us-east-1/mpa/aws4_request"

    let verifier = SigV4Verifier(service: "mpa", isRegion: { $0 == "us-east-1" })

    /// A request that is about to be signed.
    struct Draft {
        var method = "POST"
        var target = "/approval-teams/?List"
        var headers = [("Host", "127.0.0.1:6720"), ("X-Amz-Date", SigV4VerifierTests.date)]
        var body = "{}"
        var date = SigV4VerifierTests.date
        var scope = SigV4VerifierTests.scope
        var names = "host;x-amz-date"

        var request: SigV4Request {
            SigV4Request(
                method: method, target: Array(target.utf8),
                query: RawTarget(Array(target.utf8))?.query ?? [], headers: headers,
                body: Array(body.utf8))
        }

        /// The same with its signature in the header.
        var signed: Draft {
            var copy = self
            let parameters = "Credential=AKIDEXAMPLE/\(scope), SignedHeaders=\(names)"
            copy.headers.append(
                ("Authorization", "AWS4-HMAC-SHA256 \(parameters), Signature=\(signature)"))
            return copy
        }

        /// The same with its signature in the query.
        func presigned(expires: String = "300", token: String? = nil) -> Draft {
            var copy = self
            let credential = "AKIDEXAMPLE/\(scope)".replacing("/", with: "%2F")
            copy.target += "&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=\(credential)"
            copy.target += "&X-Amz-Date=\(date)&X-Amz-Expires=\(expires)&X-Amz-SignedHeaders=host"
            if let token { copy.target += "&X-Amz-Security-Token=\(token)" }
            copy.names = "host"
            copy.target += "&X-Amz-Signature=\(copy.signature)"
            return copy
        }

        private var signature: String {
            let canonical = SigV4Canonical(
                request: request, signedHeaders: names.split(separator: ";").map(String.init))
            let parts = scope.split(separator: "/").map(String.init)
            let text = "AWS4-HMAC-SHA256\n\(date)\n\(scope)\n\(digest(canonical.text))"
            var key = SymmetricKey(data: Array("AWS4\(SigV4VerifierTests.secret)".utf8))
            for part in parts + [text] {
                key = SymmetricKey(
                    data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
            }
            return key.withUnsafeBytes { hex($0) }
        }
    }

    private func refusal(
        _ draft: Draft, now: Int64 = now, secret: String = secret, token: String? = nil
    ) -> SigV4Error? {
        do throws(SigV4Error) {
            try verifier.verify(draft.request, now: now) { id in
                id == "AKIDEXAMPLE" ? SigV4Key(secret: secret, sessionToken: token) : nil
            }
            return nil
        } catch {
            return error
        }
    }

    @Test("What is signed right passes, in the header and in the query")
    func right() {
        #expect(refusal(Draft().signed) == nil)
        #expect(refusal(Draft().presigned()) == nil)
        var bare = Draft()
        bare.headers = [("host", "h"), ("Date", "Mon, 23 Nov 2026 12:03:12 GMT")]
        bare.names = "date;host"
        #expect(refusal(bare.signed) == nil)
    }

    static let changes: [@Sendable (inout Draft) -> Void] = [
        { $0.body = "{ }" }, { $0.method = "PUT" }, { $0.target += "&MaxResults=1" },
        { $0.target = "/approval-teams/x?List" }, { $0.headers[0].1 = "localhost:6720" },
        { $0.headers.append(("Host", "other")) }, { $0.headers[0].1 += "\u{0}" },
        { $0.headers[1].1 = "20261123T120313Z" },
        { $0.headers[2].1 = String($0.headers[2].1.dropLast()) + "g" },
        { $0.headers[2].1 += "0" },
        { $0.headers[2].1 = String($0.headers[2].1.dropLast(64)) + "ABCDEF" },
    ]

    @Test("Whatever is changed behind the signature's back is noticed", arguments: changes.indices)
    func tampered(index: Int) throws {
        var draft = Draft().signed
        Self.changes[index](&draft)
        let error = try #require(refusal(draft))
        #expect(error.document.type == "InvalidSignatureException")
        #expect(error.text.hasPrefix("The request signature we calculated does not match"))
    }

    @Test("A hash that a header claims for another body does not help")
    func claimedHash() {
        var draft = Draft()
        draft.headers.append(("X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD"))
        draft.names = "host;x-amz-content-sha256;x-amz-date"
        var signed = draft.signed
        #expect(refusal(signed) == nil)
        signed.body = "{\"MaxResults\":1}"
        #expect(refusal(signed)?.document.type == "InvalidSignatureException")
    }

    @Test("A wrong secret is told the canonical string and the string to sign")
    func wrongSecret() throws {
        var draft = Draft()
        draft.target = "/identity-sources?List"
        draft.body = ""
        let error = try #require(refusal(draft.signed, secret: "other"))
        let canonical = """
            POST
            /identity-sources
            List=
            host:127.0.0.1:6720
            x-amz-date:20261123T120312Z

            host;x-amz-date
            e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
            """
        #expect(
            error.text == """
                The request signature we calculated does not match the signature you provided. \
                Check your AWS Secret Access Key and signing method. Consult the service \
                documentation for details.

                The Canonical String for this request should have been
                '\(canonical)'

                The String-to-Sign should have been
                'AWS4-HMAC-SHA256
                20261123T120312Z
                \(Self.scope)
                \(digest(canonical))'

                """)
    }

    @Test("A header counts once, however often it is named")
    func repeatedNames() throws {
        var draft = Draft()
        draft.names = "host;host;x-amz-date"
        let text = try #require(refusal(draft.signed)?.text)
        #expect(text.contains("\n\nhost;x-amz-date\n"))
    }

    static let times: [(seconds: Int64, text: String?)] = [
        (0, nil), (300, nil), (-300, nil),
        (
            301,
            "Signature expired: 20261123T120312Z is now earlier than 20261123T120313Z "
                + "(20261123T120813Z - 5 min.)"
        ),
        (
            -301,
            "Signature not yet current: 20261123T120312Z is still later than 20261123T120311Z "
                + "(20261123T115811Z + 5 min.)"
        ),
        (
            86_400,
            "Signature expired: 20261123T120312Z is now earlier than 20261124T115812Z "
                + "(20261124T120312Z - 5 min.)"
        ),
    ]

    @Test("A signature holds five minutes before and after its time", arguments: times)
    func window(seconds: Int64, text: String?) {
        let error = refusal(Draft().signed, now: Self.now + seconds * 1_000)
        #expect(error == text.map(SigV4Error.invalid))
    }

    @Test("A presigned request holds as long as it says")
    func lifetime() {
        let draft = Draft().presigned(expires: "3601")
        #expect(refusal(draft, now: Self.now + 3_601_000) == nil)
        #expect(
            refusal(draft, now: Self.now + 3_602_000)?.text
                == "Signature expired: 20261123T120312Z is now earlier than 20261123T120313Z "
                + "(20261123T130314Z - 3601 sec.)")
        for expires in ["0", "604801", "-1", "x"] {
            let error = refusal(Draft().presigned(expires: expires))
            #expect(error?.document.type == "IncompleteSignatureException", "\(expires)")
            #expect(error?.text.contains("not '\(expires)'") == true)
        }
    }

    /// Paths as clients send them, and as they are signed.
    static let paths: [(sent: String, signed: String)] = [
        ("/policies/arn%3Aaws", "/policies/arn%253Aaws"),
        ("/policies/arn:aws", "/policies/arn%3Aaws"),
        ("/a%2Fb/$c", "/a%252Fb/%24c"), ("", "/"), ("/", "/"), ("//a/./b//", "/a/b/"),
        ("/a/../../b", "/b"), ("/a/..", "/"), ("/a/%2e%2E", "/a/%252e%252E"),
    ]

    @Test("A path is signed as it was sent, escaped once more", arguments: paths)
    func path(sent: String, signed: String) {
        let request = SigV4Request(
            method: "GET", target: Array("\(sent)?b=2&a".utf8), query: [], headers: [], body: [])
        let text = SigV4Canonical(request: request, signedHeaders: []).text
        #expect(text.hasPrefix("GET\n\(signed)\n"))
    }

    /// Queries as clients send them, and as they are signed.
    static let queries: [(sent: String, signed: String)] = [
        ("List", "List="), ("List=&MaxResults=5", "List=&MaxResults=5"), ("b=2&a=1", "a=1&b=2"),
        ("a=2&a=1&A=3", "A=3&a=1&a=2"), ("a=b+c", "a=b%20c"), ("a=%2b%2F%3D", "a=%2B%2F%3D"),
        ("a=é*~", "a=%C3%A9%2A~"), ("", ""), ("X-Amz-Signature=0&a", "a="),
    ]

    @Test("A query is signed in order, and escaped alike whatever the client", arguments: queries)
    func query(sent: String, signed: String) throws {
        let target = Array("/?\(sent)".utf8)
        let request = SigV4Request(
            method: "GET", target: target, query: try #require(RawTarget(target)).query,
            headers: [], body: [])
        let text = SigV4Canonical(request: request, signedHeaders: []).text
        #expect(text.hasPrefix("GET\n/\n\(signed)\n"))
    }

    @Test("A session token must be the key's own, and none where it has none")
    func token() {
        var draft = Draft()
        draft.headers.append(("X-Amz-Security-Token", "TOKEN"))
        draft.names = "host;x-amz-date;x-amz-security-token"
        #expect(refusal(draft.signed, token: "TOKEN") == nil)
        #expect(refusal(Draft().presigned(token: "TOKEN"), token: "TOKEN") == nil)
        #expect(refusal(draft.signed, token: "other") == .unrecognized)
        #expect(refusal(draft.signed) == .unrecognized)
        #expect(refusal(Draft().signed, token: "TOKEN") == .unrecognized)
        #expect(
            refusal(draft.signed, secret: "other")?.document.type == "InvalidSignatureException")
    }
}
