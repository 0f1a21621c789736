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
        let parts = text.utf8.split(
            separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false
        ).map { String(Substring($0)) }
        guard parts.count == 6, parts[0].hasBytes(of: "arn"), !parts[5].isEmpty else { return nil }
        partition = parts[1]
        service = parts[2]
        region = parts[3]
        account = parts[4]
        resource = parts[5]
    }
}
