import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_GetPolicyVersion.html
enum GetPolicyVersion {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let text = input.text("PolicyVersionArn")
        guard let arn = PolicyARN(text), let (policy, version) = try find(arn, work) else {
            throw ResourceARN.notFound(text)
        }
        var members = version.summary(of: policy, partition: arn.partition)
        members.append("Document", .string(version.document))
        return .structure(Structure(["PolicyVersion": .structure(members)]))
    }

    /// The version that a qualified ARN of the caller's partition names.
    static func find(_ arn: PolicyARN, _ work: Work) throws -> (Policy, PolicyVersion)? {
        guard arn.partition == work.caller.partition, let wanted = arn.version,
            let policy = try work.store.policies.find(path: arn.path)
        else { return nil }
        let number =
            switch wanted {
            case .number(let number): number
            case .standing: policy.defaultVersion
            }
        guard let version = try work.store.policies.version(of: policy.path, number: number)
        else { return nil }
        return (policy, version)
    }
}
