import AWSProtocol

/// What happens to a session, with all that follows from it.
extension Turn {
    /// Ends the step under way of the session that is first.
    func settleSession(_ step: Step) throws -> FiredStep {
        guard var session = try store.sessions.find(id: step.id) else {
            preconditionFailure("a step of a session is due, yet no such session")
        }
        guard session.status == .creating, now < session.expirationTime else {
            return try expire(session)
        }
        session.open()
        try save(session)
        let name = emit(.sessionValidationSuccess, session)
        try sendRequests(session)
        return FiredStep(dueTime: step.dueTime, name: name, resourceARN: session.arn)
    }

    /// Ends a session that was not decided in time; its event needs no text where nobody sees it.
    func expire(_ session: Session, isSeen: Bool = true) throws -> FiredStep {
        var session = session
        session.expire(now: now)
        try save(session)
        let name = isSeen ? emit(.sessionExpiration, session) : emitUnseen(.sessionExpiration)
        try ended(session)
        return FiredStep(dueTime: now, name: name, resourceARN: session.arn)
    }

    /// Opens a session of MPA's own about a team.
    func start(
        _ kind: Session.Kind, of team: ApprovalTeam, requester: String,
        asking approvers: [Approver]? = nil
    ) throws -> Session {
        let request = SessionRequest(
            actionName: kind.actionName,
            description: "\(kind.purpose) the approval team \(team.name)",
            protectedResourceARN: team.arn, servicePrincipal: "mpa.amazonaws.com",
            principalARN: requester, account: team.account, region: team.region)
        return try start(
            kind, of: team, request, approvers ?? team.approvers,
            minutes: Session.standardMinutes)
    }

    func start(
        _ kind: Session.Kind, of team: ApprovalTeam, _ request: SessionRequest,
        _ approvers: [Approver], minutes: Int64, sessionID: String? = nil
    ) throws -> Session {
        let threshold = kind == .baseline ? Int64(approvers.count) : team.threshold
        var session = Session(
            arn: team.sessionARN(sessionID ?? ids.next()), kind: kind,
            team: SessionTeam(
                account: team.account, region: team.region, arn: team.arn, name: team.name,
                threshold: threshold),
            request: request, initiationTime: now, expirationTime: now + minutes * 60_000,
            status: .creating, requiresVerification: settings.requiresMFA,
            responses: approvers.map(ApproverResponse.init(askedOf:)),
            dueTime: now + min(settings.transitionDelayMilliseconds, minutes * 60_000))
        if kind == .baseline, approvers.isEmpty { session.failWithoutApprovers(now: now) }
        try store.sessions.insert(&session)
        store.expect(session.dueTime)
        return session
    }

    /// Counts one approver's vote; what it decides happens at once.
    func vote(
        _ session: Session, approverID: String, _ response: ApproverResponse.Response,
        comment: String?
    ) throws {
        var session = session
        guard let index = session.responses.firstIndex(where: { $0.approverID == approverID })
        else { return }
        session.responses[index].response = response
        session.responses[index].responseTime = now
        session.responses[index].comment = comment
        try store.responses.update(session.responses[index], in: session)
        try noteActivity(approverID, session)
        switch session.outcome {
        case .pending: return
        case .approved:
            if executionFails(session) { session.plannedExecution = .failed }
            session.approve(now: now)
        case .rejected: session.reject(now: now)
        }
        try save(session)
        emit(.sessionApproved, session)
        try ended(session)
    }

    private func noteActivity(_ approverID: String, _ session: Session) throws {
        guard let team = try store.approvalTeams.find(arn: session.team.arn),
            var approver = team.approvers.first(where: { $0.id == approverID })
        else { return }
        approver.act(session.kind == .baseline ? .baselined : .voted, now: now)
        if session.kind == .baseline { approver.pendingBaselineSessionARN = nil }
        try store.approvers.updateActivity(of: approver, in: team)
    }

    func cancel(_ session: Session, _ cause: SessionCancellation) throws {
        var session = session
        session.cancel(cause, now: now)
        try save(session)
        emit(.sessionCancellation, session, cancellation: cause)
        if cause == .byUser { try ended(session) }
    }

    /// The other sessions of a team that changed or goes.
    func cancelSessions(of team: ApprovalTeam, _ cause: SessionCancellation) throws {
        for session in try store.sessions.open(teamARN: team.arn) { try cancel(session, cause) }
    }

    /// What the end of a session means for its team.
    private func ended(_ session: Session) throws {
        // Nothing of the team hangs on it, so it is not even looked up: an hour's sessions may end
        // at once.
        guard session.kind != .protectedOperation,
            let team = try store.approvalTeams.find(arn: session.team.arn)
        else { return }
        switch session.kind {
        case .protectedOperation: break
        case .baseline: try endBaseline(team, session)
        case .update, .deletion:
            guard team.updateSessionARN == session.arn else { return }
            if session.status == .cancelled {
                var team = team
                team.dropDraft()
                try save(team)
            } else if session.kind == .update {
                try updateDecided(team, session)
            } else {
                try deletionDecided(team, session)
            }
        }
    }

    /// Nobody is waited for any more.
    private func endBaseline(_ team: ApprovalTeam, _ session: Session) throws {
        for var approver in team.approvers
        where approver.pendingBaselineSessionARN == session.arn {
            approver.pendingBaselineSessionARN = nil
            try store.approvers.updateActivity(of: approver, in: team)
        }
    }

    func save(_ session: Session) throws {
        try store.sessions.update(session)
        store.expect(session.dueTime)
    }
}

extension Session.Kind {
    fileprivate var actionName: String {
        switch self {
        case .update: "mpa:UpdateApprovalTeam"
        case .deletion: "mpa:StartActiveApprovalTeamDeletion"
        case .baseline: "mpa:StartApprovalTeamBaseline"
        case .protectedOperation: preconditionFailure("its action is the integrated service's")
        }
    }

    fileprivate var purpose: String {
        switch self {
        case .update: "Update of"
        case .deletion: "Deletion of"
        case .baseline: "Baseline of"
        case .protectedOperation: preconditionFailure("its purpose is the integrated service's")
        }
    }
}

extension ApprovalTeam {
    /// The ARN of a session of this team.
    func sessionARN(_ id: String) -> String {
        arn.replacing(":approval-team/", with: ":session/", maxReplacements: 1) + "/\(id)"
    }
}
