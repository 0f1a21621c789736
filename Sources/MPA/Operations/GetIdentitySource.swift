import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_GetIdentitySource.html
enum GetIdentitySource {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let arn = input.text("IdentitySourceArn")
        let isWithinReach = try ResourceARN.isWithinReach(
            arn, of: work, kinds: [.identitySource], member: "identitySourceArn",
            action: .getIdentitySource)
        guard isWithinReach, let source = try find(arn, work) else {
            throw ResourceARN.notFound(arn)
        }
        return .structure(source.description(portalURL: work.settings.approvalPortalURL))
    }

    /// The caller's identity source, if that is its ARN.
    static func find(_ arn: String, _ work: Work) throws -> IdentitySource? {
        let source = try work.store.identitySources.find(
            account: work.caller.account, region: work.caller.region)
        return source?.arn == arn ? source : nil
    }
}

extension IdentitySource {
    /// The members that GetIdentitySource answers, and ListIdentitySources for each item.
    func description(portalURL: String) -> Structure {
        let center = Structure([
            "InstanceArn": .string(instanceARN),
            "ApprovalPortalUrl": .string(portalURL),
            "Region": .string(instanceRegion),
        ])
        return Structure([
            "IdentitySourceType": .string(Self.type),
            "IdentitySourceParameters": .structure(
                Structure(["IamIdentityCenter": .structure(center)])),
            "IdentitySourceArn": .string(arn),
            "CreationTime": .timestamp(creationTime),
            "Status": .string(status.rawValue),
            "StatusCode": statusCode.map { .string($0.rawValue) },
            "StatusMessage": statusMessage.map(Document.string),
        ])
    }
}
