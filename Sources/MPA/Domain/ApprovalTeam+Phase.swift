extension ApprovalTeam {
    /// Where a team stands: what its status, its code and its draft say together.
    package enum Phase: String, Sendable, CaseIterable {
        case validating
        case pendingActivation
        case inactive
        /// Nothing under way; perhaps an update or a deletion has failed.
        case active
        case updateValidating
        case updatePendingApproval
        case updatePendingActivation
        case deletePendingApproval
        case deleting
    }

    package var phase: Phase {
        switch status {
        case .inactive: return .inactive
        case .deleting: return .deleting
        case .pending: return statusCode == .validating ? .validating : .pendingActivation
        case .active: break
        }
        switch statusCode {
        case .updatePendingApproval: return .updatePendingApproval
        case .updatePendingActivation: return .updatePendingActivation
        case .deletePendingApproval: return .deletePendingApproval
        case .updateFailedApproval, .updateFailedActivation, .updateFailedValidation,
            .deleteFailedApproval, .deleteFailedValidation, .validating, .pendingActivation,
            .failedValidation, .failedActivation, nil:
            return draft?.statusCode == .validating ? .updateValidating : .active
        }
    }

    /// True where sessions can be opened: the team's members can be asked.
    package var canDecide: Bool {
        switch phase {
        case .active, .updateValidating, .updatePendingApproval, .updatePendingActivation,
            .deletePendingApproval:
            true
        case .validating, .pendingActivation, .inactive, .deleting: false
        }
    }

    /// What UpdateApprovalTeam changes in this phase.
    package enum Update: Equatable { case team, draft, refused }

    package var update: Update {
        switch phase {
        case .inactive: .team
        case .active: .draft
        case .validating, .pendingActivation, .updateValidating, .updatePendingApproval,
            .updatePendingActivation, .deletePendingApproval, .deleting:
            .refused
        }
    }

    /// True where StartActiveApprovalTeamDeletion can ask for approval.
    package var canStartDeletion: Bool { phase == .active }

    /// What DeleteInactiveApprovalTeamVersion does to a version.
    package enum VersionDeletion: Equatable { case team, draft, refused, unknown }

    package func deletion(ofVersion version: String) -> VersionDeletion {
        if version.utf8.elementsEqual(String(versionID).utf8) {
            switch phase {
            case .inactive, .pendingActivation: return .team
            case .validating, .active, .updateValidating, .updatePendingApproval,
                .updatePendingActivation, .deletePendingApproval, .deleting:
                return .refused
            }
        }
        guard let draft, version.utf8.elementsEqual(String(draft.versionID).utf8) else {
            return .unknown
        }
        return phase == .active && draft.isFailed ? .draft : .refused
    }
}
