import AWSProtocol

/// Writes shapes as JSON schemas: structures once, by their names, and everything else in place.
struct SchemaWriter {
    /// In the order in which they were first named.
    private(set) var components = Structure()

    /// What stands for the shape wherever it is used.
    mutating func reference(_ shape: Shape) -> Document {
        if case .json = shape.kind, let forms = StateDocument.forms[shape.name] {
            let references = forms.map { reference($0) }
            return references.count == 1
                ? references[0] : .structure(Structure(["anyOf": .list(references)]))
        }
        guard case .structure(let members, _) = shape.kind else {
            return .structure(schema(shape))
        }
        if components[shape.name] == nil {
            // Inner ones first: no shape holds itself.
            let schema = object(members)
            components.append(shape.name, .structure(schema))
        }
        return .structure(
            Structure(["$ref": .string("#/components/schemas/\(shape.name)")]))
    }

    private mutating func schema(_ shape: Shape) -> Structure {
        switch shape.kind {
        case .string(let rules): string(rules)
        case .integer(let minimum, let maximum):
            Structure([
                "type": .string("integer"), "minimum": minimum.map(Document.integer),
                "maximum": maximum.map(Document.integer),
            ])
        case .boolean: Structure(["type": .string("boolean")])
        case .timestamp:
            Structure(["type": .string("string"), "format": .string("date-time")])
        case .duration(let form, let max): duration(form, secondsMax: max / 1_000)
        case .json where shape === ControlShapes.anything: Structure()
        case .json: Structure(["type": .string("object")])
        case .list(let element, let length):
            Structure([
                "type": .string("array"), "items": reference(element),
                "minItems": length.map { .integer(Int64($0.lowerBound)) },
                "maxItems": length.map { .integer(Int64($0.upperBound)) },
            ])
        case .map(let key, let value):
            Structure([
                "type": .string("object"), "propertyNames": reference(key),
                "additionalProperties": reference(value),
            ])
        case .structure(let members, _): object(members)
        }
    }

    private mutating func object(_ members: [Member]) -> Structure {
        var properties = Structure()
        for member in members { properties.append(member.name, reference(member.shape)) }
        let required = members.filter(\.isRequired).map { Document.string($0.name) }
        return Structure([
            "type": .string("object"),
            "properties": .structure(properties),
            "required": required.isEmpty ? nil : .list(required),
            "additionalProperties": .boolean(false),
        ])
    }

    private func string(_ rules: StringConstraints) -> Structure {
        var schema = Structure(["type": .string("string")])
        schema.append("minLength", rules.length.map { .integer(Int64($0.lowerBound)) })
        schema.append("maxLength", rules.length.map { .integer(Int64($0.upperBound)) })
        schema.append(
            "enum", rules.values.isEmpty ? nil : .list(rules.values.map(Document.string)))
        guard let pattern = rules.pattern else { return schema }
        // Properties of Unicode are not part of what every reader of schemas understands.
        if pattern.source.contains(#"\p"#) {
            schema.append("description", .string("Matches ^(?:\(pattern.source))$"))
        } else {
            schema.append("pattern", .string("^(?:\(pattern.source))$"))
        }
        return schema
    }

    private func duration(_ form: DurationForm, secondsMax: Int64) -> Structure {
        let text = Structure(["type": .string("string"), "format": .string("duration")])
        let seconds = Structure([
            "type": .string("number"), "minimum": .integer(0), "maximum": .integer(secondsMax),
        ])
        return switch form {
        case .text: text
        case .seconds: seconds
        case .either: Structure(["anyOf": .list([.structure(text), .structure(seconds)])])
        }
    }
}
