import AWSProtocol

extension StateReader {
    /// The principals of a credentials file, which is an object with just that member.
    static func principals(_ text: [UInt8]) throws(ControlError) -> [Principal] {
        let value: JSONValue
        do {
            value = try JSONValue(reading: text, subject: "The document")
        } catch {
            throw .invalid(path: "$", error.document.members["message"]?.string ?? "\(error)")
        }
        let root = StateElement(value: value, path: "$")
        let node = try StateNode(root, members: ["principals"])
        return try node.need("principals", readPrincipals(node))
    }

    /// Nil where the document says nothing of them.
    static func readPrincipals(_ document: StateNode) throws(ControlError) -> [Principal]? {
        guard let elements = try document.elements("principals", max: Service.principalsMax) else {
            return nil
        }
        var principals: [Principal] = []
        var ids: Set<String> = []
        for element in elements {
            let principal = try readPrincipal(element)
            guard ids.insert(principal.accessKeyID).inserted else {
                throw .invalid(
                    path: "\(element.path).accessKeyId",
                    "Write another access key id here: one above has it already.")
            }
            principals.append(principal)
        }
        return principals
    }

    private static func readPrincipal(_ element: StateElement) throws(ControlError) -> Principal {
        let node = try StateNode(
            element,
            members: [
                "accessKeyId", "secretAccessKey", "sessionToken", "account", "principalArn",
                "allow", "deny",
            ])
        let id = try node.need("accessKeyId", node.text("accessKeyId", 1...128))
        guard id.utf8.allSatisfy(isKeyCharacter) else {
            throw node.error("accessKeyId", "Write letters, digits and underscores alone here.")
        }
        let secret = try node.need("secretAccessKey", node.text("secretAccessKey", 1...1_024))
        let (account, arn) = try readIdentity(node)
        return Principal(
            accessKeyID: id, secretAccessKey: secret,
            sessionToken: try node.text("sessionToken", 1...16_384), account: account, arn: arn,
            permissions: Permissions(
                allow: try readRules("allow", node), deny: try readRules("deny", node) ?? []))
    }

    /// Either names the other: an account alone is its root.
    private static func readIdentity(
        _ node: StateNode
    ) throws(ControlError) -> (account: String, arn: String) {
        let account = try node.account("account")
        guard let text = try node.text("principalArn", 1...2_048) else {
            let account = try node.need("account", account)
            return (account, "arn:aws:iam::\(account):root")
        }
        guard let arn = ARN(text), ["iam", "sts"].contains(arn.service), arn.region.isEmpty,
            Pattern.accountID.matches(arn.account)
        else {
            throw node.error(
                "principalArn",
                "Write the ARN of a principal here, such as arn:aws:iam::111122223333:user/ann."
            )
        }
        guard account == nil || account == arn.account else {
            throw node.error("account", "Write \(arn.account) here, as the principal's ARN does.")
        }
        return (arn.account, text)
    }

    /// An action alone is one on all resources.
    private static func readRules(
        _ name: String, _ node: StateNode
    ) throws(ControlError) -> [Permissions.Rule]? {
        guard let elements = try node.elements(name, max: 100) else { return nil }
        var rules: [Permissions.Rule] = []
        for element in elements {
            if case .string = element.value {
                rules.append(Permissions.Rule(actions: [try action(element)], resources: ["*"]))
                continue
            }
            let node = try StateNode(element, members: ["actions", "resources"])
            let actions = try node.need("actions", texts("actions", node, action))
            let resources = try texts("resources", node, resource) ?? ["*"]
            rules.append(Permissions.Rule(actions: actions, resources: resources))
        }
        return rules
    }

    private static func texts(
        _ name: String, _ node: StateNode,
        _ read: (StateElement) throws(ControlError) -> String
    ) throws(ControlError) -> [String]? {
        guard let elements = try node.elements(name, max: 100) else { return nil }
        guard !elements.isEmpty else { throw node.error(name, "Write at least one here.") }
        var texts: [String] = []
        for element in elements { texts.append(try read(element)) }
        return texts
    }

    private static func action(_ element: StateElement) throws(ControlError) -> String {
        let text = try element.text(1...128)
        let pattern = PolicyPattern(text.lowercased(), variables: false)
        let names = OperationName.allCases.map { "mpa:\($0.rawValue)".lowercased() }
        guard names.contains(where: pattern.matches) else {
            throw element.error(
                "Write an action of AWS Multi-party approval here, such as mpa:GetSession or mpa:*."
            )
        }
        return text
    }

    private static func resource(_ element: StateElement) throws(ControlError) -> String {
        let text = try element.text(1...2_048)
        guard text == "*" || ARN(text) != nil else {
            throw element.error(
                "Write the ARN of resources here, in which * and ? may stand for other texts, or *."
            )
        }
        return text
    }

    private static func isKeyCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension StateWriter {
    /// What a credentials file would say.
    static func principals(_ principals: [Principal]) -> JSONValue {
        .members(["principals": .array(principals.map(principal))])
    }

    static func principal(_ principal: Principal) -> JSONValue {
        .members([
            "accessKeyId": .string(principal.accessKeyID),
            "secretAccessKey": .string(principal.secretAccessKey),
            "sessionToken": principal.sessionToken.map(JSONValue.string),
            "account": .string(principal.account),
            "principalArn": .string(principal.arn),
            "allow": principal.permissions.allow.map { .array($0.map(rule)) },
            "deny": .some(principal.permissions.deny.map(rule)),
        ])
    }

    private static func rule(_ rule: Permissions.Rule) -> JSONValue {
        .members([
            "actions": .array(rule.actions.map(JSONValue.string)),
            "resources": .array(rule.resources.map(JSONValue.string)),
        ])
    }
}
