/// How the service behaves where a user may choose.
package struct ServiceSettings: Sendable, Equatable {
    /// How a protected operation's session needs an attached policy that allows it.
    package enum SessionPolicies: String, Sendable, CaseIterable {
        case enforce
        case ignore
    }

    /// How long asynchronous steps take on the emulator's clock; 0 settles them at once.
    package var transitionDelayMilliseconds: Int64 = 0
    /// The page that GetIdentitySource sends approvers to.
    package var approvalPortalURL = "http://127.0.0.1/portal/"
    package var teamLimits = TeamLimits.aws
    /// What people do who have no habit of their own.
    package var approvers = Habit.Standard.wait
    /// Votes need a one-time code.
    package var requiresMFA = false
    package var sessionPolicies = SessionPolicies.enforce

    package init() {}
}
