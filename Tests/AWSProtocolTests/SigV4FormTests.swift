@testable import AWSProtocol
import Testing

@Suite("Signature form")
struct SigV4FormTests {
    private typealias Base = SigV4VerifierTests
    private static let names = "SignedHeaders=host;x-amz-date, Signature=00"

    let verifier = SigV4Verifier(service: "mpa", isRegion: { $0 == "us-east-1" })

    private func request(
        _ authorization: String?, date: String? = Base.date, query: String = ""
    ) -> SigV4Request {
        var headers = [("Host", "h")]
        if let date { headers.append(("X-Amz-Date", date)) }
        if let authorization { headers.append(("Authorization", authorization)) }
        let target = Array("/\(query)".utf8)
        return SigV4Request(
            method: "POST", target: target, query: RawTarget(target)?.query ?? [],
            headers: headers, body: [])
    }

    private func verify(_ request: SigV4Request) -> SigV4Error? {
        do throws(SigV4Error) {
            try verifier.verify(request, now: Base.now) { _ in nil }
            return nil
        } catch {
            return error
        }
    }

    private func form(_ request: SigV4Request) -> SigV4Error? {
        do throws(SigV4Error) {
            try verifier.checkForm(request)
            return nil
        } catch {
            return error
        }
    }

    /// Headers that lack something, and what they are told first.
    static let incomplete: [(header: String, text: String)] = [
        (
            "AWS4-HMAC-SHA256",
            "Authorization header requires 'Credential' parameter. Authorization header requires "
                + "'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. "
        ),
        (
            "Basic dXNlcjpwYXNz",
            "Authorization header requires 'Credential' parameter. Authorization header requires "
                + "'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. "
        ),
        (
            "AWS4-HMAC-SHA256 Credential=, \(names)",
            "Authorization header requires 'Credential' parameter. "
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/\(Base.scope), SignedHeaders=host",
            "Authorization header requires 'Signature' parameter. "
        ),
    ]

    @Test("A header that lacks something is told all it lacks", arguments: incomplete)
    func header(header: String, text: String) {
        let told = SigV4Error.incomplete(text + "Authorization=\(header)")
        #expect(verify(request(header)) == told)
        #expect(form(request(header)) == told)
        let dateless = SigV4Error.incomplete(
            text + "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' "
                + "header. Authorization=\(header)")
        #expect(form(request(header, date: nil)) == dateless)
    }

    static let elements = [
        "a/b/c/d", "a", "a/\(Base.scope)/x", "//////", "AKIDEXAMPLE/20261123/us-east-1/mpa/",
    ]

    @Test("A credential has five elements", arguments: elements)
    func credential(text: String) {
        let told = SigV4Error.incomplete(
            "Credential must have exactly 5 slash-delimited elements, e.g. "
                + "keyid/date/region/service/term, got '\(text)'")
        let sent = request("AWS4-HMAC-SHA256 Credential=\(text), \(Self.names)")
        #expect(verify(sent) == told)
        #expect(form(sent) == told)
    }

    @Test("Slashes behind a credential do not count")
    func trailingSlashes() {
        let sent = request("AWS4-HMAC-SHA256 Credential=a/\(Base.scope)//, \(Self.names)")
        #expect(form(sent) == nil)
        #expect(verify(sent) == .unrecognized)
    }

    @Test(
        "A date is in the basic form",
        arguments: ["2026-11-23T12:03:12Z", "20261123", "20261323T120312Z", "20261123T120312X"])
    func date(text: String) {
        let told = SigV4Error.incomplete(
            "Date must be in ISO-8601 'basic format'. Got '\(text)'. See "
                + "http://en.wikipedia.org/wiki/ISO_8601")
        let header = "AWS4-HMAC-SHA256 Credential=a/\(Base.scope), \(Self.names)"
        #expect(verify(request(header, date: text)) == told)
        #expect(form(request(header, date: text)) == told)
    }

    @Test("Another algorithm is told which one there is", arguments: ["AWS4-HMAC-SHA25", "AWS3"])
    func algorithm(name: String) {
        let sent = request("\(name) Credential=a/\(Base.scope), \(Self.names)")
        let told = SigV4Error.incomplete(
            "Unsupported AWS 'algorithm': '\(name)' (only AWS4-HMAC-SHA256 for now). ")
        #expect(verify(sent) == told)
        #expect(form(sent) == told)
    }

    /// Scopes that are wrong in one way or in all of them.
    static let scopes: [(scope: String, text: String)] = [
        (
            "20261123/c/mpa/aws4_request",
            "Credential should be scoped to a valid region, not 'c'. "
        ),
        (
            "20261123/eu-west-1/mpa/aws4_request",
            "Credential should be scoped to a valid region, not 'eu-west-1'. "
        ),
        (
            "20261123/us-east-1/sts/aws4_request",
            "Credential should be scoped to correct service: 'mpa'. "
        ),
        (
            "b/c/d/e",
            "Credential should be scoped to a valid region, not 'c'. "
                + "Credential should be scoped to correct service: 'mpa'. "
                + "Credential should be scoped with a valid terminator: 'aws4_request', not 'e'. "
                + "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date "
                + "from HTTP: 'b' != '20261123', from '20261123T120312Z'."
        ),
    ]

    @Test("A wrong scope is told all that is wrong, once it counts", arguments: scopes)
    func scope(scope: String, text: String) {
        let sent = request("AWS4-HMAC-SHA256 Credential=a/\(scope), \(Self.names)")
        #expect(verify(sent) == .invalid(text))
        #expect(form(sent) == nil)
    }

    @Test("The host must be signed, which is told before the scope")
    func host() {
        let sent = request("AWS4-HMAC-SHA256 Credential=a/b/c/d/e,SignedHeaders=a,Signature=0")
        #expect(
            verify(sent) == .invalid("'Host' must be a 'SignedHeader' in the AWS Authorization."))
        #expect(form(sent) == nil)
    }

    @Test("No signature is in order unless one is needed", arguments: [nil, ""])
    func missing(header: String?) {
        #expect(verify(request(header)) == .missing)
        #expect(form(request(header)) == nil)
    }

    @Test("A query that lacks something is told all it lacks")
    func query() {
        #expect(
            form(request(nil, query: "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0"))
                == .incomplete(
                    "AWS query-string parameters must include 'X-Amz-Credential'. "
                        + "AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
                        + "AWS query-string parameters must include 'X-Amz-Date'. "
                        + "Re-examine the query-string parameters."))
        #expect(form(request(nil, query: "?X-Amz-Algorithm"))?.document.status == 403)
    }

    @Test("A signature in both places is refused")
    func both() {
        let sent = request("AWS4-HMAC-SHA256 x", query: "?X-Amz-Algorithm=AWS4-HMAC-SHA256")
        #expect(
            form(sent)
                == .invalid(
                    "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as "
                        + "HTTP header."))
    }

    @Test("Each refusal has AWS's name and text")
    func documents() {
        let errors: [(SigV4Error, String, String)] = [
            (.missing, "MissingAuthenticationTokenException", "Missing Authentication Token"),
            (
                .unrecognized, "UnrecognizedClientException",
                "The security token included in the request is invalid."
            ),
            (.incomplete("x"), "IncompleteSignatureException", "x"),
            (.invalid("x"), "InvalidSignatureException", "x"),
        ]
        for (error, type, text) in errors {
            let document = FrameworkError.signature(error).document
            #expect(document.type == type)
            #expect(document.status == 403)
            #expect(document.members == Structure(["message": .string(text)]))
        }
    }
}
