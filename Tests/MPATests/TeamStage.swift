import Testing

/// Every place that a team can be in, and how to bring one there by public calls alone.
enum TeamStage: String, CaseIterable, CustomTestStringConvertible {
    case validating, pendingActivation, failedValidation, failedActivation, active
    case updateValidating, updatePendingApproval, updatePendingActivation
    case updateFailedValidation, updateFailedApproval, updateFailedActivation
    case deletePendingApproval, deleteFailedApproval, deleting

    var testDescription: String { rawValue }

    /// As GetApprovalTeam tells it.
    var state: String {
        switch self {
        case .validating: "PENDING/VALIDATING"
        case .pendingActivation: "PENDING/PENDING_ACTIVATION"
        case .failedValidation: "INACTIVE/FAILED_VALIDATION"
        case .failedActivation: "INACTIVE/FAILED_ACTIVATION"
        case .active, .updateValidating: "ACTIVE/-"
        case .updatePendingApproval: "ACTIVE/UPDATE_PENDING_APPROVAL"
        case .updatePendingActivation: "ACTIVE/UPDATE_PENDING_ACTIVATION"
        case .updateFailedValidation: "ACTIVE/UPDATE_FAILED_VALIDATION"
        case .updateFailedApproval: "ACTIVE/UPDATE_FAILED_APPROVAL"
        case .updateFailedActivation: "ACTIVE/UPDATE_FAILED_ACTIVATION"
        case .deletePendingApproval: "ACTIVE/DELETE_PENDING_APPROVAL"
        case .deleteFailedApproval: "ACTIVE/DELETE_FAILED_APPROVAL"
        case .deleting: "DELETING/-"
        }
    }

    /// The lasting states in which nothing is under way for an active team.
    static let restful: [TeamStage] = [
        .active, .updateFailedValidation, .updateFailedApproval, .updateFailedActivation,
        .deleteFailedApproval,
    ]
}

extension TeamBench {
    /// A new team in that stage; answers its ARN. It needs a delay for what is only in between.
    func bring(_ name: String = "team", to stage: TeamStage) throws -> String {
        switch stage {
        case .validating: return try create(name)
        case .pendingActivation, .failedValidation, .failedActivation:
            return try bringInactive(name, to: stage)
        case .active: return try activate(name)
        case .updateValidating, .updatePendingApproval, .updatePendingActivation,
            .updateFailedValidation, .updateFailedApproval, .updateFailedActivation:
            return try bringUpdating(name, to: stage)
        case .deletePendingApproval, .deleteFailedApproval, .deleting:
            let arn = try activate(name)
            _ = try startDeletion(arn, days: 1)
            settle()
            if stage == .deletePendingApproval { return arn }
            try vote(["ann", "bob"], updateSession(arn), approves: stage == .deleting)
            return arn
        }
    }

    private func bringInactive(_ name: String, to stage: TeamStage) throws -> String {
        if stage == .failedValidation { try declare(["ann", "bob"]) }
        let arn = try create(name)
        settle()
        if stage == .failedActivation { try respond("bob", arn, accepts: false) }
        return arn
    }

    private func bringUpdating(_ name: String, to stage: TeamStage) throws -> String {
        let arn = try activate(name)
        if stage == .updateFailedValidation { try declare(Self.people) }
        _ = try update(arn, people: Self.people + ["dan"], threshold: 3, description: "second")
        if stage == .updateValidating { return arn }
        settle()
        if stage == .updatePendingApproval || stage == .updateFailedValidation { return arn }
        try vote(["ann", "bob"], updateSession(arn), approves: stage != .updateFailedApproval)
        if stage == .updateFailedActivation { try respond("dan", arn, accepts: false) }
        return arn
    }
}
