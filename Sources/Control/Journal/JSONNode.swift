import AWSProtocol

/// A value of a request's body, and the way to it for error texts.
struct JSONNode {
    let value: JSONValue
    let path: String

    init(_ value: JSONValue, _ path: String = "$") {
        self.value = value
        self.path = path
    }

    func fault(_ text: String) -> InputFault { InputFault(path: path, text) }

    /// - Throws: InputFault for what is no object, or has a member of another name.
    func checkMembers(_ names: [String]) throws(InputFault) {
        guard case .object(let pairs) = value else {
            throw fault("Write an object here, not \(value.kind).")
        }
        for pair in pairs where !names.contains(where: pair.name.hasBytes) {
            throw InputFault(
                path: path + JSONPath.step(pair.name),
                "Leave this member out: the ones known here are "
                    + names.joined(separator: ", ") + ".")
        }
    }

    subscript(_ name: String) -> JSONNode? {
        value.member(name).map { JSONNode($0, path + JSONPath.step(name)) }
    }

    func need(_ name: String) throws(InputFault) -> JSONNode {
        guard let node = self[name] else {
            throw InputFault(
                path: path + JSONPath.step(name), "Add this member: it has no default.")
        }
        return node
    }

    func elements(max: Int) throws(InputFault) -> [JSONNode] {
        guard case .array(let values) = value else {
            throw fault("Write an array here, not \(value.kind).")
        }
        guard values.count <= max else {
            throw fault("Write at most \(max) elements here, not \(values.count).")
        }
        return values.enumerated().map { JSONNode($1, "\(path)[\($0)]") }
    }

    func text() throws(InputFault) -> String {
        guard case .string(let text) = value else {
            throw fault("Write a string here, not \(value.kind).")
        }
        return text
    }

    func flag() throws(InputFault) -> Bool {
        guard case .boolean(let flag) = value else {
            throw fault("Write true or false here, not \(value.kind).")
        }
        return flag
    }

    func whole(_ range: ClosedRange<Int64>) throws(InputFault) -> Int64 {
        guard case .number(let text) = value, let number = Int64(text), range.contains(number)
        else {
            throw fault("Write a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }
}
