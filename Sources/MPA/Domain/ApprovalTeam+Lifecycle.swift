/// The transitions of a team. Each changes the value alone; what else happens is its caller's.
extension ApprovalTeam {
    /// The next version: epoch milliseconds, higher than any before.
    package func nextVersionID(now: Int64) -> Int64 { max(now, latestVersionID + 1) }

    /// Everyone has agreed to be a member, whatever became of the identity since.
    package var isComplete: Bool { approvers.allSatisfy { $0.answer == .accepted } }

    package mutating func enter(
        _ status: Status, _ code: StatusCode? = nil, message: String? = nil, due: Int64? = nil
    ) {
        self.status = status
        statusCode = code
        statusMessage = message
        dueTime = due
    }

    /// Validation passed: those who have not accepted yet are invited.
    package mutating func invite(now: Int64) {
        approvers = approvers.map { $0.invited(now: now) }
        enter(.pending, .pendingActivation, due: now + Self.invitationMilliseconds)
    }

    package mutating func failValidation(_ message: String) {
        enter(.inactive, .failedValidation, message: message)
    }

    package mutating func failActivation(_ message: String) {
        enter(.inactive, .failedActivation, message: message)
        approvers = approvers.map(\.uninvited)
    }

    /// A team that failed is edited: members who stay and had accepted need not be asked again.
    package mutating func edit(_ change: TeamChange, now: Int64, due: Int64) {
        versionID = nextVersionID(now: now)
        latestVersionID = versionID
        lastUpdateTime = now
        description = change.description
        threshold = change.threshold
        approvers = change.approvers.map(\.unanswered)
        enter(.pending, .validating, due: due)
    }

    /// A draft is made and checked; one that failed before makes room for it.
    package mutating func draft(
        _ change: TeamChange, synchronizesMfaDevices: Bool, requesterARN: String, now: Int64,
        due: Int64
    ) {
        let version = nextVersionID(now: now)
        latestVersionID = version
        updateSessionARN = nil
        draft = Draft(
            versionID: version, description: change.description, threshold: change.threshold,
            approvers: change.approvers, statusCode: .validating, initiationTime: now,
            synchronizesMfaDevices: synchronizesMfaDevices, requesterARN: requesterARN)
        enter(.active, due: due)
    }

    /// The draft and the team tell the same code while an update is open or has failed.
    package mutating func enterUpdate(
        _ code: StatusCode, message: String? = nil, due: Int64? = nil
    ) {
        draft?.statusCode = code
        draft?.statusMessage = message
        enter(.active, code, message: message, due: due)
    }

    /// The update is approved: new members are invited.
    package mutating func inviteToDraft(now: Int64) {
        let drafted = draft?.approvers ?? []
        draft?.approvers = drafted.map { $0.invited(now: now) }
        enterUpdate(.updatePendingActivation, due: now + Self.invitationMilliseconds)
    }

    package mutating func failUpdate(_ code: StatusCode, _ message: String) {
        let drafted = draft?.approvers ?? []
        draft?.approvers = drafted.map(\.uninvited)
        enterUpdate(code, message: message)
    }

    /// Those whom the draft adds to the team.
    package var newcomers: [Approver] {
        (draft?.approvers ?? []).filter { drafted in
            !approvers.contains { $0.id == drafted.id }
        }
    }

    /// The draft becomes the team.
    package mutating func applyDraft(now: Int64) {
        guard let draft else { return }
        versionID = draft.versionID
        description = draft.description
        threshold = draft.threshold
        // What members did meanwhile counts, not what they had done when the draft was made.
        approvers = draft.approvers.map { drafted in
            approvers.first { $0.id == drafted.id } ?? drafted
        }
        lastUpdateTime = now
        dropDraft()
    }

    /// Its members are asked whether the team may go; a draft that failed is forgotten.
    package mutating func startDeletion(session: String, pendingWindowDays: Int64) {
        draft = nil
        updateSessionARN = session
        self.pendingWindowDays = pendingWindowDays
        enter(.active, .deletePendingApproval)
    }

    /// No baseline session waits for anybody any more.
    package mutating func forgetBaselines() {
        for index in approvers.indices { approvers[index].pendingBaselineSessionARN = nil }
    }

    /// The team goes on as if there had been no draft.
    package mutating func dropDraft() {
        draft = nil
        updateSessionARN = nil
        enter(.active)
    }
}

/// What a team becomes by an update.
package struct TeamChange: Sendable, Equatable {
    package let description: String
    package let threshold: Int64
    package let approvers: [Approver]

    package init(description: String, threshold: Int64, approvers: [Approver]) {
        self.description = description
        self.threshold = threshold
        self.approvers = approvers
    }
}

extension Approver {
    /// Asked to join, unless that is agreed already.
    fileprivate func invited(now: Int64) -> Approver {
        guard answer != .accepted else { return self }
        var copy = self
        copy.answer = .pending
        copy.responseTime = nil
        copy.invitationTime = now
        return copy
    }

    /// Not asked yet, unless membership is agreed already.
    fileprivate var unanswered: Approver {
        guard answer != .accepted else { return self }
        var copy = self
        copy.answer = .pending
        copy.isInvalid = false
        copy.responseTime = nil
        copy.invitationTime = nil
        return copy
    }

    /// An invitation that was not answered is void.
    fileprivate var uninvited: Approver {
        guard answer == .pending else { return self }
        var copy = self
        copy.invitationTime = nil
        return copy
    }

    /// Joins, or declines to.
    package mutating func respond(accepts: Bool, now: Int64) {
        answer = accepts ? .accepted : .rejected
        responseTime = now
        act(.respondedToInvitation, now: now)
    }

    package mutating func act(_ activity: Activity, now: Int64) {
        lastActivity = activity
        lastActivityTime = now
    }
}
