package import AWSProtocol

extension API {
    private static let byName = Dictionary(
        operations.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The description of an operation; every name has one.
    package static func description(of name: OperationName) -> OperationDescription {
        guard let description = byName[name.rawValue] else {
            preconditionFailure("\(name.rawValue) is missing in API.operations")
        }
        return description
    }
}
