import AWSProtocol
import Glibc
import MPA

/// Called by libFuzzer once, before it looks at its corpus. Which parser it is, and where to put
/// texts to begin with, is told by `FUZZ_TARGET` and `FUZZ_CORPUS`.
@_cdecl("LLVMFuzzerInitialize")
func initialize(_ count: UnsafeMutableRawPointer, _ arguments: UnsafeMutableRawPointer) -> Int32 {
    guard let name = getenv("FUZZ_TARGET"), let target = Target(rawValue: String(cString: name)),
        let folder = getenv("FUZZ_CORPUS")
    else {
        print("FUZZ_TARGET is one of \(Target.allCases.map(\.rawValue)), FUZZ_CORPUS a folder")
        exit(64)
    }
    for (number, text) in target.examples.enumerated() {
        guard let file = fopen("\(String(cString: folder))/example-\(number)", "w") else {
            exit(74)
        }
        fwrite(text, 1, text.count, file)
        fclose(file)
    }
    chosen = target
    return 0
}

/// Called by libFuzzer with each text that it thinks of.
@_cdecl("LLVMFuzzerTestOneInput")
func test(_ bytes: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    chosen?.run(Array(UnsafeBufferPointer(start: bytes, count: size)))
    return 0
}

/// Set once, before the first text; libFuzzer's functions have no context.
private nonisolated(unsafe) var chosen: Target?

/// What is fuzzed.
private enum Target: String, CaseIterable {
    case target, input, signature, filters, token, seed

    func run(_ bytes: [UInt8]) {
        switch self {
        case .target: Parsers.target(bytes)
        case .input: Parsers.input(bytes)
        case .signature: Parsers.signature(bytes)
        case .filters: Parsers.filters(bytes)
        case .token: Parsers.token(bytes)
        case .seed: Parsers.seed(bytes)
        }
    }

    /// What each begins with.
    var examples: [[UInt8]] {
        let texts: [String] =
            switch self {
            case .target:
                API.operations.map(\.uri) + ["/tags/a%3Ab%2Fc?x=%C3%A9&y=+&&=", "http://h/x"]
            case .input:
                [
                    #"\#u{2}{"IdentitySourceParameters":{"IamIdentityCenter":{"Region":"b"}}}"#,
                    #"\#u{1}{"ApprovalStrategy":{"MofN":{}},"Approvers":[{}],"Tags":{"a":"b"}}"#,
                    #"\#u{f}{"Filters":[{"FieldName":"Vote","Operator":"EQ"}],"MaxResults":7}"#,
                ]
            case .signature:
                [
                    "AWS4-HMAC-SHA256 Credential=111122223333/20300102/us-east-1/mpa/aws4_request, "
                        + "SignedHeaders=host;x-amz-date, Signature=00000000", "20300102T030405Z",
                ]
            case .filters:
                ["InitiationTime", "SessionStatus", "Vote", "ActionName"].map {
                    #"[{"FieldName":"\#($0)","Operator":"EQ","Value":"PENDING"}]"#
                }
            case .token: [PageToken.encode(["1", "a"], context: ["ListSessions"]), ""]
            case .seed: [String(decoding: Parsers.exported, as: UTF8.self), "{}"]
            }
        return texts.map { Array($0.utf8) }
    }
}
