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
        return [awsJSON10, awsJSON11].first { $0.contentType.hasBytes(of: type) }
    }

    /// An error's status and body: awsJson tells the type in the body and has few statuses.
    package func render(_ error: ErrorDocument) -> (status: Int, body: [UInt8]) {
        guard self != .restJSON1 else {
            return (error.status, JSONWriter.encode(error.members))
        }
        var members = Structure(["__type": .string(typeName(error.type))])
        for entry in error.members.entries { members.append(entry.name, entry.value) }
        return (awsJSONStatus(error), JSONWriter.encode(members))
    }

    /// Those that a client may act on without reading the body keep their own.
    private func awsJSONStatus(_ error: ErrorDocument) -> Int {
        switch error.status {
        case 413, 501: error.status
        default: error.isServerFault ? 500 : 400
        }
    }

    // awsJson 1.0 names the shape with its namespace, 1.1 without.
    private func typeName(_ type: String) -> String {
        self == .awsJSON10 ? "com.amazonaws.mpa#\(type)" : type
    }
}

/// A media type without its parameters, in lower case.
package func mediaType(_ header: String) -> String {
    token(header.utf8.prefix { $0 != UInt8(ascii: ";") })
}

/// A word of a header field: without the blanks around it, in lower case.
func token(_ bytes: Substring.UTF8View) -> String {
    guard let first = bytes.firstIndex(where: { !isBlank($0) }),
        let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return "" }
    let word = bytes[first...last]
    guard word.contains(where: isCapital) else { return String(Substring(word)) }
    return String(decoding: word.map { isCapital($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
}

/// White space within a header field, https://www.rfc-editor.org/rfc/rfc9110#section-5.6.3.
private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
}

private func isCapital(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
}
