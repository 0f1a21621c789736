/// The checks that come between the route and the body.
package enum RequestCheck {
    /// 415 unless the body is JSON, or there is neither body nor media type.
    package static func contentType(
        _ header: String?, hasBody: Bool, operation: OperationDescription
    ) throws(FrameworkError) {
        let type = header.map(mediaType) ?? ""
        if operation.hasBody && hasBody {
            guard type == WireProtocol.restJSON1.contentType else {
                throw .unsupportedMediaType(
                    type.isEmpty
                        ? "The request has a body but no Content-Type; send application/json."
                        : "The Content-Type \(type) is not supported; send application/json.")
            }
        } else if !type.isEmpty, !hasBody, operation.method == "GET" {
            throw .unsupportedMediaType(
                "\(operation.name) takes no body; send no Content-Type either.")
        }
    }

    /// 400 for a body that is compressed.
    package static func contentEncoding(_ header: String?) throws(FrameworkError) {
        guard let encoding = header.map(mediaType), !encoding.isEmpty, encoding != "identity" else {
            return
        }
        throw .malformedRequest("The Content-Encoding \(encoding) is not supported; send none.")
    }

    /// 406 when every media range that the client lists leaves JSON out.
    package static func accept(_ header: String?, _ answer: WireProtocol) throws(FrameworkError) {
        guard let header, !header.isEmpty, header != "*/*" else { return }
        let accepted = ["*/*", "application/*", "application/json", answer.contentType]
        let ranges = header.split(separator: ",").map(String.init)
        if ranges.contains(where: { accepted.contains(mediaType($0)) && !isRefused($0) }) { return }
        throw .notAcceptable("The answer is \(answer.contentType), which Accept leaves out.")
    }

    // "application/json;q=0" asks for anything but JSON.
    private static func isRefused(_ range: String) -> Bool {
        range.split(separator: ";").dropFirst().contains { parameter in
            let text = parameter.filter { $0 != " " }.lowercased()
            return text.hasPrefix("q=") && Double(text.dropFirst(2)) == 0
        }
    }
}
