import AWSProtocol

/// One value inside the JSON text of a policy, with the way to it for error texts.
struct PolicyNode {
    private let value: JSONValue
    private let path: String

    init(_ value: JSONValue, path: String = "$") {
        self.value = value
        self.path = path
    }

    func error(_ problem: String) -> PolicyDocumentError {
        PolicyDocumentError(path: path, problem: problem)
    }

    /// The members of an object, in their order.
    func members() throws(PolicyDocumentError) -> [(name: String, node: PolicyNode)] {
        guard case .object(let pairs) = value else {
            throw error("must be an object, not \(value.kind)")
        }
        return pairs.map { ($0.name, PolicyNode($0.value, path: path + Self.step($0.name))) }
    }

    /// The members of an object that may have those names and no others.
    func members(named names: [String]) throws(PolicyDocumentError) -> [String: PolicyNode] {
        var found: [String: PolicyNode] = [:]
        for (name, node) in try members() {
            guard names.contains(name) else { throw node.error("is not a member known here") }
            found[name] = node
        }
        return found
    }

    /// The elements of an array, which must have some; one value that is no array is one element.
    func elements() throws(PolicyDocumentError) -> [PolicyNode] {
        guard case .array(let elements) = value else { return [self] }
        if elements.isEmpty { throw error("must not be empty") }
        return elements.enumerated().map { PolicyNode($1, path: "\(path)[\($0)]") }
    }

    func text() throws(PolicyDocumentError) -> String {
        guard case .string(let text) = value else {
            throw error("must be a string, not \(value.kind)")
        }
        return text
    }

    /// A value of a condition: IAM takes numbers and booleans for their texts.
    func scalarText() throws(PolicyDocumentError) -> String {
        switch value {
        case .string(let text), .number(let text): return text
        case .boolean(let flag): return flag ? "true" : "false"
        case .object, .array, .null: throw error("must be a string, not \(value.kind)")
        }
    }

    /// The string, if it is one of those words.
    func word(of words: [String]) throws(PolicyDocumentError) -> String {
        let text = try text()
        guard words.contains(text) else {
            throw error("must be \(words.joined(separator: " or ")), not \(text)")
        }
        return text
    }

    private static func step(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        return isPlain && !name.isEmpty ? ".\(name)" : "['\(name)']"
    }
}
