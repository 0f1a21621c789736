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
    package var isReserved: Bool {
        // Letters differ from their capitals in one bit.
        key.utf8.prefix(3).map { $0 | 0x20 }.elementsEqual("aws".utf8)
            && key.utf8.dropFirst(3).first == UInt8(ascii: ":")
    }
}
