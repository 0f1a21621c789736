package import AWSProtocol

/// Tags, and the operations on them.
package enum TagShapes {
    package static let tagKey = Shape(
        "TagKey", .string(StringConstraints(length: 1...128)), isSensitive: true)
    package static let tagKeyList = Shape(
        "TagKeyList", .list(element: tagKey, length: 0...50), isSensitive: true)
    package static let tagValue = Shape(
        "TagValue", .string(StringConstraints(length: 0...256)), isSensitive: true)
    package static let tags = Shape("Tags", .map(key: tagKey, value: tagValue), isSensitive: true)
    package static let listTagsForResourceRequest = Shape(
        "ListTagsForResourceRequest",
        .structure(
            [
                Member("ResourceArn", CommonShapes.string, .uri, required: true)
            ], isUnion: false))
    package static let listTagsForResourceResponse = Shape(
        "ListTagsForResourceResponse",
        .structure(
            [
                Member("Tags", tags)
            ], isUnion: false))
    package static let tagResourceRequest = Shape(
        "TagResourceRequest",
        .structure(
            [
                Member("ResourceArn", CommonShapes.string, .uri, required: true),
                Member("Tags", tags, required: true),
            ], isUnion: false))
    package static let tagResourceResponse = Shape(
        "TagResourceResponse", .structure([], isUnion: false))
    package static let untagResourceRequest = Shape(
        "UntagResourceRequest",
        .structure(
            [
                Member("ResourceArn", CommonShapes.string, .uri, required: true),
                Member("TagKeys", tagKeyList, required: true),
            ], isUnion: false))
    package static let untagResourceResponse = Shape(
        "UntagResourceResponse", .structure([], isUnion: false))
}
