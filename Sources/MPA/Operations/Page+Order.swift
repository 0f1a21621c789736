import AWSProtocol

/// Lists whose order is that of names or of numbers rather than of times.
extension Page {
    /// As `nextToken` of rows, for a list in the order of unique names.
    func nextToken(names: [String]) -> Document? { nextToken(names.map { (time: 0, arn: $0) }) }

    /// As `nextToken` of rows, for a list in the order of unique numbers.
    func nextToken(numbers: [Int64]) -> Document? { nextToken(numbers.map { (time: $0, arn: "") }) }
}
