import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_StartActiveApprovalTeamDeletion.html
enum StartActiveApprovalTeamDeletion {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        var team = try ResourceARN.team(
            input.text("Arn"), work, .startActiveApprovalTeamDeletion)
        let days = input["PendingWindowDays"]?.integer
        if let days, days < 0 {
            throw ServiceError.validation("PendingWindowDays must not be negative.")
        }
        guard team.canStartDeletion else { throw ServiceError.conflict(team.busy) }
        if let fault = work.turn.deletionFault(team) {
            team.dropDraft()
            team.enter(.active, .deleteFailedValidation, message: fault)
        } else {
            let session = try work.turn.start(
                .deletion, of: team, requester: work.caller.principalARN)
            team.startDeletion(session: session.arn, pendingWindowDays: days ?? 0)
        }
        try work.turn.save(team)
        return .structure(
            Structure([
                "DeletionCompletionTime": days.map { .timestamp(work.now + $0 * 86_400_000) },
                "DeletionStartTime": .timestamp(work.now),
            ]))
    }
}
