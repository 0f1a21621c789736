import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_StartApprovalTeamBaseline.html
enum StartApprovalTeamBaseline {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let team = try ResourceARN.team(input.text("Arn"), work, .startApprovalTeamBaseline)
        guard team.canDecide else {
            throw ServiceError.validation("\(team.busy) Only an ACTIVE one has a baseline.")
        }
        let chosen = try approverIDs(input, of: team)
        let asked = team.approvers.filter {
            $0.pendingBaselineSessionARN == nil && chosen?.contains($0.id) != false
        }
        let session = try work.turn.start(
            .baseline, of: team, requester: work.caller.principalARN, asking: asked)
        // Of a draft, too: who stays is told of alike in both.
        for var approver in asked {
            approver.pendingBaselineSessionARN = session.arn
            try work.store.approvers.updateActivity(of: approver, in: team)
        }
        return .structure(Structure(["BaselineSessionArn": .string(session.arn)]))
    }

    /// The approvers that were asked for; nil for all of them.
    private static func approverIDs(
        _ input: Structure, of team: ApprovalTeam
    ) throws(ServiceError) -> Set<String>? {
        let ids = (input["ApproverIds"]?.list ?? []).compactMap(\.string)
        for id in ids where !team.approvers.contains(where: { $0.id == id }) {
            throw .validation("The approval team \(team.arn) has no approver \(id).")
        }
        return ids.isEmpty ? nil : Set(ids)
    }
}
