import AWSProtocol
import MPA

extension ControlRoute {
    private static let settingMembers = [
        Member("approvers", ControlShapes.choice(Habit.Standard.self)),
        Member("mfa", ControlShapes.flag),
        Member("sessionPolicies", ControlShapes.choice(ServiceSettings.SessionPolicies.self)),
    ]
    private static let settings = ControlShapes.object(
        "Settings", settingMembers.map { .always($0.name, $0.shape) })

    static let settingsRoutes = [
        ControlRoute(
            "GetSettings", "GET", "/settings", "Tells what can be chosen while it runs",
            answers: settings
        ) { call in
            .members(try call.service.readSettings().document)
        },
        ControlRoute(
            "ChangeSettings", "PATCH", "/settings", "Changes what is given, and nothing else",
            settingMembers, answers: settings
        ) { call in
            let changed = try call.service.changeSettings { settings in
                settings.approvers = call.value("approvers") ?? settings.approvers
                settings.requiresMFA = call.boolean("mfa") ?? settings.requiresMFA
                settings.sessionPolicies =
                    call.value("sessionPolicies") ?? settings.sessionPolicies
            }
            return .members(changed.document)
        },
    ]
}

extension ServiceSettings {
    fileprivate var document: Structure {
        Structure([
            "approvers": .string(approvers.rawValue), "mfa": .boolean(requiresMFA),
            "sessionPolicies": .string(sessionPolicies.rawValue),
        ])
    }
}
