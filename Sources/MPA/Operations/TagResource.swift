import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_TagResource.html
enum TagResource {
    static let tooMany = "A resource can have at most \(Tag.perResourceMax) tags."

    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let arn = input.text("ResourceArn")
        let tags = input.tags
        try refuseReserved(tags)
        try requireTaggable(arn, work, .tagResource)
        if tags.count <= Tag.perResourceMax { try work.store.tags.put(tags, on: arn) }
        // The transaction takes back what went over.
        guard tags.count <= Tag.perResourceMax,
            try work.store.tags.tags(on: arn).count <= Tag.perResourceMax
        else {
            throw ServiceError.tooManyTags(tooMany, resourceName: arn)
        }
        return .empty
    }

    static func refuseReserved(_ tags: [Tag]) throws(ServiceError) {
        if tags.contains(where: \.isReserved) {
            throw .validation("Tag keys that begin with aws: are reserved for AWS.")
        }
    }

    /// The tags that a new resource shall have: too many of them are a ValidationException there.
    static func checkNew(_ tags: [Tag]) throws(ServiceError) {
        try refuseReserved(tags)
        if tags.count > Tag.perResourceMax { throw .validation(tooMany) }
    }

    /// - Throws: ResourceNotFoundException unless a taggable resource of the caller has that ARN.
    static func requireTaggable(_ arn: String, _ work: Work, _ action: OperationName) throws {
        let isWithinReach = try ResourceARN.isWithinReach(
            arn, of: work, kinds: ResourceARN.Kind.allCases, member: "resourceArn", action: action)
        let isFound =
            try isWithinReach
            && (GetIdentitySource.find(arn, work) != nil
                || work.store.approvalTeams.find(arn: arn) != nil)
        guard isFound else { throw ResourceARN.notFound(arn) }
    }
}
