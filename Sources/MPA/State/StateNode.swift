import AWSProtocol

/// A value of a state document, and the way to it for error texts.
struct StateElement {
    let value: JSONValue
    let path: String

    func error(_ text: String) -> ControlError { .invalid(path: path, text) }

    /// What is wrong with a value of another type than the one that belongs here.
    func mismatch(_ wanted: String) -> ControlError {
        error("Write \(wanted) here, not \(value.kind).")
    }

    func text(_ length: ClosedRange<Int> = 0...Int.max) throws(ControlError) -> String {
        guard case .string(let text) = value else { throw mismatch("a string") }
        // The bytes settle nearly every case.
        if text.utf8.count > length.upperBound || text.utf8.count / 4 < length.lowerBound,
            !length.contains(text.unicodeScalars.count)
        {
            throw error(
                "Write \(length.lowerBound) to \(length.upperBound) characters here, not "
                    + "\(text.unicodeScalars.count).")
        }
        return text
    }

    func account() throws(ControlError) -> String {
        let text = try text()
        guard Pattern.accountID.matches(text) else { throw error("Write the 12 digits here.") }
        return text
    }
}

/// An object of a state document, whose members are taken one by one.
struct StateNode {
    let path: String
    private let pairs: [JSONValue.Pair]

    /// - Throws: invalid for what is no object, or has a member of another name.
    init(_ element: StateElement, members: [String]) throws(ControlError) {
        guard case .object(let pairs) = element.value else { throw element.mismatch("an object") }
        path = element.path
        self.pairs = pairs
        // Members come mostly in the order of the names.
        var next = 0
        for pair in pairs {
            if let place = members[next...].firstIndex(where: pair.name.hasBytes) {
                next = place + 1
            } else if !members.contains(where: pair.name.hasBytes) {
                throw .invalid(
                    path: path + Self.step(pair.name),
                    "Leave this member out: the ones known here are "
                        + members.joined(separator: ", ") + ".")
            }
        }
    }

    subscript(_ name: String) -> StateElement? {
        for pair in pairs where pair.name.hasBytes(of: name) {
            return StateElement(value: pair.value, path: "\(path).\(name)")
        }
        return nil
    }

    func error(_ name: String, _ text: String) -> ControlError {
        .invalid(path: "\(path).\(name)", text)
    }

    /// The value of a member that has no default.
    func need<Value>(_ name: String, _ value: Value?) throws(ControlError) -> Value {
        guard let value else { throw error(name, "Add this member: it has no default.") }
        return value
    }

    func text(
        _ name: String, _ length: ClosedRange<Int> = 0...Int.max
    ) throws(ControlError) -> String? {
        try self[name]?.text(length)
    }

    func account(_ name: String) throws(ControlError) -> String? { try self[name]?.account() }

    func region(_ name: String) throws(ControlError) -> RegionName? {
        guard let element = self[name] else { return nil }
        guard let region = RegionName(try element.text()) else {
            throw element.error("Write the name of an AWS Region here, such as us-east-1.")
        }
        return region
    }

    func flag(_ name: String) throws(ControlError) -> Bool? {
        guard let element = self[name] else { return nil }
        guard case .boolean(let flag) = element.value else { throw element.mismatch("a boolean") }
        return flag
    }

    func integer(_ name: String, _ range: ClosedRange<Int64>) throws(ControlError) -> Int64? {
        guard let element = self[name] else { return nil }
        guard case .number(let text) = element.value else { throw element.mismatch("a number") }
        guard let number = Int64(text), range.contains(number) else {
            throw element.error(
                "Write a whole number from \(range.lowerBound) to \(range.upperBound) here, not "
                    + "\(text).")
        }
        return number
    }

    /// A moment; what is finer than a millisecond is cut off.
    func time(_ name: String) throws(ControlError) -> Int64? {
        guard let element = self[name] else { return nil }
        guard let time = Timestamp.milliseconds(try element.text()) else {
            throw element.error(
                "Write a moment of ISO 8601 here, such as 2026-11-24T12:00:00.000Z.")
        }
        guard time >= 0 else {
            throw element.error("The clock begins with the year 1970; write a later moment.")
        }
        return time
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ choices: Choice.Type = Choice.self
    ) throws(ControlError) -> Choice? {
        guard let element = self[name] else { return nil }
        let text = try element.text()
        guard let choice = Choice.allCases.first(where: { $0.rawValue.hasBytes(of: text) }) else {
            let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw element.error("Write one of these here: \(names).")
        }
        return choice
    }

    /// The elements of an array; nil without one.
    func elements(_ name: String, max: Int = .max) throws(ControlError) -> [StateElement]? {
        guard let element = self[name] else { return nil }
        guard case .array(let values) = element.value else { throw element.mismatch("an array") }
        guard values.count <= max else { throw element.error("Leave at most \(max) here.") }
        return values.enumerated().map { offset, value in
            StateElement(value: value, path: "\(element.path)[\(offset)]")
        }
    }

    /// The members of an object from any name to a text; none without one.
    func texts(_ name: String) throws(ControlError) -> [(key: String, value: StateElement)] {
        guard let element = self[name] else { return [] }
        guard case .object(let pairs) = element.value else { throw element.mismatch("an object") }
        var texts: [(key: String, value: StateElement)] = []
        for pair in pairs {
            let value = StateElement(value: pair.value, path: element.path + Self.step(pair.name))
            _ = try value.text()
            texts.append((pair.name, value))
        }
        return texts
    }

    /// The way from an object to its member.
    private static func step(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        return isPlain && !name.isEmpty ? ".\(name)" : "['\(name)']"
    }
}
