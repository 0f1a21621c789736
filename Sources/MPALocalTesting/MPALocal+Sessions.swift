extension MPALocal {
    /// What integrated services do, such as AWS Backup.
    public struct Sessions: Sendable {
        let server: MPALocal

        /// How a protected operation ends.
        public enum Execution: String, Sendable {
            case executed = "EXECUTED"
            case failed = "FAILED"
        }

        /// Starts a session, as a service does when a protected operation is called.
        ///
        /// - Parameters:
        ///   - actionName: The operation, such as `backup:RevokeRestoreAccessBackupVault`.
        ///   - teamArn: The team that decides.
        ///   - protectedResourceArn: What the operation is to be done to.
        ///   - description: What the service says of it.
        ///   - metadata: What the service tells beside, without blanks.
        ///   - comment: What the requester says.
        ///   - requesterAccountId: The account that asks; that of the team if it is left out.
        ///   - requesterPrincipalArn: Who asks; the root of that account if it is left out.
        ///   - minutes: How long it lasts, 1 to 43,200; a day if it is left out.
        /// - Returns: The session, which waits for votes unless people have habits.
        /// - Throws: ``MPALocalError`` of status 404 without such a team, 409 where the team is not
        ///   ACTIVE or has no policy that allows the session.
        @discardableResult
        public func start(
            _ actionName: String, by teamArn: String, on protectedResourceArn: String,
            description: String? = nil, metadata: [String: String]? = nil,
            comment: String? = nil, requesterAccountId: String? = nil,
            requesterPrincipalArn: String? = nil, minutes: Int? = nil
        ) throws(MPALocalError) -> Session {
            try server.call(
                "POST", ["sessions"],
                Start(
                    approvalTeamArn: teamArn, actionName: actionName,
                    protectedResourceArn: protectedResourceArn, description: description,
                    metadata: metadata, requesterComment: comment,
                    requesterAccountId: requesterAccountId,
                    requesterPrincipalArn: requesterPrincipalArn, durationMinutes: minutes))
        }

        /// Any session.
        ///
        /// - Throws: ``MPALocalError`` of status 404 where there is none.
        public func get(_ sessionArn: String) throws(MPALocalError) -> Session {
            try server.call("GET", ["sessions", sessionArn])
        }

        /// Tells how the operation of a session ended, or will end once it is approved.
        ///
        /// - Throws: ``MPALocalError`` of status 409 where nothing is executed.
        @discardableResult
        public func reportExecution(
            _ sessionArn: String, _ execution: Execution
        ) throws(MPALocalError) -> Session {
            try server.call(
                "PUT", ["sessions", sessionArn, "execution"], ["status": execution.rawValue])
        }

        private struct Start: Encodable {
            let approvalTeamArn: String
            let actionName: String
            let protectedResourceArn: String
            let description: String?
            let metadata: [String: String]?
            let requesterComment: String?
            let requesterAccountId: String?
            let requesterPrincipalArn: String?
            let durationMinutes: Int?
        }
    }

    /// Sessions for protected operations.
    public var sessions: Sessions { Sessions(server: self) }
}
