/// What is wrong with an input, and where: at `$.name` in the body, `?name` in the query or
/// `{name}` in the path.
package struct InputFault: Error, Equatable {
    package let path: String
    package let text: String

    package init(path: String, _ text: String) {
        self.path = path
        self.text = text
    }
}

/// Turns a request into an input that keeps every constraint.
///
/// It refuses what AWS lets pass, since nobody would read it: members and query items that are
/// unknown or given twice, and null.
package struct StrictDecoder: Sendable {
    private let operation: OperationDescription
    private let members: [Member]

    package init(_ operation: OperationDescription) {
        self.operation = operation
        members = operation.input.members
    }

    package func input(
        labels: [(name: String, value: String)], target: RawTarget, body: [UInt8]
    ) throws(InputFault) -> Structure {
        try checkQuery(target)
        let bodyValues = operation.hasBody ? try values(body) : []
        var input = Structure()
        for (offset, member) in members.enumerated() {
            switch member.location {
            case .body: input.append(member.name, bodyValues[offset])
            case .payload: input.append(member.name, body.isEmpty ? nil : .json(body))
            case .uri:
                let label = labels.first { $0.name.hasBytes(of: member.name) }
                input.append(member.name, label.map { .string($0.value) })
            case .query:
                guard let text = target.queryValue(member.name) else { continue }
                input.append(member.name, try queryValue(text, member))
            }
        }
        try checkConstraints(input)
        return input
    }

    private func checkQuery(_ target: RawTarget) throws(InputFault) {
        var seen: [String] = []
        for item in target.query {
            guard
                members.contains(where: {
                    $0.location == .query && $0.name.hasBytes(of: item.name)
                })
            else {
                let name = String(item.name.prefix(shownCharactersMax))
                throw InputFault(path: "?\(name)", unknown("query item", name, .query))
            }
            if seen.contains(where: item.name.hasBytes) {
                throw InputFault(path: "?\(item.name)", "'\(item.name)' is given twice; give one.")
            }
            seen.append(item.name)
        }
    }

    /// The members of the body by their places, the unknown ones refused.
    private func values(_ body: [UInt8]) throws(InputFault) -> [Document?] {
        var values = [Document?](repeating: nil, count: members.count)
        if body.isEmpty { return values }
        var fault: InputFault?
        do throws(FrameworkError) {
            var reader = JSONReader(body)
            let found = try reader.peek()
            guard found == .object else { throw .mismatch("an object", found, "") }
            try reader.readObject { reader, key throws(FrameworkError) in
                let index = members.firstIndex {
                    $0.location == .body && $0.name.hasBytes(of: key)
                }
                let path = bodyPath(key)
                guard let index, values[index] == nil else {
                    let text =
                        index == nil
                        ? unknown("member", String(key.prefix(shownCharactersMax)), .body)
                        : "'\(key)' is given twice; give one."
                    fault = fault ?? InputFault(path: path, text)
                    return try reader.skipValue()
                }
                switch try reader.readStrictly(members[index], path) {
                case .success(let value): values[index] = value
                case .failure(let error): fault = fault ?? error
                }
            }
            try reader.finish()
        } catch {
            throw InputFault(path: "$", error.text)
        }
        if let fault { throw fault }
        return values
    }

    private func queryValue(_ text: String, _ member: Member) throws(InputFault) -> Document {
        let path = "?\(member.name)"
        switch member.shape.kind {
        case .integer:
            guard let number = integer(text.utf8) else {
                throw InputFault(path: path, "'\(member.name)' must be a whole number.")
            }
            return .integer(number)
        case .boolean:
            if text.hasBytes(of: "true") { return .boolean(true) }
            if text.hasBytes(of: "false") { return .boolean(false) }
            throw InputFault(path: path, "'\(member.name)' must be true or false.")
        case .duration(let form, let max):
            let milliseconds =
                secondsInMilliseconds(query: text) ?? Duration8601.milliseconds(text)
            guard let milliseconds, (0...max).contains(milliseconds) else {
                throw InputFault(path: path, expected(form, max, member.name))
            }
            return .integer(milliseconds)
        case .string, .timestamp, .json, .list, .map, .structure: return .string(text)
        }
    }

    private func checkConstraints(_ input: Structure) throws(InputFault) {
        for member in members where member.isRequired && input[member.name] == nil {
            throw InputFault(
                path: path(member),
                member.location == .payload
                    ? "The request needs a body, a JSON document."
                    : "'\(member.name)' is missing; \(operation.name) needs it.")
        }
        let violations = ConstraintValidator.violations(input, operation.input)
        guard let first = violations.first else { return }
        let top = first.path.prefix { $0 != "." }
        let place = members.first { $0.lowerCamelName.hasBytes(of: String(top)) }.map(path)
        throw InputFault(
            path: place ?? "$",
            violations.map { $0.text(shownCharactersMax: shownCharactersMax) }
                .joined(separator: "; ") + ".")
    }

    private func path(_ member: Member) -> String {
        switch member.location {
        case .body: bodyPath(member.name)
        case .query: "?\(member.name)"
        case .uri: "{\(member.name)}"
        case .payload: "$"
        }
    }

    private func unknown(_ kind: String, _ name: String, _ location: Member.Location) -> String {
        let names = members.filter { $0.location == location }.map(\.name)
        return names.isEmpty
            ? "\(operation.name) takes no \(kind), and '\(name)' is one; leave it out."
            : "\(operation.name) has no \(kind) '\(name)'; there is "
                + "\(names.joined(separator: ", "))."
    }
}

extension JSONReader {
    /// Reads a member's value to its end, even where it is not of the member's type.
    fileprivate mutating func readStrictly(
        _ member: Member, _ path: String
    ) throws(FrameworkError) -> Result<Document, InputFault> {
        func fault(_ text: String) -> Result<Document, InputFault> {
            .failure(InputFault(path: path, text))
        }
        switch (member.shape.kind, try peek()) {
        case (_, .null):
            try readNull()
            return fault("'\(member.name)' is null; leave it out, or give it a value.")
        case (.integer, .number):
            let number = integer(try readNumber())
            return number.map { .success(.integer($0)) }
                ?? fault("'\(member.name)' must be a whole number.")
        case (.timestamp, .string):
            let time = Timestamp.milliseconds(try readString())
            return time.map { .success(.timestamp($0)) }
                ?? fault("'\(member.name)' must be a time such as 2027-01-31T12:00:00Z.")
        case (.duration(let form, let max), let found):
            guard let time = try readDuration(form, found), (0...max).contains(time) else {
                return fault(expected(form, max, member.name))
            }
            return .success(.integer(time))
        default:
            switch try readValue(member.shape, path) {
            case .success(let value?): return .success(value)
            case .success(nil): return fault("'\(member.name)' is null.")
            case .failure(let error):
                // The path is the map's, and so is the one that the text names.
                return fault(
                    error.text.replacing("at '\(path)/*'", with: "for every key of '\(path)'"))
            }
        }
    }

    private mutating func readDuration(
        _ form: DurationForm, _ found: Found
    ) throws(FrameworkError) -> Int64? {
        switch (form, found) {
        case (.text, .string), (.either, .string):
            return Duration8601.milliseconds(try readString())
        case (.seconds, .number), (.either, .number):
            return secondsInMilliseconds(try readNumber())
        default:
            try skipValue()
            return nil
        }
    }
}

extension FrameworkError {
    fileprivate var text: String { document.members["message"]?.string ?? "" }
}

/// A text need not repeat a name or a value that is far too long.
private let shownCharactersMax = 100

/// `$.name`, or `$['a name']` where the short form would be no JSON path.
private func bodyPath(_ key: String) -> String {
    let isWord = key.utf8.allSatisfy {
        isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
    }
    return isWord && !key.isEmpty && key.utf8.count <= shownCharactersMax
        ? "$.\(key)" : "$['\(key.prefix(shownCharactersMax))']"
}

private func expected(_ form: DurationForm, _ max: Int64, _ name: String) -> String {
    let kind =
        switch form {
        case .text: "a duration such as PT24H or P1DT30M"
        case .seconds: "a number of seconds"
        case .either: "a duration such as PT24H, or a number of seconds"
        }
    return "'\(name)' must be \(kind), from 0 to \(max / 1_000) seconds."
}

/// A whole number in decimal digits that Int64 can hold.
private func integer(_ text: some Collection<UInt8>) -> Int64? {
    guard let last = text.first(where: { !isDigit($0) }) else {
        return Int64(String(decoding: text, as: UTF8.self))
    }
    guard last == UInt8(ascii: "-"), text.dropFirst().allSatisfy(isDigit) else { return nil }
    return Int64(String(decoding: text, as: UTF8.self))
}

private func secondsInMilliseconds(query text: String) -> Int64? {
    var reader = JSONReader(Array(text.utf8))
    do throws(FrameworkError) {
        guard try reader.peek() == .number else { return nil }
        let number = try reader.readNumber()
        try reader.finish()
        return secondsInMilliseconds(number)
    } catch {
        return nil
    }
}

/// The milliseconds of a JSON number of seconds, what is finer cut off; exact, unlike Double. Nil
/// for less than zero, and for more than anybody means.
private func secondsInMilliseconds(_ number: ArraySlice<UInt8>) -> Int64? {
    let parts = number.split(maxSplits: 1) { $0 | 0x20 == UInt8(ascii: "e") }
    guard let mantissa = parts.first else { return nil }
    var digits = Array(mantissa.filter(isDigit).drop { $0 == UInt8(ascii: "0") })
    if digits.isEmpty { return 0 }
    if mantissa.first == UInt8(ascii: "-") { return nil }
    let fraction = mantissa.firstIndex(of: UInt8(ascii: ".")).map { mantissa.endIndex - $0 - 1 }
    var exponent = 0
    if parts.count == 2 {
        guard let given = Int32(String(decoding: parts[1], as: UTF8.self)) else { return nil }
        exponent = Int(given)
    }
    let shift = exponent + 3 - (fraction ?? 0)
    if shift < 0 { digits.removeLast(min(-shift, digits.count)) }
    guard digits.count + max(shift, 0) <= 18 else { return nil }
    digits += [UInt8](repeating: UInt8(ascii: "0"), count: max(shift, 0))
    return digits.isEmpty ? 0 : Int64(String(decoding: digits, as: UTF8.self))
}
