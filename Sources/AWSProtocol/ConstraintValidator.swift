/// Checks an input against every constraint of its shape and tells all that is wrong at once.
package enum ConstraintValidator {
    /// The text of a ValidationException, or nil for an input without fault.
    package static func failure(_ input: Structure, _ shape: Shape) -> String? {
        let violations = violations(input, shape)
        return violations.isEmpty ? nil : text(violations)
    }

    /// Every constraint that the input breaks.
    static func violations(_ input: Structure, _ shape: Shape) -> [Violation] {
        structure(input, shape.members)
    }

    /// The classic text: how many, then each.
    package static func text(_ violations: [Violation]) -> String {
        let noun = violations.count == 1 ? "error" : "errors"
        let list = violations.map(\.description).joined(separator: "; ")
        return "\(violations.count) validation \(noun) detected: \(list)"
    }

    private static func structure(_ structure: Structure, _ members: [Member]) -> [Violation] {
        var found: [Violation] = []
        for member in members {
            if let value = structure[member.name] {
                let inner = violations(value, member.shape)
                found += inner.isEmpty ? inner : inner.map { $0.inside(member.lowerCamelName) }
            } else if member.isRequired {
                found.append(
                    Violation(path: member.lowerCamelName, value: .null, "Member must not be null"))
            }
        }
        return found
    }

    private static func violations(_ value: Document, _ shape: Shape) -> [Violation] {
        switch (shape.kind, value) {
        case (.structure(let members, _), .structure(let value)): structure(value, members)
        case (.list(let element, let length), .list(let elements)):
            broken(length, elements.count).map { Violation(value, shape, $0) }
                + list(elements, of: element, atMost: length?.upperBound, value, shape)
        case (.map(let key, let element), .map(let content)):
            map(content, key, element).map { Violation(value, shape, $0) }
        default: broken(value, shape).map { Violation(value, shape, $0) }
        }
    }

    private static func list(
        _ elements: [Document], of element: Shape, atMost max: Int?, _ value: Document,
        _ shape: Shape
    ) -> [Violation] {
        if case .structure(let members, _) = element.kind {
            // Those over the maximum are told by the length alone, however many they are.
            return elements.prefix(max ?? elements.count).enumerated().flatMap { offset, entry in
                structure(entry.structure ?? Structure(), members)
                    .map { $0.inside("\(offset + 1).member") }
            }
        }
        guard elements.contains(where: { !broken($0, element).isEmpty }) else { return [] }
        return [Violation(value, shape, "Member must satisfy constraint: \(every(element))")]
    }

    private static func map(
        _ map: DocumentMap, _ key: Shape, _ element: Shape
    ) -> [String] {
        var found: [String] = []
        if map.entries.contains(where: { !broken(.string($0.key), key).isEmpty }) {
            found.append("Map keys must satisfy constraint: \(every(key))")
        }
        if map.entries.contains(where: { !broken($0.value, element).isEmpty }) {
            found.append("Map value must satisfy constraint: \(every(element))")
        }
        return found
    }

    /// The constraints that a simple value breaks, in the order in which AWS lists them.
    private static func broken(_ value: Document, _ shape: Shape) -> [String] {
        switch (shape.kind, value) {
        case (.string(let rules), .string(let text)):
            var found: [String] = []
            if let pattern = rules.pattern, !pattern.matches(text) { found.append(phrase(pattern)) }
            if !rules.values.isEmpty, !rules.values.contains(where: text.hasBytes) {
                found.append(phrase(rules.values))
            }
            if let length = rules.length { found += broken(length, scalars(text, length)) }
            return found
        case (.integer(let minimum, let maximum), .integer(let number)):
            if let maximum, number > maximum { return [most(value: maximum)] }
            if let minimum, number < minimum { return [least(value: minimum)] }
            return []
        default: return []
        }
    }

    private static func broken(_ range: ClosedRange<Int>?, _ count: Int) -> [String] {
        guard let range else { return [] }
        if count > range.upperBound { return [most(length: range.upperBound)] }
        return count < range.lowerBound ? [least(length: range.lowerBound)] : []
    }

    /// Every constraint of an element, kept or broken: so AWS describes elements.
    private static func every(_ shape: Shape) -> String {
        var phrases: [String] = []
        switch shape.kind {
        case .string(let rules):
            if let length = rules.length {
                phrases += [most(length: length.upperBound), least(length: length.lowerBound)]
            }
            if let pattern = rules.pattern { phrases.append(phrase(pattern)) }
            if !rules.values.isEmpty { phrases.append(phrase(rules.values)) }
        case .integer(let minimum, let maximum):
            phrases += [maximum.map { most(value: $0) }, minimum.map { least(value: $0) }]
                .compactMap { $0 }
        case .boolean, .timestamp, .duration, .json, .list, .map, .structure: break
        }
        return "[\((phrases + ["Member must not be null"]).joined(separator: ", "))]"
    }

    /// The length in Unicode scalars; counted only when the bytes do not settle the question.
    private static func scalars(_ text: String, _ range: ClosedRange<Int>) -> Int {
        let bytes = text.utf8.count
        // A scalar takes one to four bytes.
        if bytes <= range.upperBound, bytes / 4 >= range.lowerBound { return bytes }
        return text.unicodeScalars.count
    }

    private static func most(length: Int) -> String {
        "Member must have length less than or equal to \(length)"
    }
    private static func least(length: Int) -> String {
        "Member must have length greater than or equal to \(length)"
    }
    private static func most(value: Int64) -> String {
        "Member must have value less than or equal to \(value)"
    }
    private static func least(value: Int64) -> String {
        "Member must have value greater than or equal to \(value)"
    }
    private static func phrase(_ pattern: Pattern) -> String {
        "Member must satisfy regular expression pattern: \(pattern.source)"
    }
    private static func phrase(_ values: [String]) -> String {
        "Member must satisfy enum value set: [\(values.joined(separator: ", "))]"
    }
}
