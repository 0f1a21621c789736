import AWSProtocol

/// A value of a call, and what of it may be shown.
struct Seen: Sendable {
    let value: JSONValue
    let shown: JSONValue

    init(_ value: JSONValue, shown: JSONValue) {
        self.value = value
        self.shown = shown
    }

    func member(_ name: String) -> Seen? {
        value.member(name).map { Seen($0, shown: shown.member(name) ?? .hidden) }
    }

    func element(_ index: Int) -> Seen? {
        guard case .array(let values) = value, values.indices.contains(index) else { return nil }
        return child(values[index], index)
    }

    /// The elements of an array, or the values of an object.
    var children: [Seen] {
        switch value {
        case .array(let values): values.enumerated().map { child($1, $0) }
        case .object(let pairs): pairs.compactMap { member($0.name) }
        case .string, .number, .boolean, .null: []
        }
    }

    /// What is hidden as a whole is hidden in all its parts.
    private func child(_ value: JSONValue, _ index: Int) -> Seen {
        guard case .array(let shown) = shown, shown.indices.contains(index) else {
            return Seen(value, shown: .hidden)
        }
        return Seen(value, shown: shown[index])
    }
}

extension JSONValue {
    func member(_ name: String) -> JSONValue? {
        guard case .object(let pairs) = self else { return nil }
        return pairs.first { $0.name.hasBytes(of: name) }?.value
    }

    /// True for the same value: the order of members does not count, nor how a number is written.
    func isSame(as other: JSONValue) -> Bool {
        switch (self, other) {
        case (.object(let mine), .object(let theirs)):
            mine.count == theirs.count
                && mine.allSatisfy { pair in
                    other.member(pair.name).map(pair.value.isSame) ?? false
                }
        case (.array(let mine), .array(let theirs)):
            mine.count == theirs.count && zip(mine, theirs).allSatisfy { $0.isSame(as: $1) }
        case (.string(let mine), .string(let theirs)): mine.hasBytes(of: theirs)
        case (.number(let mine), .number(let theirs)):
            mine == theirs || Double(mine) == Double(theirs)
        case (.boolean(let mine), .boolean(let theirs)): mine == theirs
        case (.null, .null): true
        case (.object, _), (.array, _), (.string, _), (.number, _), (.boolean, _), (.null, _):
            false
        }
    }
}
