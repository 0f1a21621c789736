import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_ListTagsForResource.html
enum ListTagsForResource {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let arn = input.text("ResourceArn")
        try TagResource.requireTaggable(arn, work, .listTagsForResource)
        let pairs = try work.store.tags.tags(on: arn).map {
            (key: $0.key, value: Document.string($0.value))
        }
        return .structure(Structure(["Tags": .map(DocumentMap(pairs))]))
    }
}
