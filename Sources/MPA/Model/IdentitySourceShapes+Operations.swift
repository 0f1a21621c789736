package import AWSProtocol

/// Inputs and outputs of the operations.
extension IdentitySourceShapes {
    package static let createIdentitySourceRequest = Shape(
        "CreateIdentitySourceRequest",
        .structure(
            [
                Member("IdentitySourceParameters", identitySourceParameters, required: true),
                Member("ClientToken", CommonShapes.token, idempotencyToken: true),
                Member("Tags", TagShapes.tags),
            ], isUnion: false))
    package static let createIdentitySourceResponse = Shape(
        "CreateIdentitySourceResponse",
        .structure(
            [
                Member("IdentitySourceType", identitySourceType),
                Member("IdentitySourceArn", CommonShapes.string),
                Member("CreationTime", CommonShapes.isoTimestamp),
            ], isUnion: false))
    package static let deleteIdentitySourceRequest = Shape(
        "DeleteIdentitySourceRequest",
        .structure(
            [
                Member("IdentitySourceArn", CommonShapes.string, .uri, required: true)
            ], isUnion: false))
    package static let getIdentitySourceRequest = Shape(
        "GetIdentitySourceRequest",
        .structure(
            [
                Member("IdentitySourceArn", CommonShapes.string, .uri, required: true)
            ], isUnion: false))
    package static let getIdentitySourceResponse = Shape(
        "GetIdentitySourceResponse",
        .structure(
            [
                Member("IdentitySourceType", identitySourceType),
                Member("IdentitySourceParameters", identitySourceParametersForGet),
                Member("IdentitySourceArn", CommonShapes.string),
                Member("CreationTime", CommonShapes.isoTimestamp),
                Member("Status", identitySourceStatus),
                Member("StatusCode", identitySourceStatusCode),
                Member("StatusMessage", CommonShapes.string),
            ], isUnion: false))
    package static let listIdentitySourcesRequest = Shape(
        "ListIdentitySourcesRequest",
        .structure(
            [
                Member("MaxResults", CommonShapes.maxResults, .query),
                Member("NextToken", CommonShapes.token, .query),
            ], isUnion: false))
    package static let listIdentitySourcesResponse = Shape(
        "ListIdentitySourcesResponse",
        .structure(
            [
                Member("NextToken", CommonShapes.token),
                Member("IdentitySources", identitySources),
            ], isUnion: false))
}
