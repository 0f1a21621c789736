import AWSProtocol
import MPA

/// Who may call: access keys, whose they are, and what they may be used for. Secrets come in, and
/// none of these routes tells them.
extension ControlRoute {
    private static let rule = ControlShapes.object(
        "Rule",
        [
            .always("actions", ControlShapes.list(of: ControlShapes.text)),
            .always("resources", ControlShapes.list(of: ControlShapes.text)),
        ])
    private static let principal = ControlShapes.object(
        "Principal",
        [
            .always("accessKeyId", ControlShapes.text),
            .always("hasSessionToken", ControlShapes.flag),
            .always("account", ControlShapes.text),
            .always("principalArn", ControlShapes.text),
            Member("allow", ControlShapes.list(of: rule)),
            .always("deny", ControlShapes.list(of: rule)),
        ])
    private static let page = ControlShapes.page("PrincipalPage", "principals", of: principal)

    static let principalRoutes = [
        ControlRoute(
            "ListPrincipals", "GET", "/principals",
            "Lists the access keys that are known, without their secrets", answers: page
        ) { call in
            .members(.page("principals", call.service.principals().map(\.document)))
        },
        ControlRoute(
            "PutPrincipals", "POST", "/principals",
            "Adds the principals of a credentials document, or changes them by their keys",
            [Member("credentials", ControlShapes.json, .payload, required: true)], answers: page,
            errors: [ProblemShapes.conflict]
        ) { call in
            if case .json(let text) = call.input["credentials"] {
                try call.service.putPrincipals(text)
            }
            return .members(.page("principals", call.service.principals().map(\.document)))
        },
        ControlRoute(
            "DeletePrincipals", "DELETE", "/principals", "Forgets every access key", answers: nil
        ) { call in
            try call.service.forgetPrincipals()
            return .nothing
        },
        ControlRoute(
            "DeletePrincipal", "DELETE", "/principals/{accessKeyId}", "Forgets an access key",
            [
                Member(
                    "accessKeyId",
                    Shape("AccessKeyId", .string(StringConstraints(length: 1...128))),
                    .uri, required: true)
            ], answers: nil, errors: [ProblemShapes.notFound]
        ) { call in
            try call.service.forgetPrincipal(accessKeyID: call.text("accessKeyId"))
            return .nothing
        },
    ]
}

extension Principal {
    fileprivate var document: Structure {
        Structure([
            "accessKeyId": .string(accessKeyID),
            "hasSessionToken": .boolean(sessionToken != nil),
            "account": .string(account),
            "principalArn": .string(arn),
            "allow": permissions.allow.map { .list($0.map(\.document)) },
            "deny": .list(permissions.deny.map(\.document)),
        ])
    }
}

extension Permissions.Rule {
    fileprivate var document: Document {
        .structure(
            Structure([
                "actions": .list(actions.map(Document.string)),
                "resources": .list(resources.map(Document.string)),
            ]))
    }
}
