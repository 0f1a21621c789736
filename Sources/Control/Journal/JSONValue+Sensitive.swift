import AWSProtocol

extension JSONValue {
    /// What stands where a value must not be seen, as in events.
    static let hidden = JSONValue.string("HIDDEN_DUE_TO_SECURITY_REASONS")

    /// The value of that shape without what is sensitive.
    func hidingSensitive(_ shape: Shape) -> JSONValue {
        if shape.isSensitive { return Self.hidden }
        switch (shape.kind, self) {
        case (.structure(let members, _), .object(let pairs)):
            return .object(
                pairs.map { pair in
                    let member = members.first { $0.name.hasBytes(of: pair.name) }
                    return Pair(
                        name: pair.name,
                        value: member.map { pair.value.hidingSensitive($0.shape) } ?? pair.value)
                })
        case (.list(let element, _), .array(let values)):
            if element.isSensitive { return Self.hidden }
            return .array(values.map { $0.hidingSensitive(element) })
        case (.map(let key, let value), .object(let pairs)):
            if key.isSensitive { return Self.hidden }
            return .object(
                pairs.map { Pair(name: $0.name, value: $0.value.hidingSensitive(value)) })
        default: return self
        }
    }
}
