extension MPALocal {
    /// The directory of users: while it is empty, anybody exists.
    public struct Users: Sendable {
        let server: MPALocal

        /// What is known of a user.
        public enum Status: String, Codable, Sendable {
            case enabled = "ENABLED"
            case disabled = "DISABLED"
            case deleted = "DELETED"
        }

        /// Declares a user, or replaces one.
        public func put(
            _ id: String, name: String? = nil, email: String? = nil, status: Status = .enabled
        ) throws(MPALocalError) {
            let _: Nothing = try server.call(
                "PUT", ["users", id], User(name: name, email: email, status: status))
        }

        /// Takes a declaration back.
        public func delete(_ id: String) throws(MPALocalError) {
            let _: Nothing = try server.call("DELETE", ["users", id])
        }

        private struct User: Encodable {
            let name: String?
            let email: String?
            let status: Status
        }
    }

    /// The directory of users.
    public var users: Users { Users(server: self) }

    /// How people answer without being asked by the test.
    public struct Habits: Sendable {
        let server: MPALocal

        /// What somebody does about an invitation.
        public enum OnInvitation: String, Codable, Sendable {
            case accept = "ACCEPT"
            case reject = "REJECT"
            case wait = "WAIT"
        }

        /// What somebody does about a session.
        public enum OnSession: String, Codable, Sendable {
            case approve = "APPROVE"
            case reject = "REJECT"
            case wait = "WAIT"
        }

        /// What people do who have no habit of their own.
        public enum Everybody: String, Codable, Sendable {
            /// Waits for the test.
            case wait
            /// Accepts invitations.
            case accept
            /// Accepts invitations and approves sessions.
            case approve
        }

        /// Gives an identity a habit in place of another.
        ///
        /// - Parameters:
        ///   - identityId: Whose habit it is.
        ///   - onInvitation: What becomes of invitations.
        ///   - onSession: What becomes of sessions.
        ///   - delay: How long the person takes, on the emulator's clock.
        public func put(
            _ identityId: String, onInvitation: OnInvitation = .wait,
            onSession: OnSession = .wait, after delay: Duration = .zero
        ) throws(MPALocalError) {
            let _: Nothing = try server.call(
                "PUT", ["habits", identityId],
                Habit(onInvitation: onInvitation, onSession: onSession, after: delay.wholeSeconds))
        }

        /// Takes an identity's habit away.
        public func delete(_ identityId: String) throws(MPALocalError) {
            let _: Nothing = try server.call("DELETE", ["habits", identityId])
        }

        /// Chooses what people do who have no habit of their own.
        public func setEverybody(_ habit: Everybody) throws(MPALocalError) {
            let _: Nothing = try server.call(
                "PATCH", ["settings"], ["approvers": habit.rawValue])
        }

        private struct Habit: Encodable {
            let onInvitation: OnInvitation
            let onSession: OnSession
            let after: Double
        }
    }

    /// How people answer without being asked by the test.
    public var habits: Habits { Habits(server: self) }

    /// Whether votes need a one-time code,
    /// https://docs.aws.amazon.com/mpa/latest/APIReference/API_MfaMethod.html.
    public func setMFA(_ isOn: Bool) throws(MPALocalError) {
        let _: Nothing = try call("PATCH", ["settings"], ["mfa": isOn])
    }

    /// Whether a session needs a policy on the team that allows it.
    public func setSessionPolicies(enforced: Bool) throws(MPALocalError) {
        let _: Nothing = try call(
            "PATCH", ["settings"], ["sessionPolicies": enforced ? "enforce" : "ignore"])
    }
}
