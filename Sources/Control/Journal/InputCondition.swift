import AWSProtocol

/// What the input of a call is expected to be.
enum InputCondition: Sendable {
    /// Members that are there with these values: others do not matter, null stands for none, and
    /// arrays have just these elements.
    case subset(JSONValue)
    /// One of the values at that path is just this one.
    case value(JSONPath, JSONValue)

    func differences(from input: Seen) -> [Difference] {
        switch self {
        case .subset(let wanted): Self.differences(wanted, input, "$")
        case .value(let path, let wanted): Self.differences(path, wanted, input)
        }
    }

    private static func differences(
        _ path: JSONPath, _ wanted: JSONValue, _ input: Seen
    ) -> [Difference] {
        let found = path.values(in: input)
        if found.isEmpty, wanted == .null { return [] }
        if found.contains(where: { $0.value.isSame(as: wanted) }) { return [] }
        let shown = found.count > 1 ? .array(found.map(\.shown)) : found.first?.shown
        return [Difference(path: path.text, expected: wanted, found: shown)]
    }

    private static func differences(
        _ wanted: JSONValue, _ found: Seen?, _ path: String
    ) -> [Difference] {
        switch (wanted, found?.value) {
        case (.null, nil): return []
        case (.object(let pairs), .object?):
            return pairs.flatMap { pair in
                differences(pair.value, found?.member(pair.name), path + JSONPath.step(pair.name))
            }
        case (.array(let wanted), .array(let values)?) where wanted.count == values.count:
            return wanted.enumerated().flatMap { index, wanted in
                differences(wanted, found?.element(index), "\(path)[\(index)]")
            }
        case (_, let value?) where value.isSame(as: wanted): return []
        default: return [Difference(path: path, expected: wanted, found: found?.shown)]
        }
    }
}

/// What a call has other than was expected.
struct Difference: Sendable, Equatable {
    let path: String
    let expected: JSONValue
    /// Nil where there is nothing.
    let found: JSONValue?

    static let shape = ControlShapes.object(
        "Difference",
        [
            .always("path", ControlShapes.text), .always("expected", ControlShapes.anything),
            Member("found", ControlShapes.anything),
        ])

    var document: Structure {
        Structure([
            "path": .string(path), "expected": .json(expected.text),
            "found": found.map { .json($0.text) },
        ])
    }

    var text: String {
        "\(path) is \(found.map(Self.brief) ?? "absent") instead of \(Self.brief(expected))"
    }

    private static func brief(_ value: JSONValue) -> String {
        let text = String(decoding: value.text, as: UTF8.self)
        return text.count > 100 ? text.prefix(100) + "..." : text
    }
}
