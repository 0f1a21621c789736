/// Who signed a request, and for where: the `Credential` of Signature Version 4, unverified.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
package struct CredentialScope: Sendable, Equatable {
    package let accessKeyID: String
    package let region: String
    package let service: String

    /// From `KEY/DATE/REGION/SERVICE/aws4_request`; nil for anything else.
    package init?(credential: some StringProtocol) {
        let parts = credential.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 5, !parts[0].isEmpty, !parts[2].isEmpty else { return nil }
        accessKeyID = String(parts[0])
        region = String(parts[2])
        service = String(parts[3])
    }

    /// From an `Authorization` header of either form of spacing.
    package init?(authorization: String) {
        guard authorization.hasPrefix("AWS4-HMAC-SHA256") else { return nil }
        let parameters = authorization.dropFirst("AWS4-HMAC-SHA256".count)
        for parameter in parameters.split(whereSeparator: { $0 == "," || $0 == " " }) {
            guard parameter.hasPrefix("Credential=") else { continue }
            self.init(credential: parameter.dropFirst("Credential=".count))
            return
        }
        return nil
    }

    /// The account that the key stands for: a key of 12 digits is one.
    package var account: String? {
        accessKeyID.utf8.count == 12 && accessKeyID.utf8.allSatisfy(isDigit) ? accessKeyID : nil
    }
}
