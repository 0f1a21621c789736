package import AWSProtocol

/// Policies, and the operations on them.
package enum PolicyShapes {
    package static let listResourcePoliciesResponseResourcePolicies = Shape(
        "ListResourcePoliciesResponseResourcePolicies",
        .list(element: listResourcePoliciesResponseResourcePolicy, length: 0...100))
    package static let listResourcePoliciesResponseResourcePolicy = Shape(
        "ListResourcePoliciesResponseResourcePolicy",
        .structure(
            [
                Member("PolicyArn", CommonShapes.string),
                Member("PolicyType", policyType),
                Member("PolicyName", CommonShapes.string),
            ], isUnion: false))
    package static let policies = Shape("Policies", .list(element: policy, length: 0...20))
    package static let policiesReferences = Shape(
        "PoliciesReferences", .list(element: policyReference, length: 1...10))
    package static let policy = Shape(
        "Policy",
        .structure(
            [
                Member("Arn", unqualifiedPolicyArn, required: true),
                Member("DefaultVersion", policyVersionId, required: true),
                Member("PolicyType", policyType, required: true),
                Member("Name", policyName, required: true),
            ], isUnion: false))
    package static let policyDocument = Shape(
        "PolicyDocument", .string(StringConstraints(length: 0...400000)), isSensitive: true)
    package static let policyName = Shape("PolicyName", .string(StringConstraints(length: 0...64)))
    package static let policyReference = Shape(
        "PolicyReference",
        .structure(
            [
                Member("PolicyArn", qualifiedPolicyArn, required: true)
            ], isUnion: false))
    package static let policyStatus = Shape(
        "PolicyStatus", .string(StringConstraints(values: ["ATTACHABLE", "DEPRECATED"])))
    package static let policyType = Shape(
        "PolicyType", .string(StringConstraints(values: ["AWS_MANAGED", "AWS_RAM"])))
    package static let policyVersion = Shape(
        "PolicyVersion",
        .structure(
            [
                Member("Arn", qualifiedPolicyArn, required: true),
                Member("PolicyArn", unqualifiedPolicyArn, required: true),
                Member("VersionId", policyVersionId, required: true),
                Member("PolicyType", policyType, required: true),
                Member("IsDefault", CommonShapes.boolean, required: true),
                Member("Name", policyName, required: true),
                Member("Status", policyStatus, required: true),
                Member("CreationTime", CommonShapes.isoTimestamp, required: true),
                Member("LastUpdatedTime", CommonShapes.isoTimestamp, required: true),
                Member("Document", policyDocument, required: true),
            ], isUnion: false))
    package static let policyVersionId = Shape(
        "PolicyVersionId", .integer(minimum: 1, maximum: nil))
    package static let policyVersionSummary = Shape(
        "PolicyVersionSummary",
        .structure(
            [
                Member("Arn", qualifiedPolicyArn, required: true),
                Member("PolicyArn", unqualifiedPolicyArn, required: true),
                Member("VersionId", policyVersionId, required: true),
                Member("PolicyType", policyType, required: true),
                Member("IsDefault", CommonShapes.boolean, required: true),
                Member("Name", policyName, required: true),
                Member("Status", policyStatus, required: true),
                Member("CreationTime", CommonShapes.isoTimestamp, required: true),
                Member("LastUpdatedTime", CommonShapes.isoTimestamp, required: true),
            ], isUnion: false))
    package static let policyVersions = Shape(
        "PolicyVersions", .list(element: policyVersionSummary, length: 0...20))
    package static let qualifiedPolicyArn = Shape(
        "QualifiedPolicyArn",
        .string(StringConstraints(length: 0...1224, pattern: .qualifiedPolicyARN)))
    package static let unqualifiedPolicyArn = Shape(
        "UnqualifiedPolicyArn",
        .string(StringConstraints(length: 0...1224, pattern: .unqualifiedPolicyARN)))
}
