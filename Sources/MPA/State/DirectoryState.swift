import AWSProtocol

extension StateReader {
    mutating func readDirectory(_ element: StateElement?) throws(ControlError) {
        guard let element else { return }
        let node = try StateNode(element, members: ["users", "instances"])
        for element in try node.elements("users") ?? [] {
            let user = try Self.readUser(element)
            guard users.updateValue(user.status, forKey: Array(user.id.utf8)) == nil else {
                throw element.error("Leave this out: the user \(user.id) stands above already.")
            }
            contents.users.append(user)
        }
        for element in try node.elements("instances") ?? [] {
            let instance = try Self.readInstance(element)
            guard !contents.instances.contains(where: { $0.arn == instance.arn }) else {
                throw element.error(
                    "Leave this out: the instance \(instance.arn) stands above already.")
            }
            contents.instances.append(instance)
        }
    }

    /// A text alone is the id of an enabled user.
    private static func readUser(_ element: StateElement) throws(ControlError) -> DirectoryUser {
        if case .string = element.value {
            return DirectoryUser(
                id: try element.text(1...100), name: nil, email: nil, status: .enabled)
        }
        let node = try StateNode(element, members: ["id", "name", "email", "status"])
        return DirectoryUser(
            id: try node.need("id", node.text("id", 1...100)), name: try node.text("name"),
            email: try node.text("email"), status: try node.choice("status") ?? .enabled)
    }

    private static func readInstance(
        _ element: StateElement
    ) throws(ControlError) -> DirectoryInstance {
        let node = try StateNode(element, members: ["arn", "status"])
        return DirectoryInstance(
            arn: try node.need("arn", node.instanceARN("arn")),
            status: try node.choice("status") ?? .present)
    }

    mutating func readHabits(_ document: StateNode) throws(ControlError) {
        var seen: Set<[UInt8]> = []
        for element in try document.elements("habits") ?? [] {
            let node = try StateNode(
                element,
                members: ["identityId", "onInvitation", "onSession", "afterMilliseconds"])
            let identity = try node.need("identityId", node.text("identityId", 1...100))
            guard seen.insert(Array(identity.utf8)).inserted else {
                throw element.error("Leave this out: \(identity) has a habit above already.")
            }
            let habit = Habit(
                onInvitation: try node.choice("onInvitation") ?? .wait,
                onSession: try node.choice("onSession") ?? .wait,
                afterMilliseconds: try node.integer("afterMilliseconds", 0...Service.latestTime)
                    ?? 0)
            contents.habits.append((identity, habit))
        }
    }
}

extension StateNode {
    func instanceARN(_ name: String) throws(ControlError) -> String? {
        guard let element = self[name] else { return nil }
        let text = try element.text(20...2048)
        guard Pattern.identityCenterInstanceARN.matches(text) else {
            throw element.error(
                "Write the ARN of an Identity Center instance here, such as "
                    + "arn:aws:sso:::instance/ssoins-0123456789abcdef.")
        }
        return text
    }
}

extension StateWriter {
    static func user(_ user: DirectoryUser) -> JSONValue {
        .members([
            "id": .string(user.id), "name": user.name.map(JSONValue.string),
            "email": user.email.map(JSONValue.string), "status": .string(user.status.rawValue),
        ])
    }

    static func instance(_ instance: DirectoryInstance) -> JSONValue {
        .members(["arn": .string(instance.arn), "status": .string(instance.status.rawValue)])
    }

    static func habit(_ habit: Habit, of identity: String) -> JSONValue {
        .members([
            "identityId": .string(identity), "onInvitation": .string(habit.onInvitation.rawValue),
            "onSession": .string(habit.onSession.rawValue),
            "afterMilliseconds": .integer(habit.afterMilliseconds),
        ])
    }
}
