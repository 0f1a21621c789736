import AWSProtocol

extension API {
    /// The description as JSON, in the structure that AWS's own SDKs use for service models.
    package static func descriptionJSON() -> [UInt8] {
        var shapes: [String: Document] = [:]
        for operation in operations {
            let used = [operation.input] + [operation.output].compactMap { $0 } + operation.errors
            for shape in used { collect(shape, &shapes) }
        }
        let names = operations.map { (key: $0.name, value: Document.structure(describe($0))) }
        return JSONWriter.encode(
            Structure([
                "operations": .map(DocumentMap(names)),
                "shapes": .map(DocumentMap(shapes.map { (key: $0.key, value: $0.value) })),
            ]))
    }

    private static func describe(_ operation: OperationDescription) -> Structure {
        let http = Structure([
            "method": .string(operation.method),
            "requestUri": .string(operation.uri),
            "responseCode": .integer(200),
        ])
        return Structure([
            "name": .string(operation.name),
            "http": .structure(http),
            "input": reference(operation.input),
            "output": operation.output.map(reference),
            "errors": .list(operation.errors.map(reference)),
            "idempotent": flag(operation.isIdempotent),
            "readonly": flag(operation.isReadOnly),
        ])
    }

    private static func collect(_ shape: Shape, _ shapes: inout [String: Document]) {
        guard shapes[shape.name] == nil else { return }
        shapes[shape.name] = .structure(describe(shape))
        switch shape.kind {
        case .string, .integer, .boolean, .timestamp, .duration, .json: break
        case .list(let element, _): collect(element, &shapes)
        case .map(let key, let value):
            collect(key, &shapes)
            collect(value, &shapes)
        case .structure(let members, _):
            for member in members { collect(member.shape, &shapes) }
        }
    }

    private static func describe(_ shape: Shape) -> Structure {
        var text = Structure()
        switch shape.kind {
        case .string(let rules):
            text.append("type", .string("string"))
            bounds(rules.length, &text)
            text.append("pattern", rules.pattern.map { .string($0.source) })
            text.append(
                "enum", rules.values.isEmpty ? nil : .list(rules.values.map(Document.string)))
        case .integer(let minimum, let maximum):
            text.append("type", .string("integer"))
            text.append("box", .boolean(true))
            text.append("min", minimum.map(Document.integer))
            text.append("max", maximum.map(Document.integer))
        case .boolean:
            text.append("type", .string("boolean"))
            text.append("box", .boolean(true))
        case .timestamp:
            text.append("type", .string("timestamp"))
            text.append("timestampFormat", .string("iso8601"))
        case .duration, .json: break  // the API has none
        case .list(let element, let length):
            text.append("type", .string("list"))
            text.append("member", reference(element))
            bounds(length, &text)
        case .map(let key, let value):
            text.append("type", .string("map"))
            text.append("key", reference(key))
            text.append("value", reference(value))
        case .structure(let members, let isUnion):
            text.append("type", .string("structure"))
            describe(members, &text)
            text.append("union", flag(isUnion))
        }
        text.append("sensitive", flag(shape.isSensitive))
        if let fault = shape.fault { describe(fault, &text) }
        return text
    }

    private static func describe(_ members: [Member], _ text: inout Structure) {
        let required = members.filter(\.isRequired).map { Document.string($0.name) }
        text.append("required", required.isEmpty ? nil : .list(required))
        let pairs = members.map { member in
            let location: Document? =
                switch member.location {
                case .body, .payload: nil
                case .uri: .string("uri")
                case .query: .string("querystring")
                }
            let described = Structure([
                "shape": .string(member.shape.name),
                "location": location,
                "locationName": location == nil ? nil : .string(member.name),
                "idempotencyToken": flag(member.isIdempotencyToken),
            ])
            return (key: member.name, value: Document.structure(described))
        }
        text.append("members", .map(DocumentMap(pairs)))
    }

    private static func describe(_ fault: Fault, _ text: inout Structure) {
        let error = Structure([
            "httpStatusCode": .integer(Int64(fault.status)),
            "senderFault": flag(!fault.isServerSide),
        ])
        text.append("error", .structure(error))
        text.append("exception", .boolean(true))
        text.append("fault", flag(fault.isServerSide))
        if fault.isRetryable {
            text.append("retryable", .structure(Structure(["throttling": .boolean(false)])))
        }
    }

    private static func bounds(_ length: ClosedRange<Int>?, _ text: inout Structure) {
        text.append("min", length.map { .integer(Int64($0.lowerBound)) })
        text.append("max", length.map { .integer(Int64($0.upperBound)) })
    }

    private static func reference(_ shape: Shape) -> Document {
        .structure(Structure(["shape": .string(shape.name)]))
    }

    private static func flag(_ value: Bool) -> Document? { value ? .boolean(true) : nil }
}
