/// What people are told, and what they do by habit.
extension Turn {
    /// Invites those of a team, or of its draft, who have not answered yet.
    func sendInvitations(_ team: ApprovalTeam, to approvers: [Approver]) throws {
        try store.scheduledAnswers.deleteInvitations(teamARN: team.arn)
        for approver in approvers where approver.isInvited {
            try send(
                .invitation, to: (approver.id, approver.identityID),
                "Multi-party approval team invitation: \(team.name)", teamARN: team.arn,
                expirationTime: team.dueTime)
            let habit = try habit(of: approver.identityID)
            switch habit.onInvitation {
            case .wait: continue
            case .accept, .reject:
                try schedule(
                    .invitation, team.arn, approver.id, after: habit.afterMilliseconds,
                    isPositive: habit.onInvitation == .accept)
            }
        }
    }

    /// Asks the approvers of a session for their votes.
    func sendRequests(_ session: Session) throws {
        for response in session.responses where response.response == .none {
            try send(
                .request, to: (response.approverID, response.identityID),
                "Multi-party approval request: \(session.request.actionName)",
                teamARN: session.team.arn, sessionARN: session.arn,
                expirationTime: session.expirationTime)
            let habit = try habit(of: response.identityID)
            switch habit.onSession {
            case .wait: continue
            case .approve, .reject:
                try schedule(
                    .session, session.arn, response.approverID, after: habit.afterMilliseconds,
                    isPositive: habit.onSession == .approve)
            }
        }
    }

    func send(
        _ kind: Message.Kind, to recipient: (approverID: String, identityID: String),
        _ subject: String, teamARN: String, sessionARN: String? = nil,
        expirationTime: Int64? = nil, code: String? = nil
    ) throws {
        try store.messages.insert(
            Message(
                time: now, kind: kind, approverID: recipient.approverID,
                identityID: recipient.identityID,
                email: try store.directory.user(recipient.identityID)?.email, subject: subject,
                teamARN: teamARN, sessionARN: sessionARN, expirationTime: expirationTime,
                code: code))
    }

    /// Does what a person's habit says, unless it is settled already.
    func settleAnswer(_ step: Step) throws -> FiredStep? {
        guard let answer = try store.scheduledAnswers.earliestDue(), answer.id == step.id else {
            preconditionFailure("an answer is due, yet there is none")
        }
        try store.scheduledAnswers.delete(id: answer.id)
        switch answer.kind {
        case .invitation:
            guard let team = try store.approvalTeams.find(arn: answer.resourceARN),
                team.invited(answer.approverID) != nil
            else { return nil }
            try respond(team, approverID: answer.approverID, accepts: answer.isPositive)
        case .session:
            guard let session = try store.sessions.find(arn: answer.resourceARN),
                try refusal(ofVote: session, by: answer.approverID) == nil
            else { return nil }
            try vote(
                session, approverID: answer.approverID,
                answer.isPositive ? .approved : .rejected, comment: nil)
        }
        let name = answer.kind == .invitation ? "InvitationResponse" : "SessionResponse"
        return FiredStep(dueTime: step.dueTime, name: name, resourceARN: answer.resourceARN)
    }

    /// Why an approver cannot vote now, or nil.
    func refusal(ofVote session: Session, by approverID: String) throws -> String? {
        guard session.status == .pending else {
            return "The session is \(session.statusText) and takes no vote."
        }
        guard let response = session.responses.first(where: { $0.approverID == approverID })
        else { return "The session does not ask this approver." }
        guard response.response == .none else {
            return "The approver has voted already: \(response.response.rawValue)."
        }
        let team = try store.approvalTeams.find(arn: session.team.arn)
        if team?.approvers.first(where: { $0.id == approverID })?.isInvalid == true {
            return "The approver's identity cannot be used any more."
        }
        return nil
    }

    private func habit(of identity: String) throws -> Habit {
        try store.directory.habit(of: identity) ?? settings.approvers.habit
    }

    private func schedule(
        _ kind: ScheduledAnswer.Kind, _ arn: String, _ approverID: String, after delay: Int64,
        isPositive: Bool
    ) throws {
        let answer = ScheduledAnswer(
            dueTime: now + delay, kind: kind, resourceARN: arn, approverID: approverID,
            isPositive: isPositive)
        try store.scheduledAnswers.insert(answer)
        store.expect(answer.dueTime)
    }

    /// Where codes for an identity go; empty while the directory does not say.
    func email(of identity: String) throws -> String {
        try store.directory.user(identity)?.email ?? ""
    }
}

extension ApprovalTeam {
    /// The member of the team, or of its draft, whose answer to an invitation is awaited.
    func invited(_ approverID: String) -> Approver? {
        let asked: [Approver]
        switch phase {
        case .pendingActivation: asked = approvers
        case .updatePendingActivation: asked = newcomers
        case .validating, .inactive, .active, .updateValidating, .updatePendingApproval,
            .deletePendingApproval, .deleting:
            asked = []
        }
        return asked.first { $0.id == approverID && $0.isInvited }
    }
}
