import AWSProtocol
import HTTPServer
import MPA

extension JournalEntry {
    static let shape = ControlShapes.object(
        "Request",
        [
            .always("number", ControlShapes.position),
            .always("requestId", ControlShapes.text),
            .always("time", ControlShapes.time),
            .always("machineTime", ControlShapes.time),
            Member("account", ControlShapes.text),
            Member("principal", ControlShapes.text),
            Member("operation", ControlShapes.choice(OperationName.self)),
            Member("input", ControlShapes.json),
            .always("head", headShape),
            .always("status", ControlShapes.count),
            Member("error", ControlShapes.text),
            Member("answer", ControlShapes.json),
            Member("answerText", ControlShapes.text),
            .always("durationMicroseconds", ControlShapes.count),
            Member("sdkAttempt", ControlShapes.count),
            Member("sdkAttemptsMax", ControlShapes.count),
            Member("sdkInvocationId", ControlShapes.text),
            Member("fault", ControlShapes.text),
            .always("isIdempotentReplay", ControlShapes.flag),
            .always("isWhole", ControlShapes.flag),
        ])

    private static let headShape = ControlShapes.object(
        "RequestHead",
        [
            .always("method", ControlShapes.text), .always("target", ControlShapes.text),
            .always(
                "headers",
                ControlShapes.list(
                    of: ControlShapes.object(
                        "HeaderField",
                        [
                            .always("name", ControlShapes.text),
                            .always("value", ControlShapes.text),
                        ]))),
        ])

    /// The input as JSON; nil where there is none.
    func inputValue(showsSensitive: Bool) -> JSONValue? {
        guard let input, let value = try? JSONValue(reading: JSONWriter.encode(input)) else {
            return nil
        }
        guard !showsSensitive, let operation else { return value }
        return value.hidingSensitive(API.description(of: operation).input)
    }

    func document(_ number: Int64, showsSensitive: Bool) -> Structure {
        let attempt = SDKAttempt(request.headers["amz-sdk-request"])
        let input = inputValue(showsSensitive: showsSensitive)
        var document = Structure([
            "number": .integer(number),
            "requestId": .string(requestID),
            "time": .timestamp(time),
            "machineTime": .timestamp(machineTime),
            "account": account.map(Document.string),
            "principal": principalARN.map(Document.string),
            "operation": (operation?.rawValue).map(Document.string),
            "input": input.map { .json($0.text) },
            "head": .structure(RequestHead.document(request)),
            "status": .integer(Int64(status)),
            "error": error.map(Document.string),
        ])
        if let answer {
            document.append(answer: answer, status, of: operation, showsSensitive)
        }
        document.append("durationMicroseconds", .integer(microseconds))
        document.append("sdkAttempt", attempt.number.map(Document.integer))
        document.append("sdkAttemptsMax", attempt.max.map(Document.integer))
        document.append(
            "sdkInvocationId", request.headers["amz-sdk-invocation-id"].map(Document.string))
        document.append("fault", fault.map(Document.string))
        document.append("isIdempotentReplay", .boolean(isIdempotentReplay))
        document.append("isWhole", .boolean(isRequestWhole && answer != nil))
        return document
    }
}

extension Structure {
    /// Adds an answer: as JSON, or as text where it is none.
    mutating func append(
        answer: [UInt8], _ status: Int, of operation: OperationName?, _ showsSensitive: Bool
    ) {
        let output = status < 400 ? operation.flatMap { API.description(of: $0).output } : nil
        let secret = showsSensitive ? nil : output
        guard let value = try? JSONValue(reading: answer), case .object = value else {
            // Where it is no JSON, nobody can tell what of it is sensitive.
            let text =
                secret == nil
                ? JSONValue.string(String(decoding: answer, as: UTF8.self)) : .hidden
            append("answerText", .json(text.text))
            return
        }
        append("answer", .json((secret.map(value.hidingSensitive) ?? value).text))
    }
}

/// What SDKs tell of their attempts: `attempt=1; max=3`.
struct SDKAttempt: Equatable {
    private(set) var number: Int64?
    private(set) var max: Int64?

    init(_ header: String?) {
        for part in (header ?? "").split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, let value = Int32(pair[1]), value >= 0 else { continue }
            switch pair[0].drop(while: { $0 == " " }) {
            case "attempt": number = Int64(value)
            case "max": max = Int64(value)
            default: continue
            }
        }
    }
}
