/// An error of the protocol rather than of an operation: no API model lists these.
///
/// Codes and statuses: https://docs.aws.amazon.com/mpa/latest/APIReference/CommonErrors.html.
package enum FrameworkError: Error, Equatable {
    case headerTooLarge(bytesMax: Int)
    case malformedRequest(String)
    case notAcceptable(String)
    case requestTooLarge(bytesMax: Int)
    case serialization(String)
    case signature(SigV4Error)
    case targetTooLong(bytesMax: Int)
    case unknownOperation(String)
    case unsupportedMediaType(String)

    package var document: ErrorDocument {
        switch self {
        case .headerTooLarge(let max):
            document(
                "RequestHeaderFieldsTooLargeException", 431,
                "The request line and header fields are over \(max) bytes, or too many.")
        case .malformedRequest(let text): document("MalformedHttpRequestException", 400, text)
        case .notAcceptable(let text): document("NotAcceptableException", 406, text)
        case .requestTooLarge(let max):
            document(
                "RequestEntityTooLargeException", 413, "The request body is over \(max) bytes.")
        case .serialization(let text): document("SerializationException", 400, text)
        case .signature(let error): error.document
        case .targetTooLong(let max):
            document("RequestURITooLongException", 414, "The request target is over \(max) bytes.")
        case .unknownOperation(let text): document("UnknownOperationException", 404, text)
        case .unsupportedMediaType(let text): document("UnsupportedMediaTypeException", 415, text)
        }
    }

    private func document(_ type: String, _ status: Int, _ text: String) -> ErrorDocument {
        ErrorDocument(type: type, status: status, members: Structure(["message": .string(text)]))
    }
}

/// An error as it is answered, whatever the protocol.
package struct ErrorDocument: Sendable, Equatable {
    package let type: String
    /// The status of restJson1.
    package let status: Int
    package let members: Structure

    package init(type: String, status: Int, members: Structure) {
        self.type = type
        self.status = status
        self.members = members
    }

    package var isServerFault: Bool { status >= 500 }
}
