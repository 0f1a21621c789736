/// The protocols that a request may speak, and how each writes its answers.
package enum WireProtocol: Sendable, Equatable {
    case restJSON1
    case awsJSON10
    case awsJSON11

    /// The media type of requests and answers.
    package var contentType: String {
        switch self {
        case .restJSON1: "application/json"
        case .awsJSON10: "application/x-amz-json-1.0"
        case .awsJSON11: "application/x-amz-json-1.1"
        }
    }

    /// The awsJson version that a `Content-Type` names, if it names one.
    package static func awsJSON(contentType: String?) -> WireProtocol? {
        guard let type = contentType.map(mediaType) else { return nil }
        return [awsJSON10, awsJSON11].first { $0.contentType == type }
    }

    /// An error's status and body: awsJson tells the type in the body and has two statuses.
    package func render(_ error: ErrorDocument) -> (status: Int, body: [UInt8]) {
        guard self != .restJSON1 else {
            return (error.status, JSONWriter.encode(error.members))
        }
        var members = Structure(["__type": .string(typeName(error.type))])
        for entry in error.members.entries { members.append(entry.name, entry.value) }
        let status = error.status == 501 ? 501 : error.isServerFault ? 500 : 400
        return (status, JSONWriter.encode(members))
    }

    // awsJson 1.0 names the shape with its namespace, 1.1 without.
    private func typeName(_ type: String) -> String {
        self == .awsJSON10 ? "com.amazonaws.mpa#\(type)" : type
    }
}

/// A media type without its parameters, in lower case.
package func mediaType(_ header: String) -> String {
    let type = header.utf8.prefix { $0 != UInt8(ascii: ";") }
    let blank = UInt8(ascii: " ")
    guard let first = type.firstIndex(where: { $0 != blank }),
        let last = type.lastIndex(where: { $0 != blank })
    else { return "" }
    let text = String(Substring(type[first...last]))
    return text.utf8.contains { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }
        ? text.lowercased() : text
}
