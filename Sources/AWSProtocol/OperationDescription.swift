/// One operation of a service's API.
package final class OperationDescription: Sendable {
    package let name: String
    package let method: String
    /// The URI template as the API states it, such as `/approval-teams/{Arn}?Delete`.
    package let uri: String
    package let input: Shape
    package let output: Shape?
    /// The error shapes that the operation declares.
    package let errors: [Shape]
    package let isIdempotent: Bool
    package let isReadOnly: Bool

    package init(
        _ name: String, _ method: String, _ uri: String, input: Shape, output: Shape?,
        errors: [Shape], idempotent: Bool = false, readOnly: Bool = false
    ) {
        self.name = name
        self.method = method
        self.uri = uri
        self.input = input
        self.output = output
        self.errors = errors
        isIdempotent = idempotent
        isReadOnly = readOnly
        hasBody = input.members.contains { $0.location == .body }
    }

    /// True when restJson1 carries at least one member of the input in the body.
    package let hasBody: Bool
}
