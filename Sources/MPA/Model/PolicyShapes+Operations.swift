package import AWSProtocol

/// Inputs and outputs of the operations.
extension PolicyShapes {
    package static let getPolicyVersionRequest = Shape(
        "GetPolicyVersionRequest",
        .structure(
            [
                Member("PolicyVersionArn", qualifiedPolicyArn, .uri, required: true)
            ], isUnion: false))
    package static let getPolicyVersionResponse = Shape(
        "GetPolicyVersionResponse",
        .structure(
            [
                Member("PolicyVersion", policyVersion, required: true)
            ], isUnion: false))
    package static let getResourcePolicyRequest = Shape(
        "GetResourcePolicyRequest",
        .structure(
            [
                Member("ResourceArn", CommonShapes.string, required: true),
                Member("PolicyName", CommonShapes.string, required: true),
                Member("PolicyType", policyType, required: true),
            ], isUnion: false))
    package static let getResourcePolicyResponse = Shape(
        "GetResourcePolicyResponse",
        .structure(
            [
                Member("ResourceArn", CommonShapes.string, required: true),
                Member("PolicyType", policyType, required: true),
                Member("PolicyVersionArn", CommonShapes.string),
                Member("PolicyName", policyName, required: true),
                Member("PolicyDocument", policyDocument, required: true),
            ], isUnion: false))
    package static let listPoliciesRequest = Shape(
        "ListPoliciesRequest",
        .structure(
            [
                Member("MaxResults", CommonShapes.maxResults, .query),
                Member("NextToken", CommonShapes.token, .query),
            ], isUnion: false))
    package static let listPoliciesResponse = Shape(
        "ListPoliciesResponse",
        .structure(
            [
                Member("NextToken", CommonShapes.token),
                Member("Policies", policies),
            ], isUnion: false))
    package static let listPolicyVersionsRequest = Shape(
        "ListPolicyVersionsRequest",
        .structure(
            [
                Member("MaxResults", CommonShapes.maxResults, .query),
                Member("NextToken", CommonShapes.token, .query),
                Member("PolicyArn", unqualifiedPolicyArn, .uri, required: true),
            ], isUnion: false))
    package static let listPolicyVersionsResponse = Shape(
        "ListPolicyVersionsResponse",
        .structure(
            [
                Member("NextToken", CommonShapes.token),
                Member("PolicyVersions", policyVersions),
            ], isUnion: false))
    package static let listResourcePoliciesRequest = Shape(
        "ListResourcePoliciesRequest",
        .structure(
            [
                Member("ResourceArn", CommonShapes.string, .uri, required: true),
                Member("MaxResults", CommonShapes.maxResults, .query),
                Member("NextToken", CommonShapes.token, .query),
            ], isUnion: false))
    package static let listResourcePoliciesResponse = Shape(
        "ListResourcePoliciesResponse",
        .structure(
            [
                Member("NextToken", CommonShapes.token),
                Member("ResourcePolicies", listResourcePoliciesResponseResourcePolicies),
            ], isUnion: false))
}
