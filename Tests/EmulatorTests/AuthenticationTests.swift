import AWSProtocol
@testable import Emulator
import HTTPServer
import Logging
@testable import MPA
import Testing

/// What the pipeline makes of signatures that botocore made for the moment that the clock shows.
@Suite("Authentication")
struct AuthenticationTests {
    private static let start = 1_795_435_392_123 as Int64  // 2026-11-23T12:03:12.123Z
    private static let list = "POST /identity-sources/?List"
    private static let listed = signature(
        "fe7c53c96609d79379e83f0adff7111445db032c7b97926be4e1370f1fc800a5")
    private static let awsJSON = [
        ("Content-Type", "application/x-amz-json-1.1"),
        ("X-Amz-Target", "MPA.ListIdentitySources"),
    ]
    private static let presigned =
        "POST /identity-sources/?List=&X-Amz-Algorithm=AWS4-HMAC-SHA256"
        + "&X-Amz-Credential=AKIDEXAMPLE%2F20261123%2Fus-east-1%2Fmpa%2Faws4_request"
        + "&X-Amz-Date=20261123T120312Z&X-Amz-Expires=300&X-Amz-SignedHeaders=host"
        + "&X-Amz-Signature=db6b79b4ea2b3d9d2bf3b90c92f4b7bc32f6d4fdc9d5bada633a47c6ecc0b45f"

    private static func signature(
        _ signature: String, region: String = "us-east-1", names: String = "host;x-amz-date"
    ) -> [(String, String)] {
        let scope = "20261123/\(region)/mpa/aws4_request"
        return [
            ("Host", "127.0.0.1:6720"), ("X-Amz-Date", "20261123T120312Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\(scope), SignedHeaders=\(names), "
                    + "Signature=\(signature)"
            ),
        ]
    }

    private struct Answer {
        let status: Int
        let type: String?
        let text: String
    }

    private struct Bench {
        let service: Service
        let pipeline: Pipeline

        init(
            _ signatures: Configuration.Signatures, at time: Int64 = start,
            _ members: String = #","account":"111122223333""#
        ) throws {
            service = try Service(
                store: .inMemory(), settings: ServiceSettings(),
                clock: EmulatorClock(frozenAt: time))
            let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
            try service.applyCredentials(
                Array(
                    (#"{"principals":[{"accessKeyId":"AKIDEXAMPLE","#
                        + #""secretAccessKey":"\#(secret)"\#(members)}]}"#).utf8))
            var configuration = Configuration()
            configuration.signatures = signatures
            pipeline = Pipeline(
                configuration, service: service, storage: .memory,
                log: Log(level: .critical, format: .text))
        }

        func send(
            _ line: String, _ headers: [(String, String)] = [], _ body: String = ""
        ) -> Answer {
            let words = line.split(separator: " ").map(String.init)
            let response = pipeline.answer(
                Request(
                    method: words[0], target: Array(words[1].utf8), headers: Headers(headers),
                    body: Array(body.utf8)))
            return Answer(
                status: response.status,
                type: response.headers.first { $0.name == "x-amzn-errortype" }?.value,
                text: String(decoding: response.body, as: UTF8.self))
        }
    }

    @Test("What a client signed is served, in each form")
    func right() throws {
        let bench = try Bench(.require)
        #expect(bench.send(Self.list, Self.listed).status == 200)
        #expect(bench.send(Self.presigned, [("Host", "127.0.0.1:6720")]).status == 200)
        let named =
            Self.awsJSON
            + Self.signature(
                "beb1c65caf4cf8817b823f71bd47b8388fd8bd73ff648ba142e169a822cfd186",
                names: "content-type;host;x-amz-date;x-amz-target")
        #expect(bench.send("POST /", named, "{}").status == 200)
        let get = Self.signature("5968341977fc04790f8a3d72660492c6d5c272c19223f2762e1334dda1b28a24")
        let arn = "arn%3Aaws%3Ampa%3Aus-east-1%3A111122223333%3Aidentity-source"
        #expect(
            bench.send("GET /identity-sources/\(arn)%2FIamIdentityCenter", get).type
                == "ResourceNotFoundException")
    }

    @Test("A session token is part of the key")
    func token() throws {
        let signed =
            Self.signature(
                "d917b5bdff05c4fbfa666e2b4d1676782160b14802a25f8e7abcab075854f3c3",
                names: "host;x-amz-date;x-amz-security-token")
            + [("X-Amz-Security-Token", "TOKEN/+=")]
        let members = #","account":"111122223333","sessionToken":"TOKEN/+=""#
        #expect(try Bench(.require, members).send(Self.list, signed).status == 200)
        let without = try Bench(.require).send(Self.list, signed)
        #expect(without.status == 403)
        #expect(without.type == "UnrecognizedClientException")
    }

    /// What is refused where signatures count, with the time at which it comes.
    private static let refused: [(headers: [(String, String)], seconds: Int64, type: String)] = [
        ([], 0, "MissingAuthenticationTokenException"),
        ([("Authorization", "Basic dXNlcjpwYXNz")], 0, "IncompleteSignatureException"),
        (listed, 301, "InvalidSignatureException"),
        (listed, -301, "InvalidSignatureException"),
        (signature("0"), 0, "InvalidSignatureException"),
        (
            signature(
                "3da798dea85d565b702e0f18c1bd56628dd58f816900dd4e597043ad1d328edf",
                region: "eu-west-1"), 0, "InvalidSignatureException"
        ),
    ]

    @Test("What is wrong is 403 in restJson1 and 400 in awsJson", arguments: refused.indices)
    func wrong(index: Int) throws {
        let (headers, seconds, type) = Self.refused[index]
        let bench = try Bench(.require, at: Self.start + seconds * 1_000)
        let rest = bench.send(Self.list, headers)
        #expect(rest.status == 403)
        #expect(rest.type == type)
        #expect(rest.text.hasPrefix(#"{"message":""#))
        let named = bench.send("POST /", headers + Self.awsJSON, "{}")
        #expect(named.status == 400)
        #expect(named.type == type)
        #expect(named.text.hasPrefix(#"{"__type":"\#(type)","message":""#))
    }

    @Test("A key that is taken away is unknown from then on")
    func unknownKey() throws {
        let bench = try Bench(.require)
        try bench.service.forgetPrincipals()
        let answer = bench.send(Self.list, Self.listed)
        #expect(answer.type == "UnrecognizedClientException")
        #expect(answer.text.contains("The security token included in the request is invalid."))
    }

    @Test("The body, its route and its JSON are looked at before the signature, its types after")
    func order() throws {
        let bench = try Bench(.require)
        let json = [("Content-Type", "application/json")]
        let line = "POST /identity-sources"
        #expect(bench.send("POST /x").type == "UnknownOperationException")
        #expect(bench.send(line, [], "{").type == "UnsupportedMediaTypeException")
        #expect(bench.send(line, json, "{").type == "SerializationException")
        #expect(
            bench.send(line, json, #"{"Tags":5}"#).type == "MissingAuthenticationTokenException")
        #expect(bench.send(line, json, "{}").type == "MissingAuthenticationTokenException")
    }

    @Test("The form alone counts where signatures are parsed")
    func parse() throws {
        let bench = try Bench(.parse, at: 0)
        #expect(bench.send(Self.list).status == 200)
        #expect(bench.send(Self.list, Self.signature("0")).status == 200)
        let malformed = bench.send(Self.list, [("Authorization", "AWS4-HMAC-SHA256 x")])
        #expect(malformed.status == 403)
        #expect(malformed.type == "IncompleteSignatureException")
    }

    @Test("Nothing counts where signatures are off")
    func off() throws {
        let bench = try Bench(.off, at: 0)
        for header in ["AWS4-HMAC-SHA256 x", "Basic dXNlcjpwYXNz"] {
            #expect(bench.send(Self.list, [("Authorization", header)]).status == 200)
        }
    }

    @Test(
        "The principal is who calls, also where nothing is verified",
        arguments: [Configuration.Signatures.off, .parse, .require])
    func principal(signatures: Configuration.Signatures) throws {
        let bench = try Bench(
            signatures, #","principalArn":"arn:aws:iam::444455556666:user/ann","allow":[]"#)
        let answer = bench.send(Self.list, Self.listed)
        #expect(answer.status == 403)
        #expect(answer.type == "AccessDeniedException")
        #expect(
            answer.text
                == #"{"Message":"User: arn:aws:iam::444455556666:user/ann is not authorized to "#
                + "perform: mpa:ListIdentitySources on resource: "
                + "arn:aws:mpa:us-east-1:444455556666:identity-source/* because no "
                + #"identity-based policy allows the mpa:ListIdentitySources action"}"#)
        let events = try bench.service.events(after: 0, limit: 9).events
        let text = events.map { String(decoding: $0, as: UTF8.self) }.joined()
        #expect(text.contains(#""type":"IAMUser","principalId":"ann""#))
        #expect(text.contains(#""errorCode":"AccessDenied""#))
        #expect(text.contains(#""recipientAccountId":"444455556666""#))
    }

    @Test("Constraints are told before a denial, and a denial before what exists")
    func denialOrder() throws {
        let bench = try Bench(.off, #","account":"111122223333","allow":[]"#)
        let arn = "arn%3Aaws%3Ampa%3Aus-east-1%3A111122223333%3Aapproval-team%2Fnone"
        let line = "GET /approval-teams/\(arn)"
        #expect(bench.send(line, Self.listed).type == "AccessDeniedException")
        #expect(bench.send(line).type == "AccessDeniedException")
        let invalid = bench.send("POST /identity-sources?List&MaxResults=21", Self.listed)
        #expect(invalid.type == "ValidationException")
    }
}
