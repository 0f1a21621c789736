/// The checks that come between the route and the body.
package enum RequestCheck {
    /// 415 unless the body is JSON, or there is neither body nor media type.
    package static func contentType(
        _ header: String?, hasBody: Bool, operation: OperationDescription
    ) throws(FrameworkError) {
        let type = header.map(mediaType) ?? ""
        if operation.hasBody && hasBody {
            guard type.hasBytes(of: WireProtocol.restJSON1.contentType) else {
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
        guard let encoding = header.map(mediaType), !encoding.isEmpty,
            !encoding.hasBytes(of: "identity")
        else { return }
        throw .malformedRequest("The Content-Encoding \(encoding) is not supported; send none.")
    }

    /// 406 when the client lists media ranges and every one of them leaves JSON out.
    package static func accept(_ header: String?, _ answer: WireProtocol) throws(FrameworkError) {
        guard let header, !header.isEmpty, header != "*/*" else { return }
        let ranges = header.utf8.split(separator: UInt8(ascii: ",")).filter { !token($0).isEmpty }
        if ranges.isEmpty || ranges.contains(where: letsJSONIn) { return }
        throw .notAcceptable("The answer is \(answer.contentType), which Accept leaves out.")
    }

    // Whoever reads one protocol's JSON reads that of another, so their types count alike.
    private static let json = [
        "*/*", "application/*", WireProtocol.restJSON1.contentType,
        WireProtocol.awsJSON10.contentType, WireProtocol.awsJSON11.contentType,
    ]

    private static func letsJSONIn(_ range: Substring.UTF8View) -> Bool {
        let parts = range.split(
            separator: UInt8(ascii: ";"), omittingEmptySubsequences: false
        ).map(token)
        return json.contains(where: parts[0].hasBytes) && !parts.dropFirst().contains(where: isZero)
    }

    /// True for the weight `q=0`, with up to three decimals; that range asks for anything else.
    private static func isZero(_ parameter: String) -> Bool {
        ["q=0", "q=0.", "q=0.0", "q=0.00", "q=0.000"].contains(where: parameter.hasBytes)
    }
}
