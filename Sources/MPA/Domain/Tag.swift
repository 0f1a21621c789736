/// A label on a resource. Keys that differ in any byte are different keys.
package struct Tag: Sendable, Equatable {
    package let key: String
    package let value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }

    package static let perResourceMax = 50

    /// True for keys that only AWS itself may set,
    /// https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html.
    package var isReserved: Bool { key.utf8.count >= 4 && key.prefix(4).lowercased() == "aws:" }
}
