import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_ListResourcePolicies.html
enum ListResourcePolicies {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let arn = input.text("ResourceArn")
        let isWithinReach = try ResourceARN.isWithinReach(
            arn, of: work, kinds: [.approvalTeam], member: "resourceArn",
            action: .listResourcePolicies)
        guard isWithinReach, let team = try work.store.approvalTeams.find(arn: arn) else {
            throw ResourceARN.notFound(arn)
        }
        let policies = try TeamPolicies.all(on: team, work)
        let page = try Page(.listResourcePolicies, input, work, filters: [arn])
        return .structure(answer(policies, page, partition: work.caller.partition))
    }

    /// A team's policies keep their places: they never change, and its shares come after them.
    static func answer(
        _ policies: [ResourcePolicy], _ page: Page, partition: String
    ) -> Structure {
        let before = page.after?.time ?? -1
        let rows = policies.enumerated().drop { Int64($0.offset) <= before }.prefix(page.size + 1)
        let items = rows.prefix(page.size).map {
            Document.structure($0.element.summary(partition: partition))
        }
        return Structure([
            "NextToken": page.nextToken(numbers: rows.map { Int64($0.offset) }),
            "ResourcePolicies": .list(items),
        ])
    }
}

extension ResourcePolicy {
    /// The members that ListResourcePolicies answers for each item.
    fileprivate func summary(partition: String) -> Structure {
        Structure([
            "PolicyArn": versionARN(partition: partition).map(Document.string),
            "PolicyType": .string(type.rawValue),
            "PolicyName": .string(name),
        ])
    }
}
