/// Turns a request into the input of its operation: types are checked, constraints not.
///
/// What throws is a body that is no JSON. A wrong type is the result's failure instead, so that
/// what AWS checks between the two can be checked between them.
package struct InputDecoder: Sendable {
    package typealias Input = Result<Structure, FrameworkError>

    private let operation: OperationDescription

    package init(_ operation: OperationDescription) { self.operation = operation }

    /// restJson1: labels and query items from the target, the other members from the body.
    package func restJSON(
        labels: [(name: String, value: String)], target: RawTarget, body: [UInt8]
    ) throws(FrameworkError) -> Input {
        let members = operation.input.members
        return try bodyMembers(body) { $0.location == .body }.flatMap { inBody in
            var values = inBody
            for (offset, member) in members.enumerated() {
                switch member.location {
                case .body, .payload: continue
                case .uri:
                    let label = labels.first { $0.name.hasBytes(of: member.name) }
                    values[offset] = .success(label.map { .string($0.value) })
                case .query:
                    guard let text = target.queryValue(member.name) else { continue }
                    values[offset] = queryValue(text, of: member)
                }
            }
            return structure(members, values)
        }
    }

    /// awsJson: every member from the body.
    package func awsJSON(body: [UInt8]) throws(FrameworkError) -> Input {
        let members = operation.input.members
        return try bodyMembers(body) { _ in true }.flatMap { structure(members, $0) }
    }

    private func bodyMembers(
        _ body: [UInt8], where counts: (Member) -> Bool
    ) throws(FrameworkError) -> Result<[JSONReader.Reading], FrameworkError> {
        let members = operation.input.members
        if body.isEmpty { return .success(members.map { _ in .success(nil) }) }
        var reader = JSONReader(body)
        let found = try reader.peek()
        guard found == .object else {
            try reader.skipValue()
            try reader.finish()
            return .failure(.mismatch("an object", found, ""))
        }
        let values = try reader.readMembers(members, "", where: counts) {
            reader, _ throws(FrameworkError) in try reader.skipValue()
        }
        try reader.finish()
        return .success(values)
    }

    private func queryValue(_ text: String, of member: Member) -> JSONReader.Reading {
        guard case .integer = member.shape.kind else { return .success(.string(text)) }
        guard let number = decimal(text.utf8) else {
            return .failure(
                .serialization("'\(member.name)' must be an integer; '\(text)' is not."))
        }
        return .success(.integer(number))
    }
}
