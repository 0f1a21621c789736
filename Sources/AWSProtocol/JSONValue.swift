/// Any JSON value, for texts that no shape describes.
package enum JSONValue: Sendable, Equatable {
    case object([Pair])
    case array([JSONValue])
    case string(String)
    /// As it was written: neither its range nor its precision is lost.
    case number(String)
    case boolean(Bool)
    case null

    package struct Pair: Sendable, Equatable {
        package let name: String
        package let value: JSONValue

        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// Reads one value; `subject` is what the error text calls the text.
    package init(
        reading text: String, subject: StaticString = "The text"
    ) throws(FrameworkError) {
        try self.init(reading: Array(text.utf8), subject: subject)
    }

    package init(
        reading bytes: [UInt8], subject: StaticString = "The text"
    ) throws(FrameworkError) {
        var reader = JSONReader(bytes, subject: subject)
        self = try Self.read(&reader)
        try reader.finish()
    }

    /// A word for the type of the value, with its article.
    package var kind: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .boolean: "a boolean"
        case .null: "null"
        }
    }

    private static func read(_ reader: inout JSONReader) throws(FrameworkError) -> JSONValue {
        switch try reader.peek() {
        case .string: return .string(try reader.readString())
        case .number:
            return .number(String(decoding: try reader.readNumber(), as: UTF8.self))
        case .boolean: return .boolean(try reader.readBoolean())
        case .null:
            try reader.readNull()
            return .null
        case .array:
            var elements: [JSONValue] = []
            try reader.readArray { reader throws(FrameworkError) in
                elements.append(try read(&reader))
            }
            return .array(elements)
        case .object: return .object(try readPairs(&reader))
        }
    }

    /// Of several pairs with one name the last one counts, in the place of the first.
    private static func readPairs(_ reader: inout JSONReader) throws(FrameworkError) -> [Pair] {
        var pairs: [Pair] = []
        // By bytes: to Swift two names that differ in their Unicode form alone are one.
        var places: [[UInt8]: Int] = [:]
        try reader.readObject { reader, name throws(FrameworkError) in
            let pair = Pair(name: name, value: try read(&reader))
            if let place = places.updateValue(pairs.count, forKey: Array(name.utf8)) {
                places[Array(name.utf8)] = place
                pairs[place] = pair
            } else {
                pairs.append(pair)
            }
        }
        return pairs
    }
}
