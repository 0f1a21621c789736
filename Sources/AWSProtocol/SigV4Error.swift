/// Why a signature is refused, in the words of the front end that AWS's services share.
package enum SigV4Error: Error, Equatable {
    /// The request is not signed at all.
    case missing
    /// Parts of the signature are absent or cannot be read.
    case incomplete(String)
    /// The signature is whole, but not right.
    case invalid(String)
    /// Nobody knows the access key or the session token.
    case unrecognized

    package var document: ErrorDocument {
        ErrorDocument(type: type, status: 403, members: Structure(["message": .string(text)]))
    }

    private var type: String {
        switch self {
        case .missing: "MissingAuthenticationTokenException"
        case .incomplete: "IncompleteSignatureException"
        case .invalid: "InvalidSignatureException"
        case .unrecognized: "UnrecognizedClientException"
        }
    }

    package var text: String {
        switch self {
        case .missing: "Missing Authentication Token"
        case .incomplete(let text), .invalid(let text): text
        case .unrecognized: "The security token included in the request is invalid."
        }
    }

    /// With what was expected, so that a client can be put right.
    static func mismatch(canonical: String, stringToSign: String) -> SigV4Error {
        .invalid(
            "The request signature we calculated does not match the signature you provided. Check "
                + "your AWS Secret Access Key and signing method. Consult the service "
                + "documentation for details.\n\n"
                + "The Canonical String for this request should have been\n'\(canonical)'\n\n"
                + "The String-to-Sign should have been\n'\(stringToSign)'\n")
    }
}
