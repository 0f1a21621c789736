/// One key of a `Condition` block under its operator,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html.
package struct PolicyCondition: Sendable, Equatable {
    package enum Operator: String, Sendable, CaseIterable {
        case stringEquals = "StringEquals"
        case stringNotEquals = "StringNotEquals"
        case stringEqualsIgnoreCase = "StringEqualsIgnoreCase"
        case stringLike = "StringLike"
        case stringNotLike = "StringNotLike"
        case arnEquals = "ArnEquals"
        case arnLike = "ArnLike"
        case bool = "Bool"

        /// True when the values are those that must not be met.
        var isNegated: Bool {
            switch self {
            case .stringNotEquals, .stringNotLike: true
            case .stringEquals, .stringEqualsIgnoreCase, .stringLike, .arnEquals, .arnLike, .bool:
                false
            }
        }

        /// True when `*` and `?` in a value stand for other characters.
        package var takesWildcards: Bool {
            switch self {
            case .stringLike, .stringNotLike, .arnEquals, .arnLike: true
            case .stringEquals, .stringNotEquals, .stringEqualsIgnoreCase, .bool: false
            }
        }
    }

    package let comparison: Operator
    /// A key that is not in the request's context then fulfils the condition.
    package let isIfExists: Bool
    package let key: String
    package let values: [PolicyPattern]

    package init(
        _ comparison: Operator, ifExists: Bool = false, key: String, values: [PolicyPattern]
    ) {
        self.comparison = comparison
        isIfExists = ifExists
        self.key = key
        self.values = values
    }

    /// An absent key is like no value: it fulfils the negated operators alone.
    func isFulfilled(in context: PolicyContext) -> Bool {
        guard let value = context[key] else { return isIfExists || comparison.isNegated }
        return values.contains { matches($0, value, context) } != comparison.isNegated
    }

    private func matches(
        _ pattern: PolicyPattern, _ value: String, _ context: PolicyContext
    ) -> Bool {
        switch comparison {
        case .stringEquals, .stringNotEquals, .stringLike, .stringNotLike:
            pattern.matches(value, in: context)
        case .stringEqualsIgnoreCase, .bool:
            pattern.matches(value, in: context, ignoringCase: true)
        case .arnEquals, .arnLike: pattern.matchesARN(value, in: context)
        }
    }
}
