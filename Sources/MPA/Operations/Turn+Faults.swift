/// Where what goes on after a call fails because a rule wants it.
extension Turn {
    /// The source once its creation is checked, or with the failure that a rule has for it.
    func afterChecks(_ source: IdentitySource) -> IdentitySource {
        guard source.dueTime == nil,
            let (failure, message) = failure(
                .createIdentitySource, source.account, source.arn,
                [.accessDenied, .instanceNotFound, .instanceNotValid])
        else { return source }
        return source.failed(failure.identitySourceCode, message)
    }

    /// The source in ERROR when a rule has its deletion fail; nil lets it go.
    func afterDeletion(_ source: IdentitySource) -> IdentitySource? {
        let found = failure(
            .deleteIdentitySource, source.account, source.arn, [.deletionFailed])
        return found.map { source.failed($0.0.identitySourceCode, $0.message) }
    }

    /// Why a rule has the validation of a team fail, or that of an edit.
    func teamFault(_ team: ApprovalTeam) -> String? {
        let operation: OperationName =
            team.lastUpdateTime == nil ? .createApprovalTeam : .updateApprovalTeam
        return failure(operation, team.account, team.arn, [.failedValidation])?.message
    }

    func draftFault(_ team: ApprovalTeam) -> String? {
        failure(.updateApprovalTeam, team.account, team.arn, [.updateFailedValidation])?.message
    }

    func deletionFault(_ team: ApprovalTeam) -> String? {
        failure(
            .startActiveApprovalTeamDeletion, team.account, team.arn, [.deleteFailedValidation])?
            .message
    }

    /// True when a rule has the operation fail that a session has just allowed.
    func executionFails(_ session: Session) -> Bool {
        guard session.kind == .protectedOperation else { return false }
        return failure(nil, session.team.account, session.team.arn, [.executionFailed]) != nil
    }

    private func failure(
        _ operation: OperationName?, _ account: String, _ resource: String,
        _ failures: [FaultFailure]
    ) -> (FaultFailure, message: String)? {
        let applied = faults.meet {
            FaultCall(
                operation: operation, account: account, resource: resource, now: now,
                failures: failures)
        }
        guard let applied, case .failure(let failure, let message) = applied.effect else {
            return nil
        }
        return (failure, message ?? "The fault rule \(applied.ruleID) has this fail.")
    }
}

extension FaultFailure {
    fileprivate var identitySourceCode: IdentitySource.StatusCode {
        switch self {
        case .accessDenied: .accessDenied
        case .instanceNotFound: .instanceNotFound
        case .instanceNotValid: .instanceNotValid
        case .deletionFailed: .deletionFailed
        case .failedValidation, .updateFailedValidation, .deleteFailedValidation,
            .executionFailed:
            preconditionFailure("\(rawValue) is no identity source's")
        }
    }
}
