/// Who asks for an action on a team, and what else conditions may look at.
package struct PolicyContext: Sendable, Equatable {
    package enum Principal: Sendable, Equatable {
        /// A user, a role or the root of an account.
        case aws(arn: String, account: String)
        /// An AWS service that asks on its own behalf, such as `backup.amazonaws.com`.
        case service(String)
    }

    package let principal: Principal
    /// The ARN of the team.
    package let resource: String
    /// The operation that waits for approval, such as `backup:RevokeRestoreAccessBackupVault`.
    package let requestedOperation: String?
    /// The account of the resource that the operation would change.
    package let protectedResourceAccount: String?
    /// True when an AWS service passes on the request of the principal.
    package let isViaAWSService: Bool

    package init(
        principal: Principal, resource: String, requestedOperation: String? = nil,
        protectedResourceAccount: String? = nil, isViaAWSService: Bool = false
    ) {
        self.principal = principal
        self.resource = resource
        self.requestedOperation = requestedOperation
        self.protectedResourceAccount = protectedResourceAccount
        self.isViaAWSService = isViaAWSService
    }

    /// The value of a condition key, whose case does not count; nil when the request has none.
    subscript(key: String) -> String? {
        switch key.lowercased() {
        case "mpa:requestedoperation": requestedOperation
        case "mpa:protectedresourceaccount": protectedResourceAccount
        case "aws:principalaccount": account
        case "aws:principalarn": principalARN
        case "aws:viaawsservice": isViaAWSService ? "true" : "false"
        default: nil
        }
    }

    private var account: String? {
        if case .aws(_, let account) = principal { account } else { nil }
    }

    private var principalARN: String? {
        if case .aws(let arn, _) = principal { arn } else { nil }
    }
}
