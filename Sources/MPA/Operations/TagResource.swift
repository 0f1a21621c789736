import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_TagResource.html
enum TagResource {
    static let tooMany = "A resource can have at most \(TagRules.perResourceMax) tags."

    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let arn = input.text("ResourceArn")
        let tags = input.strings("Tags") ?? [:]
        try refuseReserved(tags.keys)
        try requireTaggable(arn, work, .tagResource)
        let merged = try work.store.tags.tags(on: arn).merging(tags) { $1 }
        guard merged.count <= TagRules.perResourceMax else {
            throw ServiceError.tooManyTags(tooMany, resourceName: arn)
        }
        try work.store.tags.put(tags, on: arn)
        return .empty
    }

    static func refuseReserved(_ keys: some Sequence<String>) throws(ServiceError) {
        if keys.contains(where: TagRules.isReserved) {
            throw .validation("Tag keys that begin with aws: are reserved for AWS.")
        }
    }

    /// - Throws: ResourceNotFoundException unless a taggable resource of the caller has that ARN.
    static func requireTaggable(_ arn: String, _ work: Work, _ action: OperationName) throws {
        let isWithinReach = try ResourceARN.isWithinReach(
            arn, of: work, kinds: ResourceARN.Kind.allCases, member: "resourceArn", action: action)
        guard isWithinReach, try GetIdentitySource.find(arn, work) != nil else {
            throw ResourceARN.notFound(arn)
        }
    }
}
