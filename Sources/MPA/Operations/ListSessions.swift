import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_ListSessions.html
enum ListSessions {
    /// After every place there can be in an order from new to old.
    private static let newest: (time: Int64, arn: String) = (.max, "")

    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let arn = input.text("ApprovalTeamArn")
        let filters = try SessionFilters(input)
        let page = try Page(.listSessions, input, work, filters: [arn] + filters.texts)
        _ = try ResourceARN.team(arn, work, .listSessions, isReading: true)
        var sessions: [Session] = []
        if let initiated = filters.initiated {
            try work.store.sessions.scan(
                teamARN: arn, after: page.after ?? newest, initiated: initiated
            ) { session in
                if filters.match(session) { sessions.append(session) }
                return sessions.count <= page.size
            }
        }
        return .structure(
            Structure([
                "NextToken": page.nextToken(
                    sessions.map { (time: $0.initiationTime, arn: $0.arn) }),
                "Sessions": .list(sessions.prefix(page.size).map { .structure($0.summary) }),
            ]))
    }
}
