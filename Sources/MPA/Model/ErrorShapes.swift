package import AWSProtocol

/// The errors that operations declare.
package enum ErrorShapes {
    package static let accessDenied = Shape(
        "AccessDeniedException",
        .structure(
            [
                Member("Message", CommonShapes.string, required: true)
            ], isUnion: false), fault: Fault(status: 403))
    package static let conflict = Shape(
        "ConflictException",
        .structure(
            [
                Member("Message", CommonShapes.string, required: true)
            ], isUnion: false), fault: Fault(status: 409))
    package static let internalServer = Shape(
        "InternalServerException",
        .structure(
            [
                Member("Message", CommonShapes.string, required: true)
            ], isUnion: false), fault: Fault(status: 500, isServerSide: true, isRetryable: true))
    package static let invalidParameter = Shape(
        "InvalidParameterException",
        .structure(
            [
                Member("Message", CommonShapes.string, required: true)
            ], isUnion: false), fault: Fault(status: 400))
    package static let resourceNotFound = Shape(
        "ResourceNotFoundException",
        .structure(
            [
                Member("Message", CommonShapes.string, required: true)
            ], isUnion: false), fault: Fault(status: 404))
    package static let serviceQuotaExceeded = Shape(
        "ServiceQuotaExceededException",
        .structure(
            [
                Member("Message", CommonShapes.string, required: true)
            ], isUnion: false), fault: Fault(status: 402))
    package static let throttling = Shape(
        "ThrottlingException",
        .structure(
            [
                Member("Message", CommonShapes.string, required: true)
            ], isUnion: false), fault: Fault(status: 429))
    package static let tooManyTags = Shape(
        "TooManyTagsException",
        .structure(
            [
                Member("Message", CommonShapes.string, required: true),
                Member("ResourceName", CommonShapes.string),
            ], isUnion: false), fault: Fault(status: 400))
    package static let validation = Shape(
        "ValidationException",
        .structure(
            [
                Member("Message", CommonShapes.string, required: true)
            ], isUnion: false), fault: Fault(status: 400))
}
