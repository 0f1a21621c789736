extension PolicyDocument {
    /// Whether some statement allows the action and none denies it; the case of actions does not
    /// count.
    package func allows(action: String, _ context: PolicyContext) -> Bool {
        var isAllowed = false
        for statement in statements where statement.applies(to: action, context) {
            switch statement.effect {
            case .deny: return false
            case .allow: isAllowed = true
            }
        }
        return isAllowed
    }
}

extension PolicyStatement {
    fileprivate func applies(to action: String, _ context: PolicyContext) -> Bool {
        principals.contains { $0.includes(context.principal) }
            && actions.includes { $0.matches(action, in: context, ignoringCase: true) }
            && resources.includes { $0.matches(context.resource, in: context) }
            && conditions.allSatisfy { $0.isFulfilled(in: context) }
    }
}

extension PolicyStatement.Scope {
    fileprivate func includes(_ isMatch: (PolicyPattern) -> Bool) -> Bool {
        switch self {
        case .anyOf(let patterns): patterns.contains(where: isMatch)
        case .noneOf(let patterns): !patterns.contains(where: isMatch)
        }
    }
}

extension PolicyStatement.Principal {
    fileprivate func includes(_ principal: PolicyContext.Principal) -> Bool {
        switch (self, principal) {
        case (.everyone, _), (.everyAccount, .aws): true
        case (.account(let wanted, let partition), .aws(let arn, let account)):
            wanted == account && (partition.map { arn.hasPrefix("arn:\($0):") } ?? true)
        case (.principal(let wanted), .aws(let arn, _)): wanted == arn
        case (.service(let wanted), .service(let name)): wanted == name
        case (.everyAccount, .service), (.account, .service), (.principal, .service),
            (.service, .aws):
            false
        }
    }
}
