package import AWSProtocol

/// Shapes that several nouns share.
package enum CommonShapes {
    package static let accountId = Shape(
        "AccountId", .string(StringConstraints(length: 0...12, pattern: .accountID)))
    package static let boolean = Shape("Boolean", .boolean)
    package static let description = Shape(
        "Description", .string(StringConstraints(length: 1...256)), isSensitive: true)
    package static let integer = Shape("Integer", .integer(minimum: nil, maximum: nil))
    package static let isoTimestamp = Shape("IsoTimestamp", .timestamp)
    package static let maxResults = Shape("MaxResults", .integer(minimum: 1, maximum: 20))
    package static let message = Shape("Message", .string(StringConstraints(length: 0...500)))
    package static let region = Shape("Region", .string(StringConstraints(length: 0...100)))
    package static let servicePrincipal = Shape(
        "ServicePrincipal", .string(StringConstraints(length: 1...100)))
    package static let string = Shape("String", .string(StringConstraints(length: 0...1000)))
    package static let token = Shape("Token", .string(StringConstraints(length: 0...4096)))
}
