/// One constraint that one member breaks, in the words of AWS's validation texts.
package struct Violation: Sendable, Equatable, CustomStringConvertible {
    package enum Value: Sendable, Equatable {
        case null
        case shown(String)
        case hidden
    }

    let path: String
    private let value: Value
    private let constraint: String

    package init(path: String, value: Value, _ constraint: String) {
        self.path = path
        self.value = value
        self.constraint = constraint
    }

    /// A violation by the value itself; `inside` then names the way to it.
    init(_ value: Document, _ shape: Shape, _ constraint: String) {
        let shown = shape.isSensitive ? Value.hidden : .shown(describe(value, shape))
        self.init(path: "", value: shown, constraint)
    }

    func inside(_ name: String) -> Violation {
        Violation(path: path.isEmpty ? name : "\(name).\(path)", value: value, constraint)
    }

    package var description: String { text(shownCharactersMax: nil) }

    /// The text with as many characters of the value, and an ellipsis for the rest.
    func text(shownCharactersMax max: Int?) -> String {
        let subject =
            switch value {
            case .null: "Value null"
            case .shown(let text): "Value '\(max.map { cut(text, $0) } ?? text)'"
            case .hidden: "Value"
            }
        return "\(subject) at '\(path)' failed to satisfy constraint: \(constraint)"
    }
}

private func cut(_ text: String, _ charactersMax: Int) -> String {
    let shown = text.prefix(charactersMax)
    return shown.endIndex == text.endIndex ? text : "\(shown)…"
}

/// A text need not repeat a list that is far too long.
private let shownElementsMax = 100

/// A value as Java's `toString` writes it, sensitive parts left out.
private func describe(_ value: Document, _ shape: Shape) -> String {
    if shape.isSensitive { return "***Sensitive Data Redacted***" }
    switch (shape.kind, value) {
    case (_, .string(let text)): return text
    case (_, .integer(let number)): return String(number)
    case (_, .boolean(let flag)): return String(flag)
    case (_, .timestamp(let milliseconds)): return Timestamp.text(milliseconds)
    case (.list(let element, _), .list(let elements)):
        let shown = elements.prefix(shownElementsMax).map { describe($0, element) }
        let rest = elements.count > shownElementsMax ? ", ..." : ""
        return "[\(shown.joined(separator: ", "))\(rest)]"
    case (.map(let key, let element), .map(let map)):
        let pairs = map.entries.map {
            "\(describe(.string($0.key), key))=\(describe($0.value, element))"
        }
        return "{\(pairs.joined(separator: ", "))}"
    case (.structure(let members, _), .structure(let structure)):
        let parts = members.map { member in
            let text = structure[member.name].map { describe($0, member.shape) } ?? "null"
            return "\(member.lowerCamelName)=\(text)"
        }
        return "\(shape.name)(\(parts.joined(separator: ", ")))"
    default: return ""
    }
}
