/// One request as it came over the wire; nothing in it is decoded.
package final class Request: Sendable {
    package let method: String
    /// The request target, raw: `%2F` and `/` are still two things.
    package let target: [UInt8]
    package let headers: Headers
    package let body: [UInt8]
    /// The body went over `Limits.bodyBytesMax` and was thrown away.
    package let isBodyTooLarge: Bool
    /// What stood before the target and was taken off; it counts for signatures.
    package let prefix: [UInt8]

    package init(
        method: String, target: [UInt8], headers: Headers, body: [UInt8] = [],
        isBodyTooLarge: Bool = false, prefix: [UInt8] = []
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.isBodyTooLarge = isBodyTooLarge
        self.prefix = prefix
    }
}
