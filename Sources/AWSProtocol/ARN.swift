/// The parts of an Amazon Resource Name,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html.
package struct ARN: Sendable, Equatable {
    package let partition: String
    package let service: String
    package let region: String
    package let account: String
    package let resource: String

    package init?(_ text: String) {
        // Bytes, not characters: a request names ARNs often, and nothing in them is longer.
        let bytes = Array(text.utf8)
        guard bytes.starts(with: Self.start), let parts = Self.parts(bytes) else { return nil }
        func part(_ places: Range<Int>) -> String { String(decoding: bytes[places], as: UTF8.self) }
        partition = part(parts.partition)
        service = part(parts.service)
        region = part(parts.region)
        account = part(parts.account)
        resource = part(parts.resource)
    }

    private static let start = Array("arn:".utf8)

    private struct Parts {
        var partition = 0..<0
        var service = 0..<0
        var region = 0..<0
        var account = 0..<0
        var resource = 0..<0
    }

    /// Where the parts lie behind the first one; nil where one of them is missing.
    private static func parts(_ bytes: [UInt8]) -> Parts? {
        var (parts, start, count) = (Parts(), 4, 0)
        for place in 4..<bytes.count where bytes[place] == UInt8(ascii: ":") {
            switch count {
            case 0: parts.partition = start..<place
            case 1: parts.service = start..<place
            case 2: parts.region = start..<place
            default:
                parts.account = start..<place
                parts.resource = place + 1..<bytes.count
                return parts.resource.isEmpty ? nil : parts
            }
            (start, count) = (place + 1, count + 1)
        }
        return nil
    }
}
