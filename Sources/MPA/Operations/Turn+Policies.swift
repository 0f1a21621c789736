import AWSProtocol

extension Work {
    /// Why a policy cannot be attached to a team, or nil.
    func objection(toPolicy text: String) throws -> String? {
        guard let arn = PolicyARN(text),
            let (policy, version) = try GetPolicyVersion.find(arn, self)
        else { return "The policy version \(text) does not exist." }
        guard policy.type == .awsManaged else {
            return "The policy \(text) is of type \(policy.type.rawValue) and cannot be attached."
        }
        guard version.status == .attachable else {
            return "The policy version \(text) is \(version.status.rawValue), not ATTACHABLE."
        }
        return nil
    }
}

extension Turn {
    /// - Throws: conflict unless a policy on the team allows the session.
    func checkPolicy(_ start: Service.SessionStart, _ team: ApprovalTeam) throws {
        guard settings.sessionPolicies == .enforce else { return }
        let request = start.request
        let partition = ARN(team.arn)?.partition ?? "aws"
        let context = PolicyContext(
            principal: .aws(arn: request.principalARN, account: request.account),
            resource: team.arn, requestedOperation: request.actionName,
            protectedResourceAccount: ARN(request.protectedResourceARN)?.account,
            isViaAWSService: true)
        let owner = Caller(account: team.account, region: team.region, partition: partition)
        let policies = try TeamPolicies.all(on: team, Work(caller: owner, turn: self))
        let isAllowed = policies.contains { policy in
            PolicyDocument.allows(
                policy.document(on: team.arn, partition: partition), action: "mpa:StartSession",
                context)
        }
        guard isAllowed else {
            throw ControlError.conflict(
                "No policy on the team allows mpa:StartSession for \(request.actionName) on "
                    + "\(request.protectedResourceARN) by account \(request.account). Attach one "
                    + "that does, or turn the check off: --session-policies ignore, or PATCH "
                    + "/_mpa/settings with {\"sessionPolicies\": \"ignore\"}.")
        }
    }
}
