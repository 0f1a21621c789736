/// What AWS asks of tags beyond the constraints of the API's shapes,
/// https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html.
package enum TagRules {
    package static let perResourceMax = 50

    /// True for keys that only AWS itself may set.
    package static func isReserved(_ key: String) -> Bool {
        key.utf8.count >= 4 && key.prefix(4).lowercased() == "aws:"
    }
}
