package import AWSProtocol

/// The filters of ListSessions.
package enum FilterShapes {
    package static let filter = Shape(
        "Filter",
        .structure(
            [
                Member("FieldName", filterField),
                Member("Operator", filterOperator),
                Member("Value", CommonShapes.string),
            ], isUnion: false))
    package static let filterField = Shape(
        "FilterField",
        .string(
            StringConstraints(values: [
                "ActionName", "ApprovalTeamName", "VotingTime", "Vote", "SessionStatus",
                "InitiationTime",
            ])))
    package static let filters = Shape("Filters", .list(element: filter, length: 0...10))
    package static let filterOperator = Shape(
        "Operator",
        .string(
            StringConstraints(values: [
                "EQ", "NE", "GT", "LT", "GTE", "LTE", "CONTAINS", "NOT_CONTAINS", "BETWEEN",
            ])))
}
