extension JSONReader {
    /// A value, nil for null, or why it is not of its shape's type: a failure that does not count
    /// when another value of the same name comes later.
    typealias Reading = Result<Document?, FrameworkError>

    /// Reads a value of that shape, to its end even where its type is wrong.
    mutating func readValue(_ shape: Shape, _ path: @autoclosure () -> String)
        throws(FrameworkError) -> Reading
    {
        let found = try peek()
        switch (shape.kind, found) {
        case (_, .null):
            try readNull()
            return .success(nil)
        case (.string, .string), (.timestamp, .string): return .success(.string(try readString()))
        case (.boolean, .boolean): return .success(.boolean(try readBoolean()))
        case (.integer, .number):
            guard let number = decimal(try readNumber()) else {
                return .failure(.serialization("A 32-bit integer was expected at '\(path())'."))
            }
            return .success(.integer(number))
        case (.list(let element, _), .array): return try readList(of: element, path())
        case (.map(_, let element), .object): return try readMap(of: element, path())
        case (.structure(let members, let isUnion), .object):
            return isUnion ? try readUnion(members, path()) : try readStructure(members, path())
        default:
            try skipValue()
            return .failure(.mismatch(expectation(shape.kind), found, path()))
        }
    }

    /// Reads an object's members into the places of `members`; of several with one name the last
    /// one counts. `other` must read the value of a member that is not among them.
    mutating func readMembers(
        _ members: [Member], _ path: @autoclosure () -> String,
        where counts: (Member) -> Bool = { _ in true },
        other: (inout JSONReader, String) throws(FrameworkError) -> Void
    ) throws(FrameworkError) -> [Reading] {
        var values = [Reading](repeating: .success(nil), count: members.count)
        try readObject { reader, key throws(FrameworkError) in
            guard let index = members.firstIndex(where: { $0.name.hasBytes(of: key) }),
                counts(members[index])
            else { return try other(&reader, key) }
            values[index] = try reader.readValue(members[index].shape, "\(path())/\(key)")
        }
        return values
    }

    private mutating func readStructure(
        _ members: [Member], _ path: @autoclosure () -> String
    ) throws(FrameworkError) -> Reading {
        let values = try readMembers(members, path()) { reader, _ throws(FrameworkError) in
            try reader.skipValue()
        }
        return structure(members, values).map(Document.structure)
    }

    private mutating func readUnion(
        _ members: [Member], _ path: @autoclosure () -> String
    ) throws(FrameworkError) -> Reading {
        var unknown: Set<[UInt8]> = []
        let values = try readMembers(members, path()) { reader, key throws(FrameworkError) in
            if try reader.peek() == .null {
                unknown.remove(Array(key.utf8))
            } else if !key.hasBytes(of: "__type") {
                unknown.insert(Array(key.utf8))
            }
            try reader.skipValue()
        }
        return structure(members, values).flatMap { union in
            guard union.entries.count == 1, unknown.isEmpty else {
                return .failure(.serialization("Exactly one member was expected at '\(path())'."))
            }
            return .success(.structure(union))
        }
    }

    private mutating func readList(
        of shape: Shape, _ path: @autoclosure () -> String
    ) throws(FrameworkError) -> Reading {
        var elements: [Document] = []
        var fault: FrameworkError?
        try readArray { reader throws(FrameworkError) in
            if fault != nil { return try reader.skipValue() }
            switch try reader.readElement(shape, "\(path())/\(elements.count)") {
            case .success(let element): elements.append(element)
            case .failure(let error): fault = error
            }
        }
        return fault.map(Result.failure) ?? .success(.list(elements))
    }

    private mutating func readMap(
        of shape: Shape, _ path: @autoclosure () -> String
    ) throws(FrameworkError) -> Reading {
        var pairs: [(key: String, value: Document)] = []
        var faults: [[UInt8]: (place: Int, error: FrameworkError)] = [:]
        var place = 0
        try readObject { reader, key throws(FrameworkError) in
            // A key may be sensitive: the text names the map, not the entry.
            switch try reader.readElement(shape, "\(path())/*") {
            case .success(let value):
                pairs.append((key, value))
                if !faults.isEmpty { faults[Array(key.utf8)] = nil }
            case .failure(let error): faults[Array(key.utf8)] = (place, error)
            }
            place += 1
        }
        let first = faults.values.min { $0.place < $1.place }
        return first.map { .failure($0.error) } ?? .success(.map(DocumentMap(pairs)))
    }

    /// Reads what a list or a map holds, where null is no value.
    private mutating func readElement(
        _ shape: Shape, _ path: @autoclosure () -> String
    ) throws(FrameworkError) -> Result<Document, FrameworkError> {
        try readValue(shape, path()).flatMap { value in
            value.map(Result.success)
                ?? .failure(.mismatch(expectation(shape.kind), .null, path()))
        }
    }
}

/// The structure of what was read, or the first of its faults.
func structure(
    _ members: [Member], _ values: [JSONReader.Reading]
) -> Result<Structure, FrameworkError> {
    var structure = Structure()
    structure.reserveCapacity(members.count)
    for (member, value) in zip(members, values) {
        switch value {
        case .success(let value): structure.append(member.name, value)
        case .failure(let error): return .failure(error)
        }
    }
    return .success(structure)
}

/// A 32-bit integer in decimal digits, with no fraction, exponent or plus sign.
func decimal(_ text: some Collection<UInt8>) -> Int64? {
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
    case .duration: "a length of time"
    case .json: "a value"
    }
}

extension FrameworkError {
    /// A value of another type than the one expected at that place of the body.
    static func mismatch(
        _ expected: String, _ found: JSONReader.Found, _ path: String
    ) -> FrameworkError {
        let place = path.isEmpty ? "as the request body" : "at '\(path)'"
        return .serialization("Expected \(expected) \(place) but found \(found.rawValue).")
    }
}
