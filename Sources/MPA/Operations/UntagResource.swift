import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_UntagResource.html
enum UntagResource {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let arn = input.text("ResourceArn")
        try TagResource.requireTaggable(arn, work, .untagResource)
        let keys = input["TagKeys"]?.list ?? []
        try work.store.tags.delete(keys.compactMap(\.string), on: arn)
        return .empty
    }
}
