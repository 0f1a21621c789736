import AWSProtocol

private enum ClockMode: String, CaseIterable { case running, frozen }

extension StateReader {
    /// Without a moment the clock shows what the machine's does.
    static func readClock(
        _ element: StateElement?, machineTime: Int64
    ) throws(ControlError) -> (EmulatorClock.Mode, now: Int64) {
        guard let element else { return (.running(offset: 0), machineTime) }
        let node = try StateNode(element, members: ["mode", "now"])
        let now = try node.time("now") ?? machineTime
        switch try node.choice("mode", ClockMode.self) ?? .running {
        case .running: return (.running(offset: now - machineTime), now)
        case .frozen: return (.frozen(at: now), now)
        }
    }

    /// What the document does not choose is as at the start.
    static func readSettings(
        _ element: StateElement?, standard: ServiceSettings
    ) throws(ControlError) -> ServiceSettings {
        var settings = standard
        guard let element else { return settings }
        let node = try StateNode(element, members: ["approvers", "mfa", "sessionPolicies"])
        settings.approvers = try node.choice("approvers") ?? standard.approvers
        settings.requiresMFA = try node.flag("mfa") ?? standard.requiresMFA
        settings.sessionPolicies = try node.choice("sessionPolicies") ?? standard.sessionPolicies
        return settings
    }
}

extension StateWriter {
    static func clock(_ mode: EmulatorClock.Mode, now: Int64) -> JSONValue {
        let name: ClockMode
        switch mode {
        case .running: name = .running
        case .frozen: name = .frozen
        }
        return .members(["mode": .string(name.rawValue), "now": .time(now)])
    }

    static func settings(_ settings: ServiceSettings) -> JSONValue {
        .members([
            "approvers": .string(settings.approvers.rawValue),
            "mfa": .boolean(settings.requiresMFA),
            "sessionPolicies": .string(settings.sessionPolicies.rawValue),
        ])
    }
}
