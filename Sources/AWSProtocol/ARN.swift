/// The parts of an Amazon Resource Name,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html.
package struct ARN: Sendable, Equatable {
    package let partition: String
    package let service: String
    package let region: String
    package let account: String
    package let resource: String

    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", !parts[5].isEmpty else { return nil }
        partition = String(parts[1])
        service = String(parts[2])
        region = String(parts[3])
        account = String(parts[4])
        resource = String(parts[5])
    }
}
