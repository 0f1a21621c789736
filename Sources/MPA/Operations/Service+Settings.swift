/// What can be chosen while the emulator runs.
extension Service {
    package func readSettings() throws -> ServiceSettings {
        try turn { turn, _ in turn.settings }
    }

    /// Changes how people answer who have no habit of their own, whether votes need a code, and
    /// whether sessions need a policy.
    package func changeSettings(
        _ change: (inout ServiceSettings) -> Void
    ) throws -> ServiceSettings {
        try turn { turn, state in
            var settings = state.settings
            change(&settings)
            try store.transaction { try keep(settings) }
            state.settings = settings
            return settings
        }
    }

    /// A restart finds what was chosen.
    func keep(_ settings: ServiceSettings) throws {
        try store.settings.put("approvers", settings.approvers.rawValue)
        try store.settings.put("mfa", settings.requiresMFA ? "on" : "off")
        try store.settings.put("session-policies", settings.sessionPolicies.rawValue)
    }

    /// What was chosen before a restart.
    func restoreChoices() throws {
        let kept = store.settings
        if let clock = try kept["clock"] { restore(clock: clock) }
        try restorePrincipals()
        try turn { _, state in
            if let text = try kept["approvers"], let value = Habit.Standard(rawValue: text) {
                state.settings.approvers = value
            }
            if let text = try kept["mfa"] { state.settings.requiresMFA = text == "on" }
            if let text = try kept["session-policies"],
                let value = ServiceSettings.SessionPolicies(rawValue: text)
            {
                state.settings.sessionPolicies = value
            }
        }
    }

    private func restore(clock text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, let number = Int64(words[1]) else { return }
        clock.mode = words[0] == "frozen" ? .frozen(at: number) : .running(offset: number)
    }
}
