import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_CreateApprovalTeam.html
enum CreateApprovalTeam {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let change = try TeamInput.change(input, of: nil, work)
        let tags = input.tags
        try TagResource.checkNew(tags)
        return try Idempotency.once(
            .createApprovalTeam, input, work, mismatch: ServiceError.conflict
        ) {
            try TeamInput.checkIdentitySources(change.approvers, work)
            let policies = try policies(input, work)
            let name = input.text("Name")
            try checkPlace(for: name, work)
            var team = ApprovalTeam(
                account: work.caller.account, region: work.caller.region,
                arn: work.caller.arn("approval-team/\(name)-\(work.turn.ids.next())"), name: name,
                description: change.description, threshold: change.threshold,
                approvers: change.approvers, policies: policies, versionID: work.now,
                creationTime: work.now, status: .pending, statusCode: .validating)
            team.dueTime = work.now + work.settings.transitionDelayMilliseconds
            try work.store.approvalTeams.insert(&team)
            work.store.expect(team.dueTime)
            try work.store.tags.put(tags, on: team.arn)
            return Structure([
                "CreationTime": .timestamp(team.creationTime),
                "Arn": .string(team.arn),
                "Name": .string(team.name),
                "VersionId": .string(String(team.versionID)),
            ])
        }
    }

    private static func checkPlace(for name: String, _ work: Work) throws {
        let (account, region) = (work.caller.account, work.caller.region)
        let teams = work.store.approvalTeams
        if try teams.isTaken(name: name, account: account, region: region) {
            throw ServiceError.conflict(
                "Account \(account) has an approval team named \(name) already.")
        }
        if try teams.count(account: account, region: region) >= ApprovalTeam.perAccountMax {
            throw ServiceError.serviceQuotaExceeded(
                "Account \(account) has its \(ApprovalTeam.perAccountMax) approval teams already.")
        }
    }

    private static func policies(_ input: Structure, _ work: Work) throws -> [String] {
        let arns = (input["Policies"]?.list ?? []).compactMap { $0.structure?.text("PolicyArn") }
        for (offset, arn) in arns.enumerated() {
            if let objection = try work.objection(toPolicy: arn) {
                throw ServiceError.validation(objection)
            }
            if arns[..<offset].contains(arn) {
                throw ServiceError.validation("Policies names \(arn) more than once.")
            }
        }
        return arns
    }
}
