import AWSProtocol

/// A name that the API does not know is a slip: it would be met never, or always by "exactly 0".
extension InputCondition {
    /// - Throws: InputFault with the place of the first name that the shape does not have.
    func check(_ shape: Shape, at path: String) throws(InputFault) {
        switch self {
        case .subset(let wanted): try Self.check(wanted, shape, path)
        case .value(let steps, _): try Self.check(steps, shape, path)
        }
    }

    private static func check(
        _ wanted: JSONValue, _ shape: Shape, _ path: String
    ) throws(InputFault) {
        switch (shape.kind, wanted) {
        case (.structure, .object(let pairs)):
            for pair in pairs {
                let place = path + JSONPath.step(pair.name)
                try check(pair.value, try member(pair.name, of: shape, place), place)
            }
        case (.list(let element, _), .array(let values)):
            for (index, value) in values.enumerated() {
                try check(value, element, "\(path)[\(index)]")
            }
        case (.map(_, let element), .object(let pairs)):
            for pair in pairs { try check(pair.value, element, path + JSONPath.step(pair.name)) }
        default: return
        }
    }

    private static func check(
        _ path: JSONPath, _ shape: Shape, _ place: String
    ) throws(InputFault) {
        var shape = shape
        for step in path.steps {
            switch (shape.kind, step) {
            case (.structure, .member(let name)):
                shape = try member(name, of: shape, "\(place).path")
            case (.map(_, let value), .member), (.map(_, let value), .every): shape = value
            case (.list(let element, _), .element), (.list(let element, _), .every):
                shape = element
            case (.structure, .every): return
            default:
                throw InputFault(
                    path: "\(place).path",
                    "'\(path.text)' leads nowhere: \(shape.name) has nothing below it like that.")
            }
        }
    }

    private static func member(
        _ name: String, of shape: Shape, _ path: String
    ) throws(InputFault) -> Shape {
        if let member = shape.members.first(where: { $0.name.hasBytes(of: name) }) {
            return member.shape
        }
        let names = shape.members.map(\.name).joined(separator: ", ")
        throw InputFault(
            path: path,
            names.isEmpty
                ? "\(shape.name) has no members."
                : "\(shape.name) has no such member; there is \(names).")
    }
}
