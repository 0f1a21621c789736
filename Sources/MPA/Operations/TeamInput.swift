import AWSProtocol

/// What CreateApprovalTeam and UpdateApprovalTeam are told of a team.
enum TeamInput {
    /// What the team becomes; members that are not given stay as they are.
    static func change(
        _ input: Structure, of team: ApprovalTeam?, _ work: Work
    ) throws -> TeamChange {
        let strategy = input["ApprovalStrategy"]?.structure?["MofN"]?.structure
        let threshold = strategy?["MinApprovalsRequired"]?.integer ?? team?.threshold ?? 0
        let approvers =
            input["Approvers"]?.list.map { Self.approvers($0, of: team, work) }
            ?? team?.approvers ?? []
        if let objection = work.settings.teamLimits.objection(
            threshold: threshold, approvers: approvers)
        {
            throw ServiceError.validation(objection)
        }
        return TeamChange(
            description: input["Description"]?.string ?? team?.description ?? "",
            threshold: threshold, approvers: approvers)
    }

    /// Members who stay keep what they are; the others get an id.
    private static func approvers(
        _ list: [Document], of team: ApprovalTeam?, _ work: Work
    ) -> [Approver] {
        list.compactMap(\.structure).map { given in
            let new = Approver(
                id: work.turn.ids.next(), identityID: given.text("PrimaryIdentityId"),
                identitySourceARN: given.text("PrimaryIdentitySourceArn"))
            return team?.approvers.first(where: new.isSamePerson) ?? new
        }
    }

    /// - Throws: ValidationException for an identity source that is not the account's,
    ///   ConflictException for one that is not ACTIVE.
    static func checkIdentitySources(_ approvers: [Approver], _ work: Work) throws {
        let source = try work.store.identitySources.find(
            account: work.caller.account, region: work.caller.region)
        for arn in approvers.map(\.identitySourceARN) {
            guard let source, source.arn.utf8.elementsEqual(arn.utf8) else {
                throw ServiceError.validation(
                    "The identity source \(arn) does not exist in account "
                        + "\(work.caller.account).")
            }
            guard source.status == .active else {
                throw ServiceError.conflict(
                    "The identity source \(arn) is \(source.status.rawValue), not ACTIVE.")
            }
        }
    }
}
