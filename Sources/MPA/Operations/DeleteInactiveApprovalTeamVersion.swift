import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_DeleteInactiveApprovalTeamVersion.html
enum DeleteInactiveApprovalTeamVersion {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        var team = try ResourceARN.team(
            input.text("Arn"), work, .deleteInactiveApprovalTeamVersion)
        let version = input.text("VersionId")
        switch team.deletion(ofVersion: version) {
        case .team: try work.turn.remove(team)
        case .draft:
            team.dropDraft()
            try work.turn.save(team)
        case .refused: throw ServiceError.conflict(team.busy)
        case .unknown:
            throw ServiceError.resourceNotFound(
                "The approval team \(team.arn) has no version \(version).")
        }
        return .empty
    }
}
