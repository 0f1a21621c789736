extension MPALocal {
    /// Any JSON value.
    public enum JSON: Codable, Sendable, Hashable {
        case object([String: JSON])
        case array([JSON])
        case string(String)
        case integer(Int64)
        case number(Double)
        case boolean(Bool)
        case null

        /// Reads any JSON value.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .boolean(value)
            } else if let value = try? container.decode(Int64.self) {
                self = .integer(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .string(value)
            } else if let value = try? container.decode([JSON].self) {
                self = .array(value)
            } else {
                self = .object(try container.decode([String: JSON].self))
            }
        }

        /// Writes the value.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .object(let value): try container.encode(value)
            case .array(let value): try container.encode(value)
            case .string(let value): try container.encode(value)
            case .integer(let value): try container.encode(value)
            case .number(let value): try container.encode(value)
            case .boolean(let value): try container.encode(value)
            case .null: try container.encodeNil()
            }
        }

        /// The member of an object; nil for other values.
        public subscript(_ name: String) -> JSON? {
            if case .object(let members) = self { members[name] } else { nil }
        }

        /// The text of a string; nil for other values.
        public var string: String? { if case .string(let text) = self { text } else { nil } }
    }
}

extension MPALocal.JSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
    ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    /// An object; of several members of one name the last counts.
    public init(dictionaryLiteral elements: (String, MPALocal.JSON)...) {
        self = .object(Dictionary(elements) { $1 })
    }

    /// An array.
    public init(arrayLiteral elements: MPALocal.JSON...) { self = .array(elements) }
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    /// Null.
    public init(nilLiteral: ()) { self = .null }
}
