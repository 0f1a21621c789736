import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_DeleteIdentitySource.html
enum DeleteIdentitySource {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let arn = input.text("IdentitySourceArn")
        let isWithinReach = try ResourceARN.isWithinReach(
            arn, of: work, kinds: [.identitySource], member: "identitySourceArn",
            action: .deleteIdentitySource)
        // The operation is idempotent and declares no ResourceNotFoundException.
        guard isWithinReach, let source = try GetIdentitySource.find(arn, work) else {
            return .empty
        }
        if source.status != .deleting { try refuseInUse(source, work) }
        let delay = work.settings.transitionDelayMilliseconds
        switch source.deletion(now: work.now, delay: delay) {
        case .refused:
            throw ServiceError.conflict("The identity source \(arn) is still being created.")
        case .gone:
            try work.turn.endDeletion(of: source)
        case .underWay(let deleting):
            try work.store.identitySources.update(deleting)
            work.store.expect(deleting.dueTime)
        }
        return .empty
    }

    /// Teams need the source, unless their people are gone with its instance anyway.
    private static func refuseInUse(_ source: IdentitySource, _ work: Work) throws {
        let teams = try work.store.approvalTeams.count(
            account: source.account, region: source.region)
        guard teams > 0, try work.turn.instanceStatus(source.instanceARN) != .deleted else {
            return
        }
        throw ServiceError.conflict(
            "\(teams) approval \(teams == 1 ? "team depends" : "teams depend") on the identity "
                + "source \(source.arn). Delete every team first.")
    }
}
