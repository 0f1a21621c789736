package import AWSProtocol

/// Identity sources, and the operations on them.
package enum IdentitySourceShapes {
    package static let iamIdentityCenter = Shape(
        "IamIdentityCenter",
        .structure(
            [
                Member("InstanceArn", idcInstanceArn, required: true),
                Member("Region", CommonShapes.string, required: true),
            ], isUnion: false))
    package static let iamIdentityCenterForGet = Shape(
        "IamIdentityCenterForGet",
        .structure(
            [
                Member("InstanceArn", CommonShapes.string),
                Member("ApprovalPortalUrl", CommonShapes.string),
                Member("Region", CommonShapes.string),
            ], isUnion: false))
    package static let iamIdentityCenterForList = Shape(
        "IamIdentityCenterForList",
        .structure(
            [
                Member("InstanceArn", CommonShapes.string),
                Member("ApprovalPortalUrl", CommonShapes.string),
                Member("Region", CommonShapes.string),
            ], isUnion: false))
    package static let idcInstanceArn = Shape(
        "IdcInstanceArn",
        .string(StringConstraints(length: 20...2048, pattern: .identityCenterInstanceARN)))
    package static let identitySourceForList = Shape(
        "IdentitySourceForList",
        .structure(
            [
                Member("IdentitySourceType", identitySourceType),
                Member("IdentitySourceParameters", identitySourceParametersForList),
                Member("IdentitySourceArn", CommonShapes.string),
                Member("CreationTime", CommonShapes.isoTimestamp),
                Member("Status", identitySourceStatus),
                Member("StatusCode", identitySourceStatusCode),
                Member("StatusMessage", CommonShapes.string),
            ], isUnion: false))
    package static let identitySourceParameters = Shape(
        "IdentitySourceParameters",
        .structure(
            [
                Member("IamIdentityCenter", iamIdentityCenter)
            ], isUnion: false))
    package static let identitySourceParametersForGet = Shape(
        "IdentitySourceParametersForGet",
        .structure(
            [
                Member("IamIdentityCenter", iamIdentityCenterForGet)
            ], isUnion: true))
    package static let identitySourceParametersForList = Shape(
        "IdentitySourceParametersForList",
        .structure(
            [
                Member("IamIdentityCenter", iamIdentityCenterForList)
            ], isUnion: true))
    package static let identitySourceStatus = Shape(
        "IdentitySourceStatus",
        .string(StringConstraints(values: ["CREATING", "ACTIVE", "DELETING", "ERROR"])))
    package static let identitySourceStatusCode = Shape(
        "IdentitySourceStatusCode",
        .string(
            StringConstraints(values: [
                "ACCESS_DENIED", "DELETION_FAILED", "IDC_INSTANCE_NOT_FOUND",
                "IDC_INSTANCE_NOT_VALID",
            ])))
    package static let identitySourceType = Shape(
        "IdentitySourceType", .string(StringConstraints(values: ["IAM_IDENTITY_CENTER"])))
    package static let identitySources = Shape(
        "IdentitySources", .list(element: identitySourceForList, length: 0...20))
}
