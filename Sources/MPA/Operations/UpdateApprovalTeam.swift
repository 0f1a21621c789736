import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_UpdateApprovalTeam.html
enum UpdateApprovalTeam {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        var team = try ResourceARN.team(input.text("Arn"), work, .updateApprovalTeam)
        let change = try TeamInput.change(input, of: team, work)
        try TeamInput.checkIdentitySources(change.approvers, work)
        let due = work.now + work.settings.transitionDelayMilliseconds
        switch team.update {
        case .refused: throw ServiceError.conflict(team.busy)
        case .team: team.edit(change, now: work.now, due: due)
        case .draft:
            let actions = input["UpdateActions"]?.list ?? []
            team.draft(
                change,
                synchronizesMfaDevices: actions.contains(.string("SYNCHRONIZE_MFA_DEVICES")),
                requesterARN: work.caller.principalARN, now: work.now, due: due)
        }
        try work.turn.save(team)
        return .structure(Structure(["VersionId": .string(String(team.latestVersionID))]))
    }
}

extension ApprovalTeam {
    /// Why an operation cannot begin now.
    var busy: String {
        let code = statusCode.map { " (\($0.rawValue))" } ?? ""
        return "The approval team \(arn) is \(status.rawValue)\(code)."
    }
}
