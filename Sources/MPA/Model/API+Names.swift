package import AWSProtocol

extension API {
    private static let byName = Dictionary(
        operations.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The name that an operation is described under.
    package static func name(of description: OperationDescription) -> OperationName {
        guard let name = OperationName(rawValue: description.name) else {
            preconditionFailure("\(description.name) is no case of OperationName")
        }
        return name
    }

    /// The description of an operation; every name has one.
    package static func description(of name: OperationName) -> OperationDescription {
        guard let description = byName[name.rawValue] else {
            preconditionFailure("\(name.rawValue) is missing in API.operations")
        }
        return description
    }
}
