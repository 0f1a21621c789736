/// A policy in IAM's language, as far as resource policies on teams can use it:
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html.
package struct PolicyDocument: Sendable, Equatable {
    package let statements: [PolicyStatement]

    package init(statements: [PolicyStatement]) { self.statements = statements }
}
