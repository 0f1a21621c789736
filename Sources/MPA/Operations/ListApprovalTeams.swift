import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_ListApprovalTeams.html
enum ListApprovalTeams {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let page = try Page(.listApprovalTeams, input, work)
        let rows = try work.store.approvalTeams.list(
            account: work.caller.account, region: work.caller.region,
            after: page.after ?? Page.start, limit: page.size + 1)
        return .structure(
            Structure([
                "NextToken": page.nextToken(rows.map { (time: $0.creationTime, arn: $0.arn) }),
                "ApprovalTeams": .list(rows.prefix(page.size).map { .structure($0.summary) }),
            ]))
    }
}
