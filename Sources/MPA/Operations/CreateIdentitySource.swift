import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_CreateIdentitySource.html
enum CreateIdentitySource {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let parameters = try identityCenter(input)
        let tags = input.tags
        try TagResource.checkNew(tags)
        return try Idempotency.once(
            .createIdentitySource, input, work, mismatch: ServiceError.validation
        ) {
            let (account, region) = (work.caller.account, work.caller.region)
            guard try work.store.identitySources.find(account: account, region: region) == nil
            else {
                throw ServiceError.serviceQuotaExceeded(
                    "Account \(account) has its one identity source already.")
            }
            let source = work.turn.afterChecks(
                IdentitySource.created(
                    by: work.caller, instanceARN: parameters.instanceARN,
                    instanceRegion: parameters.region, now: work.now,
                    delay: work.settings.transitionDelayMilliseconds,
                    instance: try work.turn.instanceStatus(parameters.instanceARN)))
            try work.store.identitySources.insert(source)
            try work.store.tags.put(tags, on: source.arn)
            work.store.expect(source.dueTime)
            return Structure([
                "IdentitySourceType": .string(IdentitySource.type),
                "IdentitySourceArn": .string(source.arn),
                "CreationTime": .timestamp(source.creationTime),
            ])
        }
    }

    private static func identityCenter(
        _ input: Structure
    ) throws(ServiceError) -> (instanceARN: String, region: String) {
        let path = "identitySourceParameters.iamIdentityCenter"
        guard
            let center = input["IdentitySourceParameters"]?.structure?["IamIdentityCenter"]?
                .structure
        else {
            throw broken(path, .null, "Member must not be null")
        }
        let region = center.text("Region")
        guard RegionName(region) != nil else {
            throw broken(
                "\(path).region", .shown(region), "Member must be the name of an AWS Region")
        }
        return (center.text("InstanceArn"), region)
    }

    private static func broken(
        _ path: String, _ value: Violation.Value, _ constraint: String
    ) -> ServiceError {
        .validation(ConstraintValidator.text([Violation(path: path, value: value, constraint)]))
    }
}
