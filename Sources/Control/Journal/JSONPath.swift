import AWSProtocol

/// The part of JSONPath that is understood here, https://www.rfc-editor.org/rfc/rfc9535:
/// `$`, then any of `.name`, `['name']`, `[0]` and `[*]`.
struct JSONPath: Sendable, Equatable {
    enum Step: Sendable, Equatable {
        case member(String)
        case element(Int)
        /// All elements of an array, or all members of an object.
        case every
    }

    let text: String
    let steps: [Step]

    /// Nil for what is no path, or more than is understood.
    init?(_ text: String) {
        self.text = text
        var rest = text.utf8[...]
        guard rest.popFirst() == UInt8(ascii: "$") else { return nil }
        var steps: [Step] = []
        while let mark = rest.popFirst() {
            switch mark {
            case UInt8(ascii: "."):
                let name = rest.prefix(while: isWordLetter)
                guard let first = name.first, !isDigit(first) else { return nil }
                rest = rest[name.endIndex...]
                steps.append(.member(String(Substring(name))))
            case UInt8(ascii: "["):
                guard let step = Self.bracket(&rest) else { return nil }
                steps.append(step)
            default: return nil
            }
        }
        self.steps = steps
    }

    /// What follows an opening bracket, to its closing one.
    private static func bracket(_ rest: inout Substring.UTF8View) -> Step? {
        let quote = UInt8(ascii: "'")
        if rest.first == quote {
            rest.removeFirst()
            // There are no escapes: no name of the API has a quote, and few keys of tags do.
            let name = rest.prefix { $0 != quote && $0 != UInt8(ascii: "\\") }
            rest = rest[name.endIndex...]
            guard rest.popFirst() == quote, rest.popFirst() == UInt8(ascii: "]") else {
                return nil
            }
            return .member(String(Substring(name)))
        }
        let inner = rest.prefix { $0 != UInt8(ascii: "]") }
        rest = rest[inner.endIndex...]
        guard rest.popFirst() != nil else { return nil }
        if inner.elementsEqual("*".utf8) { return .every }
        guard inner.count <= 9, inner.allSatisfy(isDigit),
            inner.count == 1 || inner.first != UInt8(ascii: "0")
        else { return nil }
        return Int(Substring(inner)).map(Step.element)
    }

    /// Every value that the path leads to.
    func values(in seen: Seen) -> [Seen] {
        steps.reduce([seen]) { found, step in
            switch step {
            case .member(let name): found.compactMap { $0.member(name) }
            case .element(let index): found.compactMap { $0.element(index) }
            case .every: found.flatMap(\.children)
            }
        }
    }

    /// The step to a member, as a path has it.
    static func step(_ name: String) -> String {
        let isWord = name.utf8.first.map { !isDigit($0) } ?? false
        return isWord && name.utf8.allSatisfy(isWordLetter) ? ".\(name)" : "['\(name)']"
    }
}

private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func isWordLetter(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "_")
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}
