/// One shape of a service's API: its type, its members and its constraints.
package final class Shape: Sendable {
    package enum Kind: Sendable {
        case string(StringConstraints)
        case integer(minimum: Int64?, maximum: Int64?)
        case boolean
        case timestamp
        /// A length of time from zero on; its value is in milliseconds.
        case duration(DurationForm, millisecondsMax: Int64)
        /// Any JSON text, taken as it is.
        case json
        case list(element: Shape, length: ClosedRange<Int>?)
        case map(key: Shape, value: Shape)
        case structure([Member], isUnion: Bool)
    }

    package let name: String
    package let kind: Kind
    /// A value that no log, event or error text may show.
    package let isSensitive: Bool
    /// Set for a shape that is answered as an error.
    package let fault: Fault?

    package init(_ name: String, _ kind: Kind, isSensitive: Bool = false, fault: Fault? = nil) {
        self.name = name
        self.kind = kind
        self.isSensitive = isSensitive
        self.fault = fault
    }

    /// The members of a structure, none for any other shape.
    package var members: [Member] {
        if case .structure(let members, _) = kind { members } else { [] }
    }
}

/// How a length of time is written: as ISO-8601 text, as a number of seconds, or as either.
package enum DurationForm: Sendable {
    case text
    case seconds
    case either
}

/// Lengths in Unicode scalars, and the values or form that a string may have.
package struct StringConstraints: Sendable {
    package let length: ClosedRange<Int>?
    package let pattern: Pattern?
    package let values: [String]

    package init(length: ClosedRange<Int>? = nil, pattern: Pattern? = nil, values: [String] = []) {
        self.length = length
        self.pattern = pattern
        self.values = values
    }
}

/// A regular expression as the API states it, and a scanner that accepts the same strings.
package struct Pattern: Sendable {
    package let source: String
    package let matches: @Sendable (String) -> Bool

    package init(_ source: String, _ matches: @escaping @Sendable (String) -> Bool) {
        self.source = source
        self.matches = matches
    }
}

/// One member of a structure.
package struct Member: Sendable {
    /// `payload` is the whole body instead of one of its members.
    package enum Location: Sendable { case body, uri, query, payload }

    package let name: String
    package let shape: Shape
    package let location: Location
    package let isRequired: Bool
    /// The member that makes a repeated request the same request.
    package let isIdempotencyToken: Bool

    package init(
        _ name: String, _ shape: Shape, _ location: Location = .body, required: Bool = false,
        idempotencyToken: Bool = false
    ) {
        self.name = name
        self.shape = shape
        self.location = location
        isRequired = required
        isIdempotencyToken = idempotencyToken
    }

    /// The name with its first letter lowered, as validation texts write it.
    package var lowerCamelName: String { name.prefix(1).lowercased() + name.dropFirst() }
}

/// How an error shape is answered.
package struct Fault: Sendable {
    package let status: Int
    package let isServerSide: Bool
    package let isRetryable: Bool

    package init(status: Int, isServerSide: Bool = false, isRetryable: Bool = false) {
        self.status = status
        self.isServerSide = isServerSide
        self.isRetryable = isRetryable
    }
}
