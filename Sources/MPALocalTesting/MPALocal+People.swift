extension MPALocal {
    /// Somebody who answers invitations and votes.
    public struct Person: Sendable {
        let server: MPALocal
        /// The approver id or identity id by which it was asked for.
        public let id: String

        /// The teams whose invitations wait for an answer.
        ///
        /// - Throws: ``MPALocalError`` of status 404 for somebody whom nothing names.
        public func invitations() throws(MPALocalError) -> [Team] {
            let page: Invitations = try server.call("GET", ["approvers", id, "invitations"])
            return page.invitations.map(\.team)
        }

        /// Accepts the invitation to a team.
        ///
        /// - Throws: ``MPALocalError`` of status 404 without such a team or member, 409 where no
        ///   invitation waits.
        @discardableResult
        public func accept(_ teamArn: String) throws(MPALocalError) -> Team {
            try answer(teamArn, "ACCEPT")
        }

        /// Declines the invitation to a team.
        ///
        /// - Throws: As ``accept(_:)`` does.
        @discardableResult
        public func decline(_ teamArn: String) throws(MPALocalError) -> Team {
            try answer(teamArn, "REJECT")
        }

        /// The sessions that ask this person, the newest first; at most 1,000.
        public func sessions(pendingOnly: Bool = false) throws(MPALocalError) -> [Session] {
            let page: Sessions = try server.call(
                "GET", ["approvers", id, "sessions"],
                query: ["status": pendingOnly ? "pending" : "all", "limit": "1000"])
            return page.sessions
        }

        /// Votes for a session.
        ///
        /// - Parameters:
        ///   - sessionArn: The session.
        ///   - comment: What is said with the vote.
        ///   - code: The one-time code, which ``sendCode(for:)`` sends, where MFA is on.
        /// - Throws: ``MPALocalError`` of status 404 where the session does not ask this person,
        ///   409 where it has ended or this person has voted, 400 for a wrong code.
        @discardableResult
        public func approve(
            _ sessionArn: String, comment: String? = nil, code: String? = nil
        ) throws(MPALocalError) -> Session {
            try vote(sessionArn, Vote(response: "APPROVE", comment: comment, code: code))
        }

        /// Votes against a session.
        ///
        /// - Throws: As ``approve(_:comment:code:)`` does.
        @discardableResult
        public func reject(
            _ sessionArn: String, comment: String? = nil, code: String? = nil
        ) throws(MPALocalError) -> Session {
            try vote(sessionArn, Vote(response: "REJECT", comment: comment, code: code))
        }

        /// Sends a one-time code to the outbox; the one before is void.
        ///
        /// - Returns: The code.
        public func sendCode(for sessionArn: String) throws(MPALocalError) -> String {
            let _: Session = try server.call(
                "POST", ["approvers", id, "sessions", sessionArn, "code"])
            let sent = try server.outbox.messages(to: id, kind: .oneTimeCode)
            guard let code = sent.last(where: { $0.sessionArn == sessionArn })?.code else {
                throw MPALocalError(status: 404, detail: "No code was sent.", path: nil)
            }
            return code
        }

        private func answer(
            _ teamArn: String, _ response: String
        ) throws(MPALocalError) -> Team {
            try server.call(
                "PUT", ["approvers", id, "invitations", teamArn], ["response": response])
        }

        private func vote(_ sessionArn: String, _ vote: Vote) throws(MPALocalError) -> Session {
            try server.call("PUT", ["approvers", id, "sessions", sessionArn], vote)
        }

        private struct Invitations: Decodable {
            struct Invitation: Decodable {
                let team: Team
            }
            let invitations: [Invitation]
        }

        private struct Sessions: Decodable {
            let sessions: [Session]
        }

        private struct Vote: Encodable {
            let response: String
            let comment: String?
            let code: String?
        }
    }

    /// Somebody, by approver id or identity id.
    public func person(_ id: String) -> Person { Person(server: self, id: id) }
}
