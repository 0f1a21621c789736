import AWSProtocol

/// Whether the caller's identity-based policies allow a call, asked before anything is looked up:
/// who is denied does not learn what exists.
enum Authorization {
    static func check(
        _ operation: OperationName, _ input: Structure, _ work: Work
    ) throws(ServiceError) {
        guard work.caller.permissions != nil else { return }
        let resource = resource(of: operation, input, work)
        try require(operation, on: resource, work)
        // The Service Authorization Reference has it as a dependent action.
        switch operation {
        case .createApprovalTeam, .createIdentitySource:
            if !input.tags.isEmpty { try require(.tagResource, on: resource, work) }
        default: break
        }
    }

    /// The caller may also do that, which the operation does in the caller's name.
    static func require(
        _ operation: OperationName, on resource: String, _ work: Work
    ) throws(ServiceError) {
        guard let permissions = work.caller.permissions else { return }
        let action = "mpa:\(operation.rawValue)"
        let reason: String
        switch permissions.refusal(of: action, on: resource) {
        case nil: return
        case .denied: reason = "with an explicit deny in an identity-based policy"
        case .notAllowed:
            reason = "because no identity-based policy allows the \(action) action"
        }
        throw .accessDenied(
            "User: \(work.caller.principalARN) is not authorized to perform: \(action) on "
                + "resource: \(resource) \(reason)")
    }

    /// What the texts of AWS name,
    /// https://docs.aws.amazon.com/mpa/latest/userguide/logging-using-cloudtrail.html.
    private static func resource(
        of operation: OperationName, _ input: Structure, _ work: Work
    ) -> String {
        let caller = work.caller
        switch operation {
        case .createApprovalTeam:
            // One that the team could have: it gets another.
            return caller.arn("approval-team/\(input.text("Name"))-\(work.turn.ids.next())")
        case .createIdentitySource: return caller.arn(IdentitySource.resource)
        case .listApprovalTeams: return caller.arn("approval-team/*")
        case .listIdentitySources: return caller.arn("identity-source/*")
        case .listPolicies: return "arn:\(caller.partition):mpa:::aws:policy/*"
        case .listPolicyVersions: return input.text("PolicyArn")
        case .getPolicyVersion: return input.text("PolicyVersionArn")
        case .getIdentitySource, .deleteIdentitySource: return input.text("IdentitySourceArn")
        case .listSessions: return input.text("ApprovalTeamArn")
        case .getSession, .cancelSession: return input.text("SessionArn")
        case .getResourcePolicy, .listResourcePolicies, .listTagsForResource, .tagResource,
            .untagResource:
            return input.text("ResourceArn")
        case .getApprovalTeam, .updateApprovalTeam, .startApprovalTeamBaseline,
            .startActiveApprovalTeamDeletion, .deleteInactiveApprovalTeamVersion:
            return input.text("Arn")
        }
    }
}
