/// Reads one statement of a policy.
struct PolicyStatementReader {
    private let node: PolicyNode
    private let variables: Bool

    /// `variables` says whether the policy's version of the language has them.
    init(_ node: PolicyNode, variables: Bool) {
        self.node = node
        self.variables = variables
    }

    func read() throws(PolicyDocumentError) -> PolicyStatement {
        let members = try node.members(named: [
            "Sid", "Effect", "Principal", "Action", "NotAction", "Resource", "NotResource",
            "Condition",
        ])
        if let sid = members["Sid"] { _ = try sid.text() }
        guard
            let effect = PolicyStatement.Effect(
                rawValue: try required("Effect", members).word(of: ["Allow", "Deny"]))
        else {
            throw node.error("must have an Effect")
        }
        return PolicyStatement(
            effect: effect,
            principals: try principals(try required("Principal", members)),
            actions: try scope("Action", members) { node throws(PolicyDocumentError) in
                try action(node)
            },
            resources: try scope("Resource", members) { node throws(PolicyDocumentError) in
                try resource(node)
            },
            conditions: try members["Condition"].map { node throws(PolicyDocumentError) in
                try conditions(node)
            } ?? [])
    }

    private func required(
        _ name: String, _ members: [String: PolicyNode]
    ) throws(PolicyDocumentError) -> PolicyNode {
        guard let found = members[name] else { throw node.error("must have the member \(name)") }
        return found
    }

    /// An element of which there must be the plain form or the negated one.
    private func scope(
        _ name: String, _ members: [String: PolicyNode],
        _ read: (PolicyNode) throws(PolicyDocumentError) -> PolicyPattern
    ) throws(PolicyDocumentError) -> PolicyStatement.Scope {
        switch (members[name], members["Not\(name)"]) {
        case (let node?, nil): return .anyOf(try Self.map(try node.elements(), read))
        case (nil, let node?): return .noneOf(try Self.map(try node.elements(), read))
        case (nil, nil), (_?, _?):
            throw node.error("must have either \(name) or Not\(name)")
        }
    }

    private func action(_ node: PolicyNode) throws(PolicyDocumentError) -> PolicyPattern {
        let text = try node.text()
        guard text == "*" || text.contains(":") else {
            throw node.error("must be * or begin with the prefix of a service, as mpa: is")
        }
        return PolicyPattern(text, variables: false)
    }

    private func resource(_ node: PolicyNode) throws(PolicyDocumentError) -> PolicyPattern {
        let text = try node.text()
        guard text == "*" || text.hasPrefix("arn:") else { throw node.error("must be * or an ARN") }
        return PolicyPattern(text, variables: variables)
    }

    private func conditions(_ node: PolicyNode) throws(PolicyDocumentError) -> [PolicyCondition] {
        var conditions: [PolicyCondition] = []
        for (name, block) in try node.members() {
            let isIfExists = name.hasSuffix("IfExists")
            let plain = isIfExists ? String(name.dropLast("IfExists".count)) : name
            guard let comparison = PolicyCondition.Operator(rawValue: plain) else {
                throw block.error("is not an operator that can be evaluated")
            }
            for (key, values) in try block.members() {
                let patterns = try Self.map(try values.elements()) {
                    value throws(PolicyDocumentError) in
                    PolicyPattern(
                        try value.scalarText(), wildcards: comparison.takesWildcards,
                        variables: variables)
                }
                conditions.append(
                    PolicyCondition(
                        comparison, ifExists: isIfExists, key: key, values: patterns))
            }
        }
        return conditions
    }

    /// `map` of the standard library, with the error that is thrown.
    static func map<Result>(
        _ nodes: [PolicyNode], _ read: (PolicyNode) throws(PolicyDocumentError) -> Result
    ) throws(PolicyDocumentError) -> [Result] {
        var results: [Result] = []
        for node in nodes { results.append(try read(node)) }
        return results
    }
}
