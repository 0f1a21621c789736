/// A map from strings, its keys in the order of their bytes.
///
/// Not a dictionary: to Swift two keys that differ in their Unicode form alone are one, to AWS two.
package struct DocumentMap: Sendable, Equatable {
    package struct Entry: Sendable {
        package let key: String
        package let value: Document
    }

    package let entries: [Entry]

    /// Of several pairs with one key the last one counts.
    package init(_ pairs: some Sequence<(key: String, value: Document)>) {
        var sorted: [Entry] = []
        // The sort is stable: equal keys stay in the order in which they came.
        for pair in pairs.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            if let last = sorted.last, last.key.utf8.elementsEqual(pair.key.utf8) {
                sorted.removeLast()
            }
            sorted.append(Entry(key: pair.key, value: pair.value))
        }
        entries = sorted
    }

    package static func == (left: DocumentMap, right: DocumentMap) -> Bool {
        left.entries.elementsEqual(right.entries) {
            $0.key.utf8.elementsEqual($1.key.utf8) && $0.value == $1.value
        }
    }
}
