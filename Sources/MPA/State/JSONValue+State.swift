import AWSProtocol

extension JSONValue {
    /// An object of the pairs given; those without a value are left out.
    static func members(_ pairs: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(pairs.compactMap { name, value in value.map { Pair(name: name, value: $0) } })
    }

    static func time(_ milliseconds: Int64) -> JSONValue { .string(Timestamp.text(milliseconds)) }

    static func integer(_ number: Int64) -> JSONValue { .number(String(number)) }

    /// Nothing for an empty array.
    static func some(_ elements: [JSONValue]) -> JSONValue? {
        elements.isEmpty ? nil : .array(elements)
    }

    /// Nothing for no pairs.
    static func map(_ pairs: [(key: String, value: String)]) -> JSONValue? {
        pairs.isEmpty ? nil : .object(pairs.map { Pair(name: $0.key, value: .string($0.value)) })
    }
}
