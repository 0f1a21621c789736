/// Who signed a request, and for where: the `Credential` of Signature Version 4, unverified.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
package struct CredentialScope: Sendable, Equatable {
    package let accessKeyID: String
    package let region: String
    package let service: String

    private static let scheme = Array("AWS4-HMAC-SHA256 ".utf8)
    private static let parameter = Array("Credential=".utf8)
    private static let ending = Array("aws4_request".utf8)

    /// From `KEY/DATE/REGION/SERVICE/aws4_request`; nil for anything else.
    package init?(credential: String) { self.init(Array(credential.utf8)[...]) }

    /// From the bytes of an `Authorization` header of either form of spacing.
    package init?(authorization: ArraySlice<UInt8>) {
        guard authorization.starts(with: Self.scheme) else { return nil }
        var rest = authorization.dropFirst(Self.scheme.count)
        while let start = rest.firstIndex(where: { !isSeparator($0) }) {
            let end = rest[start...].firstIndex(where: isSeparator) ?? rest.endIndex
            if rest[start..<end].starts(with: Self.parameter) {
                self.init(rest[start..<end].dropFirst(Self.parameter.count))
                return
            }
            rest = rest[end...]
        }
        return nil
    }

    private init?(_ credential: ArraySlice<UInt8>) {
        // Where the slashes are: between five words, so there must be four.
        var (slashes, count) = ([credential.endIndex, 0, 0, 0] as InlineArray<4, Int>, 0)
        for place in credential.indices where credential[place] == UInt8(ascii: "/") {
            guard count < 4 else { return nil }
            slashes[count] = place
            count += 1
        }
        guard count == 4, slashes[0] > credential.startIndex, slashes[2] > slashes[1] + 1,
            slashes[3] > slashes[2] + 1, credential[(slashes[3] + 1)...] == Self.ending[...]
        else { return nil }
        accessKeyID = String(decoding: credential[..<slashes[0]], as: UTF8.self)
        region = String(decoding: credential[(slashes[1] + 1)..<slashes[2]], as: UTF8.self)
        service = String(decoding: credential[(slashes[2] + 1)..<slashes[3]], as: UTF8.self)
    }

    /// The account that the key stands for: a key of 12 digits is one.
    package var account: String? {
        accessKeyID.utf8.count == 12 && accessKeyID.utf8.allSatisfy(isDigit) ? accessKeyID : nil
    }
}

private func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: " ")
}
