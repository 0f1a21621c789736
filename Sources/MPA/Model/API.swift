package import AWSProtocol

/// The API of AWS Multi-party approval, version 2022-07-26: the one place where routes, members,
/// constraints and declared errors are stated.
package enum API {
    package static let operations: [OperationDescription] = [
        OperationDescription(
            "CancelSession", "PUT", "/sessions/{SessionArn}",
            input: SessionShapes.cancelSessionRequest,
            output: SessionShapes.cancelSessionResponse,
            errors: standard + [ErrorShapes.resourceNotFound, ErrorShapes.conflict],
            idempotent: true),
        OperationDescription(
            "CreateApprovalTeam", "POST", "/approval-teams",
            input: ApprovalTeamShapes.createApprovalTeamRequest,
            output: ApprovalTeamShapes.createApprovalTeamResponse,
            errors: standard + [ErrorShapes.serviceQuotaExceeded, ErrorShapes.conflict],
            idempotent: true),
        OperationDescription(
            "CreateIdentitySource", "POST", "/identity-sources",
            input: IdentitySourceShapes.createIdentitySourceRequest,
            output: IdentitySourceShapes.createIdentitySourceResponse,
            errors: standard + [ErrorShapes.serviceQuotaExceeded], idempotent: true),
        OperationDescription(
            "DeleteIdentitySource", "DELETE", "/identity-sources/{IdentitySourceArn}",
            input: IdentitySourceShapes.deleteIdentitySourceRequest,
            output: nil, errors: standard + [ErrorShapes.conflict], idempotent: true),
        OperationDescription(
            "DeleteInactiveApprovalTeamVersion", "DELETE", "/approval-teams/{Arn}/{VersionId}",
            input: ApprovalTeamShapes.deleteInactiveApprovalTeamVersionRequest,
            output: ApprovalTeamShapes.deleteInactiveApprovalTeamVersionResponse,
            errors: standard + [ErrorShapes.resourceNotFound, ErrorShapes.conflict],
            idempotent: true),
        OperationDescription(
            "GetApprovalTeam", "GET", "/approval-teams/{Arn}",
            input: ApprovalTeamShapes.getApprovalTeamRequest,
            output: ApprovalTeamShapes.getApprovalTeamResponse,
            errors: standard + [ErrorShapes.resourceNotFound], readOnly: true),
        OperationDescription(
            "GetIdentitySource", "GET", "/identity-sources/{IdentitySourceArn}",
            input: IdentitySourceShapes.getIdentitySourceRequest,
            output: IdentitySourceShapes.getIdentitySourceResponse,
            errors: standard + [ErrorShapes.resourceNotFound], readOnly: true),
        OperationDescription(
            "GetPolicyVersion", "GET", "/policy-versions/{PolicyVersionArn}",
            input: PolicyShapes.getPolicyVersionRequest,
            output: PolicyShapes.getPolicyVersionResponse,
            errors: standard + [ErrorShapes.resourceNotFound], readOnly: true),
        OperationDescription(
            "GetResourcePolicy", "POST", "/GetResourcePolicy",
            input: PolicyShapes.getResourcePolicyRequest,
            output: PolicyShapes.getResourcePolicyResponse,
            errors: [
                ErrorShapes.accessDenied, ErrorShapes.validation, ErrorShapes.invalidParameter,
                ErrorShapes.resourceNotFound, ErrorShapes.throttling,
            ], readOnly: true),
        OperationDescription(
            "GetSession", "GET", "/sessions/{SessionArn}", input: SessionShapes.getSessionRequest,
            output: SessionShapes.getSessionResponse,
            errors: standard + [ErrorShapes.resourceNotFound], readOnly: true),
        OperationDescription(
            "ListApprovalTeams", "POST", "/approval-teams/?List",
            input: ApprovalTeamShapes.listApprovalTeamsRequest,
            output: ApprovalTeamShapes.listApprovalTeamsResponse, errors: standard, readOnly: true),
        OperationDescription(
            "ListIdentitySources", "POST", "/identity-sources/?List",
            input: IdentitySourceShapes.listIdentitySourcesRequest,
            output: IdentitySourceShapes.listIdentitySourcesResponse, errors: standard,
            readOnly: true),
        OperationDescription(
            "ListPolicies", "POST", "/policies/?List", input: PolicyShapes.listPoliciesRequest,
            output: PolicyShapes.listPoliciesResponse, errors: standard, readOnly: true),
        OperationDescription(
            "ListPolicyVersions", "POST", "/policies/{PolicyArn}/?List",
            input: PolicyShapes.listPolicyVersionsRequest,
            output: PolicyShapes.listPolicyVersionsResponse,
            errors: standard + [ErrorShapes.resourceNotFound], readOnly: true),
        OperationDescription(
            "ListResourcePolicies", "POST", "/resource-policies/{ResourceArn}/?List",
            input: PolicyShapes.listResourcePoliciesRequest,
            output: PolicyShapes.listResourcePoliciesResponse,
            errors: standard + [ErrorShapes.resourceNotFound], readOnly: true),
        OperationDescription(
            "ListSessions", "POST", "/approval-teams/{ApprovalTeamArn}/sessions/?List",
            input: SessionShapes.listSessionsRequest,
            output: SessionShapes.listSessionsResponse,
            errors: standard + [ErrorShapes.resourceNotFound], readOnly: true),
        OperationDescription(
            "ListTagsForResource", "GET", "/tags/{ResourceArn}",
            input: TagShapes.listTagsForResourceRequest,
            output: TagShapes.listTagsForResourceResponse,
            errors: standard + [ErrorShapes.resourceNotFound], readOnly: true),
        OperationDescription(
            "StartActiveApprovalTeamDeletion", "POST", "/approval-teams/{Arn}?Delete",
            input: ApprovalTeamShapes.startActiveApprovalTeamDeletionRequest,
            output: ApprovalTeamShapes.startActiveApprovalTeamDeletionResponse,
            errors: standard + [ErrorShapes.resourceNotFound, ErrorShapes.conflict],
            idempotent: true),
        OperationDescription(
            "StartApprovalTeamBaseline", "POST", "/approval-teams/{Arn}/baseline",
            input: ApprovalTeamShapes.startApprovalTeamBaselineRequest,
            output: ApprovalTeamShapes.startApprovalTeamBaselineResponse,
            errors: standard + [ErrorShapes.resourceNotFound]),
        OperationDescription(
            "TagResource", "PUT", "/tags/{ResourceArn}", input: TagShapes.tagResourceRequest,
            output: TagShapes.tagResourceResponse,
            errors: standard + [ErrorShapes.resourceNotFound, ErrorShapes.tooManyTags],
            idempotent: true),
        OperationDescription(
            "UntagResource", "POST", "/tags/{ResourceArn}", input: TagShapes.untagResourceRequest,
            output: TagShapes.untagResourceResponse,
            errors: standard + [ErrorShapes.resourceNotFound], idempotent: true),
        OperationDescription(
            "UpdateApprovalTeam", "PATCH", "/approval-teams/{Arn}",
            input: ApprovalTeamShapes.updateApprovalTeamRequest,
            output: ApprovalTeamShapes.updateApprovalTeamResponse,
            errors: standard + [
                ErrorShapes.resourceNotFound, ErrorShapes.serviceQuotaExceeded,
                ErrorShapes.conflict,
            ], idempotent: true),
    ]

    /// What every operation but GetResourcePolicy declares.
    private static let standard = [
        ErrorShapes.accessDenied, ErrorShapes.validation, ErrorShapes.throttling,
        ErrorShapes.internalServer,
    ]
}
