import Crypto

/// The secret half of an access key, and the token that goes with it while it is a temporary one.
package struct SigV4Key: Sendable {
    private let secret: String
    private let sessionToken: String?

    package init(secret: String, sessionToken: String?) {
        self.secret = secret
        self.sessionToken = sessionToken
    }

    /// Takes the same time for each text of one length.
    func isToken(_ given: String?) -> Bool {
        SHA256.hash(data: Array((sessionToken ?? "").utf8))
            == SHA256.hash(data: Array((given ?? "").utf8))
    }

    /// Takes the same time for each signature of the right form.
    func isSignature(_ signature: String, of text: String, scope: [String]) -> Bool {
        guard let code = Self.bytes(signature) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            code, authenticating: Array(text.utf8), using: key(for: scope))
    }

    /// `scope` is day, Region, service and terminator.
    private func key(for scope: [String]) -> SymmetricKey {
        var key = SymmetricKey(data: Array("AWS4\(secret)".utf8))
        for part in scope {
            key = SymmetricKey(
                data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
        }
        return key
    }

    /// Of 64 lower-case digits.
    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.compactMap { hexDigit($0) }
        guard digits.count == 64, text.utf8.count == 64, text == text.lowercased() else {
            return nil
        }
        return stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
