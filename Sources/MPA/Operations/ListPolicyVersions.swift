import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_ListPolicyVersions.html
enum ListPolicyVersions {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let text = input.text("PolicyArn")
        let page = try Page(.listPolicyVersions, input, work, filters: [text])
        guard let arn = PolicyARN(text), arn.version == nil,
            arn.partition == work.caller.partition,
            let policy = try work.store.policies.find(path: arn.path)
        else {
            throw ResourceARN.notFound(text)
        }
        let rows = try work.store.policies.versions(
            of: policy.path, after: page.after?.time ?? 0, limit: page.size + 1)
        let versions = rows.prefix(page.size).map {
            Document.structure($0.summary(of: policy, partition: arn.partition))
        }
        return .structure(
            Structure([
                "NextToken": page.nextToken(numbers: rows.map(\.number)),
                "PolicyVersions": .list(versions),
            ]))
    }
}

extension PolicyVersion {
    /// The members that ListPolicyVersions answers for each item, and GetPolicyVersion too.
    func summary(of policy: Policy, partition: String) -> Structure {
        let arn = PolicyARN(partition: partition, path: policyPath, version: .number(number))
        return Structure([
            "Arn": .string(arn.description),
            "PolicyArn": .string(PolicyARN(partition: partition, path: policyPath).description),
            "VersionId": .integer(number),
            "PolicyType": .string(policy.type.rawValue),
            "IsDefault": .boolean(number == policy.defaultVersion),
            "Name": .string(policy.name),
            "Status": .string(status.rawValue),
            "CreationTime": .timestamp(creationTime),
            "LastUpdatedTime": .timestamp(lastUpdatedTime),
        ])
    }
}
