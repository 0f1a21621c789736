/// A value of an API, free of any wire format.
package enum Document: Sendable, Equatable {
    case string(String)
    case integer(Int64)
    case boolean(Bool)
    /// Milliseconds since 1970-01-01T00:00:00Z.
    case timestamp(Int64)
    case list([Document])
    case map(DocumentMap)
    case structure(Structure)
    /// JSON text that is well formed, taken over as it is.
    case json([UInt8])
    /// Told as such: members without a value are left out instead.
    case null

    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    package var list: [Document]? { if case .list(let value) = self { value } else { nil } }
    package var map: DocumentMap? { if case .map(let value) = self { value } else { nil } }
    package var structure: Structure? {
        if case .structure(let value) = self { value } else { nil }
    }

}

/// The members of a structure that are present, in the order of its shape.
package struct Structure: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package let name: String
        package let value: Document
    }

    package private(set) var entries: [Entry] = []

    package init() {}

    /// A structure of the pairs given; those without a value are left out.
    package init(_ pairs: KeyValuePairs<String, Document?>) {
        entries.reserveCapacity(pairs.count)
        for (name, value) in pairs { append(name, value) }
    }

    package mutating func append(_ name: String, _ value: Document?) {
        if let value { entries.append(Entry(name: name, value: value)) }
    }

    package mutating func reserveCapacity(_ count: Int) { entries.reserveCapacity(count) }

    package subscript(_ name: String) -> Document? {
        for entry in entries where entry.name.hasBytes(of: name) { return entry.value }
        return nil
    }
}
