import AWSProtocol

extension Caller {
    /// Who calls, as the userIdentity element of CloudTrail tells it.
    ///
    /// The unique ids that IAM makes are not known here, so names stand for them.
    var userIdentity: Structure {
        let path = (ARN(principalARN)?.resource ?? "").split(separator: "/").map(String.init)
        let (type, id): (String, String) =
            switch path.first {
            case "user": ("IAMUser", path.last ?? account)
            case "assumed-role": ("AssumedRole", path.dropFirst().joined(separator: ":"))
            case "federated-user": ("FederatedUser", "\(account):\(path.last ?? "")")
            case "role": ("Role", path.last ?? account)
            default: ("Root", account)
            }
        return Structure([
            "type": .string(type),
            "principalId": .string(id),
            "arn": .string(principalARN),
            "accountId": .string(account),
            "userName": type == "IAMUser" ? .string(id) : nil,
        ])
    }
}
