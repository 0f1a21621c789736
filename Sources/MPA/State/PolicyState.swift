import AWSProtocol

extension StateReader {
    /// The policy that is there from the start need not be told.
    mutating func readPolicies(_ document: StateNode) throws(ControlError) {
        for element in try document.elements("policies") ?? [] {
            let (policy, versions) = try readPolicy(element)
            guard !policyVersions.contains("\(policy.path)/$DEFAULT") else {
                throw element.error(
                    "Leave this out: the policy \(policy.path) stands above already.")
            }
            add(policy, versions)
        }
        if !policyVersions.contains("\(PolicyTable.builtInPath)/$DEFAULT") {
            let builtIn = PolicyTable.builtIn
            add(builtIn.policy, builtIn.versions)
        }
    }

    private mutating func add(_ policy: Policy, _ versions: [PolicyVersion]) {
        contents.policies.append((policy, versions))
        policyVersions.insert("\(policy.path)/$DEFAULT")
        for version in versions { policyVersions.insert("\(policy.path)/\(version.number)") }
    }

    private func readPolicy(
        _ element: StateElement
    ) throws(ControlError) -> (Policy, [PolicyVersion]) {
        let node = try StateNode(
            element, members: ["path", "name", "type", "defaultVersion", "versions"])
        let path = try node.need("path", node.text("path"))
        let arn = "arn:aws:mpa:::aws:policy/\(path)"
        guard Pattern.unqualifiedPolicyARN.matches(arn), PolicyARN(arn)?.path == path else {
            throw node.error(
                "path", "Write SERVICE/NAME here, as in \(PolicyTable.builtInPath).")
        }
        var versions: [PolicyVersion] = []
        for element in try node.elements("versions") ?? [] {
            let version = try readVersion(element, of: path, number: versions.count + 1)
            guard version.number > versions.last?.number ?? 0 else {
                throw .invalid(path: "\(element.path).number", "Let the numbers rise, from 1.")
            }
            versions.append(version)
        }
        guard let last = versions.last else {
            throw node.error("versions", "Add a version, such as {\"document\": {…}}.")
        }
        let standing = try node.integer("defaultVersion", 1...Int64.max) ?? last.number
        guard versions.contains(where: { $0.number == standing }) else {
            throw node.error("defaultVersion", "Write the number of one of the versions here.")
        }
        let name = try node.text("name", 1...1000) ?? String(path.split(separator: "/")[1])
        let policy = Policy(
            path: path, name: name, type: try node.choice("type") ?? .awsManaged,
            defaultVersion: standing)
        return (policy, versions)
    }

    private func readVersion(
        _ element: StateElement, of path: String, number: Int
    ) throws(ControlError) -> PolicyVersion {
        let node = try StateNode(
            element,
            members: ["number", "status", "creationTime", "lastUpdatedTime", "document"])
        let creation = try node.time("creationTime") ?? now
        return PolicyVersion(
            policyPath: path,
            number: try node.integer("number", 1...Int64.max) ?? Int64(number),
            status: try node.choice("status") ?? .attachable, creationTime: creation,
            lastUpdatedTime: try node.time("lastUpdatedTime") ?? creation,
            document: try Self.readDocument(node.need("document", node["document"])))
    }

    /// The text of a policy; an object stands for its own text.
    private static func readDocument(_ element: StateElement) throws(ControlError) -> String {
        let text: String
        switch element.value {
        case .string(let written): text = written
        case .object: text = String(decoding: element.value.text, as: UTF8.self)
        case .array, .number, .boolean, .null: throw element.mismatch("a policy, or its text")
        }
        do {
            _ = try PolicyDocument(text: text)
        } catch {
            throw .invalid(path: element.path + error.path.dropFirst(), "It \(error.problem).")
        }
        return text
    }
}

extension StateWriter {
    static func policy(_ policy: Policy, _ versions: [PolicyVersion]) -> JSONValue {
        .members([
            "path": .string(policy.path), "name": .string(policy.name),
            "type": .string(policy.type.rawValue),
            "defaultVersion": .integer(policy.defaultVersion),
            "versions": .array(
                versions.map { version in
                    .members([
                        "number": .integer(version.number),
                        "status": .string(version.status.rawValue),
                        "creationTime": .time(version.creationTime),
                        "lastUpdatedTime": .time(version.lastUpdatedTime),
                        "document": .string(version.document),
                    ])
                }),
        ])
    }
}
