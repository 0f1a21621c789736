/// The sessions that teams and their members point at have to be there, and to fit.
extension StateReader {
    func checkSessionsOfTeams() throws(ControlError) {
        for (place, team) in contents.approvalTeams.enumerated() {
            let path = "$.approvalTeams[\(place)]"
            try checkUpdateSession(of: team, "\(path).updateSessionArn")
            try checkBaselines(of: team.approvers, in: team, "\(path).approvers")
            try checkBaselines(of: team.draft?.approvers ?? [], in: team, "\(path).draft.approvers")
        }
    }

    private func checkUpdateSession(
        of team: ApprovalTeam, _ path: String
    ) throws(ControlError) {
        guard let decision = team.decision else {
            guard team.updateSessionARN == nil else {
                throw .invalid(path: path, "Leave this out: no session decides on the team.")
            }
            return
        }
        // What is over may have been told without its session, what is open needs it.
        guard let arn = team.updateSessionARN else {
            guard decision.isOpen else { return }
            throw .invalid(path: path, decision.wanted)
        }
        guard let session = session(arn, of: team), session.kind == decision.kind,
            session.isOpen == decision.isOpen
        else { throw .invalid(path: path, decision.wanted) }
    }

    private func checkBaselines(
        of approvers: [Approver], in team: ApprovalTeam, _ path: String
    ) throws(ControlError) {
        for (place, approver) in approvers.enumerated() {
            guard let arn = approver.pendingBaselineSessionARN else { continue }
            guard let session = session(arn, of: team), session.kind == .baseline, session.isOpen
            else {
                throw .invalid(
                    path: "\(path)[\(place)].pendingBaselineSessionArn",
                    "Write the ARN of an open session of sessions here that is of the team and of "
                        + "the kind BASELINE, or leave it out.")
            }
        }
    }

    private func session(_ arn: String, of team: ApprovalTeam) -> Session? {
        let found = sessions[arn].map { contents.sessions[$0] }
        return found?.team.arn == team.arn ? found : nil
    }
}

/// Which session decides on a team, or has decided.
private struct Decision {
    let kind: Session.Kind
    let isOpen: Bool

    var wanted: String {
        "Write the ARN of \(isOpen ? "an open" : "an ended") session of sessions here that is of "
            + "the team and of the kind \(kind.rawValue)."
    }
}

extension ApprovalTeam {
    fileprivate var decision: Decision? {
        switch statusCode {
        case .updatePendingApproval: Decision(kind: .update, isOpen: true)
        case .updatePendingActivation, .updateFailedApproval, .updateFailedActivation:
            Decision(kind: .update, isOpen: false)
        case .deletePendingApproval: Decision(kind: .deletion, isOpen: true)
        case .deleteFailedApproval: Decision(kind: .deletion, isOpen: false)
        case .validating, .pendingActivation, .failedValidation, .failedActivation,
            .updateFailedValidation, .deleteFailedValidation, nil:
            nil
        }
    }
}
