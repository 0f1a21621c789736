import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_ListPolicies.html
enum ListPolicies {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let page = try Page(.listPolicies, input, work)
        let rows = try work.store.policies.list(
            after: page.after?.arn ?? "", limit: page.size + 1)
        let policies = rows.prefix(page.size).map {
            Document.structure($0.summary(partition: work.caller.partition))
        }
        return .structure(
            Structure([
                "NextToken": page.nextToken(names: rows.map(\.path)),
                "Policies": .list(policies),
            ]))
    }
}

extension Policy {
    /// The members that ListPolicies answers for each item.
    fileprivate func summary(partition: String) -> Structure {
        Structure([
            "Arn": .string(PolicyARN(partition: partition, path: path).description),
            "DefaultVersion": .integer(defaultVersion),
            "PolicyType": .string(type.rawValue),
            "Name": .string(name),
        ])
    }
}
