package import AWSProtocol

/// Why a text is no policy that can be evaluated, and where in it.
package struct PolicyDocumentError: Error, Equatable, CustomStringConvertible {
    /// From the root `$`, as in `$.Statement[0].Effect`.
    package let path: String
    package let problem: String

    package var description: String { "\(path): \(problem)" }
}

extension PolicyDocument {
    /// Reads a policy in IAM's language; one that cannot be evaluated faithfully is refused.
    package init(text: String) throws(PolicyDocumentError) {
        let value: JSONValue
        do {
            value = try JSONValue(reading: text, subject: "The policy")
        } catch {
            throw PolicyDocumentError(
                path: "$", problem: error.document.members["message"]?.string ?? "\(error)")
        }
        try self.init(value)
    }

    package init(_ value: JSONValue) throws(PolicyDocumentError) {
        let root = PolicyNode(value)
        let members = try root.members(named: ["Version", "Id", "Statement"])
        // The language of 2008 is the default, and has no variables.
        let version = try members["Version"]?.word(of: ["2012-10-17", "2008-10-17"])
        if let id = members["Id"] { _ = try id.text() }
        guard let statement = members["Statement"] else {
            throw root.error("must have the member Statement")
        }
        var statements: [PolicyStatement] = []
        for node in try statement.elements() {
            let reader = PolicyStatementReader(node, variables: version == "2012-10-17")
            statements.append(try reader.read())
        }
        self.init(statements: statements)
    }

    /// Whether the policy with that text allows the action; one that is no policy allows nothing.
    static func allows(_ text: String, action: String, _ context: PolicyContext) -> Bool {
        (try? PolicyDocument(text: text))?.allows(action: action, context) ?? false
    }
}
