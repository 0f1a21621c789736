/// What identity-based policies let a principal do, in brief.
package struct Permissions: Sendable, Equatable {
    /// Actions on resources; `*` and `?` stand for other texts in both.
    package struct Rule: Sendable, Equatable {
        package let actions: [String]
        package let resources: [String]
        private let actionPatterns: [PolicyPattern]
        private let resourcePatterns: [PolicyPattern]

        package init(actions: [String], resources: [String]) {
            self.actions = actions
            self.resources = resources
            actionPatterns = actions.map { PolicyPattern($0.lowercased(), variables: false) }
            resourcePatterns = resources.map { PolicyPattern($0, variables: false) }
        }

        /// The case of actions does not count.
        fileprivate func covers(_ action: String, on resource: String) -> Bool {
            let action = action.lowercased()
            return actionPatterns.contains { $0.matches(action) }
                && resourcePatterns.contains { $0.matches(resource) }
        }
    }

    package enum Refusal: Sendable, Equatable {
        /// No rule allows it.
        case notAllowed
        /// A rule denies it, whatever others allow.
        case denied
    }

    /// Nil allows everything that nothing denies.
    package let allow: [Rule]?
    package let deny: [Rule]

    package init(allow: [Rule]?, deny: [Rule]) {
        self.allow = allow
        self.deny = deny
    }

    /// Why an action such as `mpa:GetSession` is refused on a resource; nil when it is not.
    package func refusal(of action: String, on resource: String) -> Refusal? {
        if deny.contains(where: { $0.covers(action, on: resource) }) { return .denied }
        guard let allow else { return nil }
        return allow.contains { $0.covers(action, on: resource) } ? nil : .notAllowed
    }
}
