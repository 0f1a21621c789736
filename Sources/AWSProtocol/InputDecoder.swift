/// Turns a request into the input of its operation: types are checked, constraints not.
package struct InputDecoder: Sendable {
    private let operation: OperationDescription

    package init(_ operation: OperationDescription) { self.operation = operation }

    /// restJson1: labels and query items from the target, the other members from the body.
    package func restJSON(
        labels: [(name: String, value: String)], target: RawTarget, body: [UInt8]
    ) throws(FrameworkError) -> Structure {
        var values = try bodyMembers(body) { $0.location == .body }
        for (offset, member) in operation.input.members.enumerated() {
            switch member.location {
            case .body: continue
            case .uri:
                values[offset] = labels.first { $0.name == member.name }.map { .string($0.value) }
            case .query:
                guard let text = target.queryValue(member.name) else { continue }
                values[offset] = try queryValue(text, of: member)
            }
        }
        return structure(operation.input.members, values)
    }

    /// awsJson: every member from the body.
    package func awsJSON(body: [UInt8]) throws(FrameworkError) -> Structure {
        structure(operation.input.members, try bodyMembers(body) { _ in true })
    }

    private func bodyMembers(
        _ body: [UInt8], where counts: (Member) -> Bool
    ) throws(FrameworkError) -> [Document?] {
        let members = operation.input.members
        var values = [Document?](repeating: nil, count: members.count)
        if body.isEmpty { return values }
        var reader = JSONReader(body)
        let found = try reader.peek()
        guard found == .object else { throw mismatch("an object", found, "") }
        try reader.readObject { reader, key throws(FrameworkError) in
            guard let index = members.firstIndex(where: { $0.name.utf8.elementsEqual(key.utf8) }),
                counts(members[index])
            else { return try reader.skipValue() }
            values[index] = try value(&reader, members[index].shape, "/\(key)")
        }
        try reader.finish()
        return values
    }

    private func queryValue(_ text: String, of member: Member) throws(FrameworkError) -> Document {
        guard case .integer = member.shape.kind else { return .string(text) }
        guard let number = decimal(text.utf8) else {
            throw .serialization("'\(member.name)' must be an integer; '\(text)' is not.")
        }
        return .integer(number)
    }
}

/// A value of that shape, or nil for null.
private func value(
    _ reader: inout JSONReader, _ shape: Shape, _ path: String
) throws(FrameworkError) -> Document? {
    let found = try reader.peek()
    switch (shape.kind, found) {
    case (_, .null):
        try reader.readNull()
        return nil
    case (.string, .string), (.timestamp, .string): return .string(try reader.readString())
    case (.boolean, .boolean): return .boolean(try reader.readBoolean())
    case (.integer, .number):
        guard let number = decimal(try reader.readNumber()) else {
            throw .serialization("A 32-bit integer was expected at '\(path)'.")
        }
        return .integer(number)
    case (.list(let element, _), .array): return .list(try list(&reader, of: element, path))
    case (.map(_, let element), .object): return .map(try map(&reader, of: element, path))
    case (.structure(let members, let isUnion), .object):
        return .structure(try structure(&reader, members, isUnion, path))
    default: throw mismatch(expectation(shape.kind), found, path)
    }
}

private func list(
    _ reader: inout JSONReader, of element: Shape, _ path: String
) throws(FrameworkError) -> [Document] {
    var elements: [Document] = []
    try reader.readArray { reader throws(FrameworkError) in
        let place = "\(path)/\(elements.count)"
        guard let element = try value(&reader, element, place) else {
            throw mismatch(expectation(element.kind), .null, place)
        }
        elements.append(element)
    }
    return elements
}

private func map(
    _ reader: inout JSONReader, of element: Shape, _ path: String
) throws(FrameworkError) -> DocumentMap {
    var pairs: [(key: String, value: Document)] = []
    try reader.readObject { reader, key throws(FrameworkError) in
        // The key may be sensitive: the text names the map, not the entry.
        guard let value = try value(&reader, element, "\(path)/*") else {
            throw mismatch(expectation(element.kind), .null, "\(path)/*")
        }
        pairs.append((key, value))
    }
    return DocumentMap(pairs)
}

private func structure(
    _ reader: inout JSONReader, _ members: [Member], _ isUnion: Bool, _ path: String
) throws(FrameworkError) -> Structure {
    var values = [Document?](repeating: nil, count: members.count)
    var unknown = 0
    try reader.readObject { reader, key throws(FrameworkError) in
        guard let index = members.firstIndex(where: { $0.name.utf8.elementsEqual(key.utf8) }) else {
            if try reader.peek() != .null, key != "__type" { unknown += 1 }
            return try reader.skipValue()
        }
        values[index] = try value(&reader, members[index].shape, "\(path)/\(key)")
    }
    let known = values.count { $0 != nil }
    if isUnion, known != 1 || unknown > 0 {
        throw .serialization("Exactly one member was expected at '\(path)'.")
    }
    return structure(members, values)
}

private func structure(_ members: [Member], _ values: [Document?]) -> Structure {
    var structure = Structure()
    structure.reserveCapacity(members.count)
    for (member, value) in zip(members, values) { structure.append(member.name, value) }
    return structure
}

/// A 32-bit integer in decimal digits, with no fraction, exponent or plus sign.
private func decimal(_ text: some Collection<UInt8>) -> Int64? {
    let isNegative = text.first == UInt8(ascii: "-")
    let digits = text.dropFirst(isNegative ? 1 : 0)
    guard !digits.isEmpty, digits.count <= 10, digits.allSatisfy(isDigit) else { return nil }
    let magnitude = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    return Int32(exactly: isNegative ? -magnitude : magnitude).map(Int64.init)
}

private func expectation(_ kind: Shape.Kind) -> String {
    switch kind {
    case .string, .timestamp: "a string"
    case .integer: "an integer"
    case .boolean: "a boolean"
    case .list: "an array"
    case .map, .structure: "an object"
    }
}

private func mismatch(_ expected: String, _ found: JSONReader.Found, _ path: String)
    -> FrameworkError
{
    let place = path.isEmpty ? "as the request body" : "at '\(path)'"
    return .serialization("Expected \(expected) \(place) but found \(found.rawValue).")
}
