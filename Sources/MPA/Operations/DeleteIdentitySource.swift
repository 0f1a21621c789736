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
        let delay = work.settings.transitionDelayMilliseconds
        switch source.deletion(now: work.now, delay: delay) {
        case .refused:
            throw ServiceError.conflict("The identity source \(arn) is still being created.")
        case .gone:
            try IdentitySourceRemoval.remove(source, from: work.store)
        case .underWay(let deleting):
            try work.store.identitySources.update(deleting)
            work.store.expect(deleting.dueTime)
        }
        return .empty
    }
}
