/// What integrated services do.
extension Service {
    /// What an integrated service asks for, shaped like MPA's internal StartSession,
    /// https://docs.aws.amazon.com/mpa/latest/userguide/logging-using-cloudtrail.html.
    package struct SessionStart: Sendable {
        package let teamARN: String
        package let request: SessionRequest
        package let durationMinutes: Int64
        package let sessionID: String?

        package init(
            teamARN: String, request: SessionRequest, durationMinutes: Int64?, sessionID: String?
        ) {
            self.teamARN = teamARN
            self.request = request
            self.durationMinutes = durationMinutes ?? Session.standardMinutes
            self.sessionID = sessionID
        }
    }

    /// Starts a session; the same deduplication token gives the same session.
    package func startSession(_ start: SessionStart) throws -> Session {
        let id = try change { turn in
            guard let team = try turn.store.approvalTeams.find(arn: start.teamARN) else {
                throw ControlError.notFound("The approval team \(start.teamARN) does not exist.")
            }
            if let earlier = try turn.duplicate(of: start) { return earlier.id }
            guard team.canDecide else { throw ControlError.conflict(team.busy) }
            try turn.checkPolicy(start, team)
            if let sessionID = start.sessionID,
                try turn.store.sessions.find(arn: team.sessionARN(sessionID)) != nil
            {
                throw ControlError.conflict("The session id \(sessionID) is taken.")
            }
            let session = try turn.start(
                .protectedOperation, of: team, start.request, team.approvers,
                minutes: start.durationMinutes, sessionID: start.sessionID)
            turn.emitStart(session, start)
            return session.id
        }
        return try turn { turn, _ in
            guard let session = try turn.store.sessions.find(id: id) else {
                throw ControlError.notFound("The session does not exist any more.")
            }
            return session
        }
    }

    /// Any session, by its ARN.
    package func session(_ arn: String) throws -> Session {
        try turn { turn, _ in try turn.session(arn) }
    }

    /// Says how the operation ended that a session is about, or will end once it is approved.
    package func reportExecution(
        _ arn: String, _ status: Session.ExecutionStatus
    ) throws -> Session {
        try change { turn in
            var session = try turn.session(arn)
            guard session.kind == .protectedOperation else {
                throw ControlError.conflict("MPA itself executes what this session is about.")
            }
            switch session.status {
            case .creating, .pending: session.plannedExecution = status
            case .approved: session.executionStatus = status
            case .failed, .cancelled:
                throw ControlError.conflict(
                    "The session is \(session.statusText): nothing is executed.")
            }
            try turn.save(session)
            return session
        }
    }
}

extension Turn {
    /// The session that the same request with its token has started within 24 hours.
    fileprivate func duplicate(of start: Service.SessionStart) throws -> Session? {
        let request = start.request
        guard let token = request.deduplicationToken,
            let earlier = try store.sessions.findDuplicate(
                teamARN: start.teamARN, requester: request.account, token: token)
        else { return nil }
        guard earlier.initiationTime + Idempotency.lifetimeMilliseconds > now else {
            try store.sessions.forgetToken(of: earlier)
            return nil
        }
        let minutes = (earlier.expirationTime - earlier.initiationTime) / 60_000
        let isSameID = start.sessionID.map { earlier.arn.hasSuffix("/\($0)") } ?? true
        guard earlier.request == request, minutes == start.durationMinutes, isSameID else {
            throw ControlError.conflict(
                "The deduplicationToken was used for a session with other parameters.")
        }
        return earlier
    }

    fileprivate func session(_ arn: String) throws -> Session {
        guard let session = try store.sessions.find(arn: arn) else {
            throw ControlError.notFound("The session \(arn) does not exist.")
        }
        return session
    }
}
