import AWSProtocol

/// One page of a list that is ordered by time and ARN.
///
/// A token holds the last row's place in that order, so a page stays right while rows come and go.
struct Page {
    /// Of every list: the maximum of MaxResults is also its default.
    static let sizeMax = 20

    /// Before every row there can be.
    static let start: (time: Int64, arn: String) = (.min, "")

    let size: Int
    /// The place of the last row before this page.
    let after: (time: Int64, arn: String)?
    private let context: [String]

    /// `filters` is all of the request that the list's content depends on.
    init(
        _ operation: OperationName, _ input: Structure, _ work: Work, filters: [String] = []
    ) throws(ServiceError) {
        size = input["MaxResults"]?.integer.map(Int.init) ?? Self.sizeMax
        context = [operation.rawValue, work.caller.account, work.caller.region] + filters
        guard let token = input["NextToken"]?.string, !token.isEmpty else {
            after = nil
            return
        }
        guard let place = PageToken.decode(token, context: context), place.count == 2,
            let time = Int64(place[0])
        else {
            throw .validation(
                "The NextToken is not one that \(operation.rawValue) gave for this request.")
        }
        after = (time, place[1])
    }

    /// The token of the page after this one, nil on the last; `rows` has one more if there is one.
    func nextToken(_ rows: [(time: Int64, arn: String)]) -> Document? {
        guard rows.count > size else { return nil }
        let last = rows[size - 1]
        return .string(PageToken.encode([String(last.time), last.arn], context: context))
    }
}
