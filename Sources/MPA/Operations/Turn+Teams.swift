/// What happens to a team, with all that follows from it.
extension Turn {
    /// Ends the step under way of the team that is first.
    func settleTeam(_ step: Step) throws -> FiredStep {
        guard let team = try store.approvalTeams.find(id: step.id) else {
            preconditionFailure("a step of a team is due, yet no such team")
        }
        let name: String
        switch team.phase {
        case .validating: name = try validate(team)
        case .updateValidating: name = try validateDraft(team)
        case .pendingActivation: name = try failActivation(team, Self.unanswered)
        case .updatePendingActivation: name = try failDraftActivation(team, Self.unanswered)
        case .deleting: name = try remove(team)
        case .inactive, .active, .updatePendingApproval, .deletePendingApproval:
            preconditionFailure("a team falls due in the phase \(team.phase)")
        }
        return FiredStep(dueTime: step.dueTime, name: name, resourceARN: team.arn)
    }

    private static let unanswered = "Not every invitation was accepted within 24 hours."
    private static let declined = "An approver declined the invitation."

    private func validate(_ team: ApprovalTeam) throws -> String {
        var team = team
        let invalid = try checkIdentities(&team.approvers, team) ?? teamFault(team)
        if let invalid {
            team.failValidation(invalid)
            try save(team)
            return emit(.teamCreationValidationFailure, team)
        }
        team.invite(now: now)
        let name = emit(.teamCreationValidationSuccess, team)
        if team.isComplete {
            team.enter(.active)
            try save(team)
            return emit(.teamCreationActivationSuccess, team)
        }
        try save(team)
        try sendInvitations(team, to: team.approvers)
        return name
    }

    private func validateDraft(_ team: ApprovalTeam) throws -> String {
        var team = team
        guard var draft = team.draft else {
            preconditionFailure("a draft is due, yet there is none")
        }
        let invalid = try checkIdentities(&draft.approvers, team) ?? draftFault(team)
        team.draft = draft
        if let invalid {
            team.enterUpdate(.updateFailedValidation, message: invalid)
            try save(team)
            return emit(.teamUpdateValidationFailure, team)
        }
        let session = try start(.update, of: team, requester: draft.requesterARN)
        team.updateSessionARN = session.arn
        team.enterUpdate(.updatePendingApproval)
        try save(team)
        return emit(.teamUpdateValidationSuccess, team)
    }

    /// Marks members whose identity cannot be used, and says so of the first.
    private func checkIdentities(
        _ approvers: inout [Approver], _ team: ApprovalTeam
    ) throws -> String? {
        var text: String?
        for index in approvers.indices {
            let identity = approvers[index].identityID
            approvers[index].isInvalid = try isLost(approvers[index], team)
            if approvers[index].isInvalid, text == nil {
                text = "The identity \(identity) is not an enabled user of the identity source."
            }
        }
        return text
    }

    /// Every user exists until one is declared.
    func isUsable(identity: String) throws -> Bool {
        guard try store.directory.hasUsers() else { return true }
        return try store.directory.user(identity)?.status == .enabled
    }

    /// One member has answered the invitation to the team, or to its draft.
    func respond(_ team: ApprovalTeam, approverID: String, accepts: Bool) throws {
        var team = team
        func answer(_ approvers: inout [Approver]) throws {
            guard let index = approvers.firstIndex(where: { $0.id == approverID }) else { return }
            approvers[index].respond(accepts: accepts, now: now)
            if accepts, settings.requiresMFA {
                approvers[index].registeredEmail = try email(of: approvers[index].identityID)
            }
        }
        if team.phase == .updatePendingActivation {
            guard var draft = team.draft else { return }
            try answer(&draft.approvers)
            team.draft = draft
            if !accepts {
                _ = try failDraftActivation(team, Self.declined)
            } else if team.newcomers.allSatisfy({ $0.answer == .accepted }) {
                try applyDraft(team, .teamUpdateActivationSuccess)
            } else {
                try save(team)
            }
            return
        }
        try answer(&team.approvers)
        if !accepts {
            _ = try failActivation(team, Self.declined)
        } else if team.isComplete {
            team.enter(.active)
            try save(team)
            emit(.teamCreationActivationSuccess, team)
        } else {
            try save(team)
        }
    }

    private func failActivation(_ team: ApprovalTeam, _ message: String) throws -> String {
        var team = team
        team.failActivation(message)
        try save(team)
        return emit(.teamCreationActivationFailure, team)
    }

    private func failDraftActivation(_ team: ApprovalTeam, _ message: String) throws -> String {
        var team = team
        team.failUpdate(.updateFailedActivation, message)
        try save(team)
        return emit(.teamUpdateActivationFailure, team)
    }

    /// The session that decides on the draft has ended; cancelling it is another matter.
    func updateDecided(_ team: ApprovalTeam, _ session: Session) throws {
        var team = team
        guard session.status == .approved else {
            let text = "The update was not approved: \(session.statusCode?.rawValue ?? "")."
            team.failUpdate(.updateFailedApproval, text)
            try save(team)
            emit(.teamUpdateApprovalFailure, team)
            return
        }
        if team.newcomers.isEmpty { return try applyDraft(team, .teamUpdateApprovalSuccess) }
        team.inviteToDraft(now: now)
        try save(team)
        emit(.teamUpdateApprovalSuccess, team)
        try sendInvitations(team, to: team.newcomers)
    }

    private func applyDraft(_ team: ApprovalTeam, _ event: ServiceEventName) throws {
        var team = team
        let session = team.updateSessionARN
        let synchronizes = team.draft?.synchronizesMfaDevices ?? false
        team.applyDraft(now: now)
        if synchronizes {
            for index in team.approvers.indices {
                team.approvers[index].registeredEmail = try email(
                    of: team.approvers[index].identityID)
            }
        }
        team.forgetBaselines()
        try save(team)
        emit(event, team, sessionARN: session)
        try cancelSessions(of: team, .configurationChanged)
    }

    /// The session that decides on the deletion has ended.
    func deletionDecided(_ team: ApprovalTeam, _ session: Session) throws {
        var team = team
        guard session.status == .approved else {
            team.enter(
                .active, .deleteFailedApproval,
                message: "The deletion was not approved: \(session.statusCode?.rawValue ?? "").")
            try save(team)
            emit(.teamDeletionApprovalFailure, team)
            return
        }
        emit(.teamDeletionApprovalSuccess, team)
        try cancelSessions(of: team, .teamDeleted)
        let wait = team.pendingWindowDays * 86_400_000
        team.updateSessionARN = nil
        team.forgetBaselines()
        team.enter(.deleting, due: now + max(wait, settings.transitionDelayMilliseconds))
        try save(team)
    }

    /// Takes a team away with all that hangs on it; its sessions can still be read.
    @discardableResult
    func remove(_ team: ApprovalTeam) throws -> String {
        try store.tags.deleteAll(on: team.arn)
        try store.shares.deleteAll(teamARN: team.arn)
        try store.approvalTeams.delete(team)
        return "TeamDeletion"
    }

    func save(_ team: ApprovalTeam) throws {
        try store.approvalTeams.update(team)
        store.expect(team.dueTime)
    }

    /// Members whose identity is gone stay members, but cannot answer any more.
    func invalidate(in team: ApprovalTeam, where isGone: (Approver) -> Bool) throws {
        var changed = team
        for index in changed.approvers.indices where isGone(changed.approvers[index]) {
            changed.approvers[index].isInvalid = true
        }
        for index in (changed.draft?.approvers ?? []).indices {
            if let approver = changed.draft?.approvers[index], isGone(approver) {
                changed.draft?.approvers[index].isInvalid = true
            }
        }
        if changed != team { try store.approvalTeams.update(changed) }
    }
}
