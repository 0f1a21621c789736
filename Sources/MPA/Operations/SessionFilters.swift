import AWSProtocol

/// The conditions of one ListSessions call, all of which have to hold,
/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_Filter.html.
struct SessionFilters {
    /// What they say, for a page token to be bound to.
    let texts: [String]
    /// The initiation times that can match, nil for none.
    private(set) var initiated: ClosedRange<Int64>? = .min ... .max
    private var others: [SessionFilter] = []

    init(_ input: Structure) throws(ServiceError) {
        let filters = (input["Filters"]?.list ?? []).compactMap(\.structure)
        texts = filters.flatMap { filter in
            ["FieldName", "Operator", "Value"].map { filter[$0]?.string ?? "" }
        }
        for (offset, filter) in filters.enumerated() {
            switch try Self.parse(filter, at: "filters.\(offset + 1).member") {
            case .initiationTime(let range): narrow(to: range)
            case .never: initiated = nil
            case let other: others.append(other)
            }
        }
    }

    func match(_ session: Session) -> Bool {
        others.allSatisfy {
            $0.matches(
                actionName: session.request.actionName, status: session.status,
                initiationTime: session.initiationTime)
        }
    }

    private mutating func narrow(to range: ClosedRange<Int64>) {
        guard let present = initiated, present.overlaps(range) else {
            initiated = nil
            return
        }
        initiated = present.clamped(to: range)
    }

    private static func parse(
        _ filter: Structure, at path: String
    ) throws(ServiceError) -> SessionFilter {
        let field = try member("FieldName", filter, path)
        let comparison = try member("Operator", filter, path)
        let value = try member("Value", filter, path)
        switch field {
        case "ActionName":
            guard let known = SessionFilter.TextOperator(rawValue: comparison) else { break }
            return .actionName(known, value)
        case "SessionStatus":
            guard let known = SessionFilter.Equality(rawValue: comparison) else { break }
            guard let status = Session.Status(rawValue: value) else {
                throw .validation("'\(value)' at '\(path).value' is no session status.")
            }
            return .status(known, status)
        case "InitiationTime":
            if let filter = try time(comparison, value, path) { return filter }
        default:
            throw .validation("ListSessions does not filter by \(field), at '\(path).fieldName'.")
        }
        throw .validation("\(field) cannot be filtered with \(comparison), at '\(path).operator'.")
    }

    private static func member(
        _ name: String, _ filter: Structure, _ path: String
    ) throws(ServiceError) -> String {
        guard let text = filter[name]?.string else {
            throw .validation(
                "'\(path).\(name.prefix(1).lowercased() + name.dropFirst())' must be given.")
        }
        return text
    }

    /// Nil for an operator that times do not have.
    private static func time(
        _ comparison: String, _ value: String, _ path: String
    ) throws(ServiceError) -> SessionFilter? {
        // A value may be finer than the milliseconds of stored times.
        func moment(
            _ text: some StringProtocol, roundingUp: Bool = false
        ) throws(ServiceError) -> Int64 {
            if let time = Timestamp.milliseconds(String(text), roundingUp: roundingUp) {
                return time
            }
            throw .validation("'\(text)' at '\(path).value' is no ISO-8601 time.")
        }
        switch comparison {
        case "GT": return .initiationTime(try moment(value) + 1 ... .max)
        case "GTE": return .initiationTime(try moment(value, roundingUp: true) ... .max)
        case "LT": return .initiationTime(.min...(try moment(value, roundingUp: true) - 1))
        case "LTE": return .initiationTime(.min...(try moment(value)))
        case "BETWEEN":
            let words = value.split(separator: " ")
            guard words.count == 3, words[1].uppercased() == "AND" else {
                throw .validation("'\(path).value' must be two times with AND between them.")
            }
            let (first, last) = (try moment(words[0], roundingUp: true), try moment(words[2]))
            return first <= last ? .initiationTime(first...last) : .never
        default: return nil
        }
    }
}
