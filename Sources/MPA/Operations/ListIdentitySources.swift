import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_ListIdentitySources.html
enum ListIdentitySources {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let page = try Page(.listIdentitySources, input, work)
        let rows = try work.store.identitySources.list(
            account: work.caller.account, region: work.caller.region,
            after: page.after ?? Page.start, limit: page.size + 1)
        let sources = rows.prefix(page.size).map {
            Document.structure($0.description(portalURL: work.settings.approvalPortalURL))
        }
        return .structure(
            Structure([
                "NextToken": page.nextToken(rows.map { (time: $0.creationTime, arn: $0.arn) }),
                "IdentitySources": .list(sources),
            ]))
    }
}
