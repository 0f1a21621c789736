/// Who signed a request, and for where: the `Credential` of Signature Version 4, unverified.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
package struct CredentialScope: Sendable, Equatable {
    package let accessKeyID: String
    package let region: String
    package let service: String

    /// From `KEY/DATE/REGION/SERVICE/aws4_request`; nil for anything else.
    package init?(credential: String) { self.init(credential.utf8[...]) }

    /// From an `Authorization` header of either form of spacing.
    package init?(authorization: String) {
        let scheme = "AWS4-HMAC-SHA256 ".utf8
        let parameter = "Credential=".utf8
        guard authorization.utf8.starts(with: scheme) else { return nil }
        var rest = authorization.utf8.dropFirst(scheme.count)
        while let start = rest.firstIndex(where: { !isSeparator($0) }) {
            let end = rest[start...].firstIndex(where: isSeparator) ?? rest.endIndex
            if rest[start..<end].starts(with: parameter) {
                self.init(rest[start..<end].dropFirst(parameter.count))
                return
            }
            rest = rest[end...]
        }
        return nil
    }

    private init?(_ credential: Substring.UTF8View) {
        let parts = credential.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 5, !parts[0].isEmpty, !parts[2].isEmpty, !parts[3].isEmpty,
            parts[4].elementsEqual("aws4_request".utf8)
        else { return nil }
        accessKeyID = String(Substring(parts[0]))
        region = String(Substring(parts[2]))
        service = String(Substring(parts[3]))
    }

    /// The account that the key stands for: a key of 12 digits is one.
    package var account: String? {
        accessKeyID.utf8.count == 12 && accessKeyID.utf8.allSatisfy(isDigit) ? accessKeyID : nil
    }
}

private func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: " ")
}
