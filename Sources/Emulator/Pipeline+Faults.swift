import AWSProtocol
import HTTPServer
import MPA

/// What a rule of the fault plan answers before anything is done.
enum FaultAnswer: Error {
    /// A `status` of its own holds for every protocol.
    case error(ErrorDocument, status: Int?, headers: [(name: String, value: String)])
    case response(Response)
}

extension AppliedFault {
    /// Nil where the operation is performed all the same.
    var answerBeforeWork: FaultAnswer? {
        switch effect {
        case .error(let code, let message, let status, let retryAfter):
            let shape = OperationName.allCases.lazy.flatMap { API.description(of: $0).errors }
                .first { $0.name.hasBytes(of: code) }
            let text = message ?? "The fault rule \(ruleID) answers this."
            let document = ErrorDocument(
                type: code, status: status ?? shape?.fault?.status ?? 400,
                members: Structure(["Message": .string(text)]))
            return .error(document, status: status, headers: Self.retryAfter(retryAfter))
        case .status(let status, let hasBody, let retryAfter):
            return .response(Self.bare(status, hasBody: hasBody, Self.retryAfter(retryAfter)))
        case .reset(.beforeWork):
            var response = Response(status: 0, headers: [], body: [])
            response.delivery = .reset
            return .response(response)
        case .reset(.afterWork), .delay, .delayBetweenBytes, .slowBody, .truncatedBody,
            .malformedJSON, .contentType, .failure:
            return nil
        }
    }

    /// The answer as it leaves, finished at the moment when it does.
    func reply(
        with response: Response, finish: @escaping @Sendable (Response) -> Response
    ) -> Reply {
        if case .delay(let range) = effect {
            return .waiting(
                Waiting(milliseconds: milliseconds(in: range)) { isOver in
                    isOver ? .response(finish(response)) : .wait(milliseconds: nil)
                })
        }
        return .response(finish(spoilt(response)))
    }

    private func spoilt(_ response: Response) -> Response {
        var response = response
        let count = response.body.count
        switch effect {
        case .delayBetweenBytes(let range):
            response.delivery = .paced(pieceBytes: 1, pauseMilliseconds: range)
        case .slowBody(let range):
            let pieceBytes = max(1, (count + Self.piecesMax - 1) / Self.piecesMax)
            let pieces = max(1, (count + pieceBytes - 1) / pieceBytes)
            let pause = milliseconds(in: range) / Int64(pieces)
            response.delivery = .paced(
                pieceBytes: pieceBytes, pauseMilliseconds: pause...pause)
        case .reset: response.delivery = .reset
        case .truncatedBody(let bytes):
            let kept = bytes.map { Int(clamping: $0) } ?? count / 2
            response.delivery = .truncated(bytes: min(kept, max(0, count - 1)))
        case .malformedJSON: if count > 0 { response.body.removeLast() }
        case .contentType(let type):
            for index in response.headers.indices
            where response.headers[index].name == "Content-Type" {
                response.headers[index].value = type
            }
        case .error, .status, .delay, .failure: break
        }
        return response
    }

    /// In how many pieces a slow body comes.
    private static let piecesMax = 50

    private static func retryAfter(_ seconds: Int64?) -> [(name: String, value: String)] {
        seconds.map { [(name: "Retry-After", value: String($0))] } ?? []
    }

    private static func bare(
        _ status: Int, hasBody: Bool, _ headers: [(name: String, value: String)]
    ) -> Response {
        guard hasBody else { return Response(status: status, headers: headers, body: []) }
        let title = "\(status) \(reason(status))"
        let page =
            "<html>\n<head><title>\(title)</title></head>\n"
            + "<body><center><h1>\(title)</h1></center></body>\n</html>\n"
        return Response(
            status: status, headers: [("Content-Type", "text/html")] + headers,
            body: Array(page.utf8))
    }

    private static func reason(_ status: Int) -> String {
        switch status {
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        default: status < 500 ? "Client Error" : "Server Error"
        }
    }
}
