import AWSProtocol
import MPA

/// The directory that a test declares: users, Identity Center instances, and habits.
extension ControlRoute {
    static let directoryRoutes = userRoutes + instanceRoutes + habitRoutes

    private static let userID = Member("userId", ControlShapes.person, .uri, required: true)
    private static let userMembers = [
        Member("name", CommonShapes.string),
        Member("email", CommonShapes.string),
        Member("status", ControlShapes.choice(DirectoryUser.Status.self)),
    ]
    private static let user = ControlShapes.object(
        "User",
        [
            .always("userId", ControlShapes.person), userMembers[0], userMembers[1],
            .always("status", ControlShapes.choice(DirectoryUser.Status.self)),
        ])

    private static let userRoutes = [
        ControlRoute(
            "ListUsers", "GET", "/users", "Lists the users that are declared",
            answers: ControlShapes.page("UserPage", "users", of: user)
        ) { call in
            .members(.page("users", try call.service.users().map(\.document)))
        },
        ControlRoute(
            "GetUser", "GET", "/users/{userId}", "Tells a user", [userID], answers: user,
            errors: [ProblemShapes.notFound]
        ) { call in
            let id = call.text("userId")
            let found = try call.service.users().first { $0.id.hasBytes(of: id) }
            return .members(
                try unwrap(found, "The directory declares no user \(id).").document)
        },
        ControlRoute(
            "PutUser", "PUT", "/users/{userId}",
            "Declares a user, or replaces one wholly; ENABLED unless it is said otherwise",
            [userID] + userMembers, answers: user
        ) { call in
            let user = DirectoryUser(
                id: call.text("userId"), name: call["name"], email: call["email"],
                status: call.value("status") ?? .enabled)
            try call.service.put(user)
            return .members(user.document)
        },
        ControlRoute(
            "ChangeUser", "PATCH", "/users/{userId}",
            "Changes what is given of a user, and nothing else", [userID] + userMembers,
            answers: user, errors: [ProblemShapes.notFound]
        ) { call in
            let changed = try call.service.changeUser(call.text("userId")) { user in
                DirectoryUser(
                    id: user.id, name: call["name"] ?? user.name,
                    email: call["email"] ?? user.email,
                    status: call.value("status") ?? user.status)
            }
            return .members(changed.document)
        },
        ControlRoute(
            "DeleteUser", "DELETE", "/users/{userId}", "Takes a declaration back", [userID],
            answers: nil, errors: [ProblemShapes.notFound]
        ) { call in
            try call.service.forgetUser(call.text("userId"))
            return .nothing
        },
    ]

    private static let instanceARN = Member(
        "instanceArn", IdentitySourceShapes.idcInstanceArn, .uri, required: true)
    private static let instance = ControlShapes.object(
        "Instance",
        [
            .always("instanceArn", ControlShapes.text),
            .always("status", ControlShapes.choice(DirectoryInstance.Status.self)),
        ])

    private static let instanceRoutes = [
        ControlRoute(
            "ListInstances", "GET", "/instances",
            "Lists the Identity Center instances that are declared",
            answers: ControlShapes.page("InstancePage", "instances", of: instance)
        ) { call in
            .members(.page("instances", try call.service.instances().map(\.document)))
        },
        ControlRoute(
            "GetInstance", "GET", "/instances/{instanceArn}", "Tells an instance", [instanceARN],
            answers: instance, errors: [ProblemShapes.notFound]
        ) { call in
            let arn = call.text("instanceArn")
            let found = try call.service.instances().first { $0.arn.hasBytes(of: arn) }
            return .members(
                try unwrap(found, "The directory declares no instance \(arn).").document)
        },
        ControlRoute(
            "PutInstance", "PUT", "/instances/{instanceArn}",
            "Declares an instance, or replaces one",
            [
                instanceARN,
                Member(
                    "status", ControlShapes.choice(DirectoryInstance.Status.self), required: true),
            ], answers: instance
        ) { call in
            let instance = DirectoryInstance(
                arn: call.text("instanceArn"), status: call.value("status") ?? .present)
            try call.service.put(instance)
            return .members(instance.document)
        },
        ControlRoute(
            "DeleteInstance", "DELETE", "/instances/{instanceArn}", "Takes a declaration back",
            [instanceARN], answers: nil, errors: [ProblemShapes.notFound]
        ) { call in
            try call.service.forgetInstance(call.text("instanceArn"))
            return .nothing
        },
    ]
}

extension DirectoryUser {
    fileprivate var document: Structure {
        Structure([
            "userId": .string(id), "name": name.map(Document.string),
            "email": email.map(Document.string), "status": .string(status.rawValue),
        ])
    }
}

extension DirectoryInstance {
    fileprivate var document: Structure {
        Structure(["instanceArn": .string(arn), "status": .string(status.rawValue)])
    }
}

/// - Throws: notFound with that text for nil.
func unwrap<Value>(_ value: Value?, _ text: String) throws -> Value {
    guard let value else { throw ControlError.notFound(text) }
    return value
}
