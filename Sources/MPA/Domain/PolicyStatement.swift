/// One rule of a policy: it applies when all of its parts do.
package struct PolicyStatement: Sendable, Equatable {
    package enum Effect: String, Sendable, CaseIterable {
        case allow = "Allow"
        case deny = "Deny"
    }

    /// An element or its negated form: `Action` and `NotAction`, `Resource` and `NotResource`.
    package enum Scope: Sendable, Equatable {
        case anyOf([PolicyPattern])
        case noneOf([PolicyPattern])
    }

    package enum Principal: Sendable, Equatable {
        /// `"*"`: AWS services too.
        case everyone
        /// `{"AWS": "*"}`
        case everyAccount
        /// Everybody in one account; without a partition, in whichever it is.
        case account(String, partition: String?)
        case principal(arn: String)
        case service(String)
    }

    package let effect: Effect
    package let principals: [Principal]
    package let actions: Scope
    package let resources: Scope
    package let conditions: [PolicyCondition]

    package init(
        effect: Effect, principals: [Principal], actions: Scope, resources: Scope,
        conditions: [PolicyCondition] = []
    ) {
        self.effect = effect
        self.principals = principals
        self.actions = actions
        self.resources = resources
        self.conditions = conditions
    }
}
