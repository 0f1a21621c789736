import AWSProtocol

extension Document {
    /// A map whose values are strings.
    static func map(_ strings: [String: String]) -> Document {
        .map(DocumentMap(strings.map { (key: $0.key, value: Document.string($0.value)) }))
    }

    /// A map of any values.
    static func map(_ documents: [String: Document]) -> Document {
        .map(DocumentMap(documents.map { (key: $0.key, value: $0.value) }))
    }
}
