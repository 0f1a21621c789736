package import AWSProtocol

/// The errors that the API models, one case each.
package enum ServiceError: Error, Equatable {
    case accessDenied(String)
    case conflict(String)
    /// `cause` is for the log alone: clients read a fixed text.
    case internalServer(cause: String)
    case invalidParameter(String)
    case resourceNotFound(String)
    case serviceQuotaExceeded(String)
    case throttling(String)
    case tooManyTags(String, resourceName: String)
    case validation(String)

    package var shape: Shape {
        switch self {
        case .accessDenied: ErrorShapes.accessDenied
        case .conflict: ErrorShapes.conflict
        case .internalServer: ErrorShapes.internalServer
        case .invalidParameter: ErrorShapes.invalidParameter
        case .resourceNotFound: ErrorShapes.resourceNotFound
        case .serviceQuotaExceeded: ErrorShapes.serviceQuotaExceeded
        case .throttling: ErrorShapes.throttling
        case .tooManyTags: ErrorShapes.tooManyTags
        case .validation: ErrorShapes.validation
        }
    }

    package var document: ErrorDocument {
        ErrorDocument(type: shape.name, status: shape.fault?.status ?? 500, members: members)
    }

    private var members: Structure {
        switch self {
        case .accessDenied(let text), .conflict(let text), .invalidParameter(let text),
            .resourceNotFound(let text), .serviceQuotaExceeded(let text), .throttling(let text),
            .validation(let text):
            Structure(["Message": .string(text)])
        case .internalServer:
            Structure(["Message": .string("The request failed because of an internal error.")])
        case .tooManyTags(let text, let resourceName):
            Structure(["Message": .string(text), "ResourceName": .string(resourceName)])
        }
    }
}
