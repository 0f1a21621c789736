/// One condition of ListSessions,
/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_Filter.html.
package enum SessionFilter: Sendable, Equatable {
    package enum Equality: String, Sendable, CaseIterable {
        case equal = "EQ"
        case notEqual = "NE"
    }

    package enum TextOperator: String, Sendable, CaseIterable {
        case equal = "EQ"
        case notEqual = "NE"
        case contains = "CONTAINS"
        case notContains = "NOT_CONTAINS"
    }

    case actionName(TextOperator, String)
    case status(Equality, Session.Status)
    /// Both ends are part of the range.
    case initiationTime(ClosedRange<Int64>)
    /// A range that no moment is in.
    case never

    package func matches(actionName: String, status: Session.Status, initiationTime: Int64) -> Bool
    {
        switch self {
        case .never: false
        case .initiationTime(let range): range.contains(initiationTime)
        case .status(.equal, let wanted): status == wanted
        case .status(.notEqual, let unwanted): status != unwanted
        case .actionName(let comparison, let text): comparison.holds(actionName, text)
        }
    }
}

extension SessionFilter.TextOperator {
    /// Case counts, and so does every byte.
    fileprivate func holds(_ name: String, _ text: String) -> Bool {
        switch self {
        case .equal: name.utf8.elementsEqual(text.utf8)
        case .notEqual: !name.utf8.elementsEqual(text.utf8)
        case .contains: Array(name.utf8).contains(Array(text.utf8))
        case .notContains: !Array(name.utf8).contains(Array(text.utf8))
        }
    }
}
