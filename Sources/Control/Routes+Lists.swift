import AWSProtocol
import MPA

/// Everything there is, of all accounts: for the web pages, and for tests that share a server.
extension ControlRoute {
    static let overviewRoutes = resourceRoutes + peopleRoutes + [answerRoute]

    private static let limit = Member("limit", ControlShapes.limit, .query)
    private static let after = Member("after", ControlShapes.position, .query)
    private static let account = Member("account", CommonShapes.accountId, .query)
    private static let tags = Member(
        "tags", Shape("Tags", .map(key: ControlShapes.text, value: ControlShapes.text)),
        required: true)
    private static let teamARN = Member(
        "approvalTeamArn", ApprovalTeamShapes.approvalTeamArn, .uri, required: true)

    private static func page(
        _ name: String, _ member: String, of shape: Shape, next: Shape
    ) -> Shape {
        ControlShapes.object(
            name, [.always(member, ControlShapes.list(of: shape)), Member("next", next)])
    }

    private static let identitySource = ControlShapes.object(
        "IdentitySource",
        [
            .always("arn", ControlShapes.text), .always("accountId", ControlShapes.text),
            .always("region", ControlShapes.text), .always("instanceArn", ControlShapes.text),
            .always("instanceRegion", ControlShapes.text),
            .always("approvalPortalUrl", ControlShapes.text),
            .always("status", ControlShapes.choice(IdentitySource.Status.self)),
            Member("statusCode", ControlShapes.choice(IdentitySource.StatusCode.self)),
            Member("statusMessage", ControlShapes.text),
            .always("creationTime", ControlShapes.time), Member("dueTime", ControlShapes.time),
            tags,
        ])
    static let team = ControlShapes.object(
        "TeamEntry",
        TeamDocument.members + [
            .always("id", ControlShapes.position), .always("openSessions", ControlShapes.count),
            tags, .always("sharedWith", ControlShapes.list(of: CommonShapes.accountId)),
        ])

    private static let resourceRoutes = [
        ControlRoute(
            "ListIdentitySources", "GET", "/identity-sources",
            "Lists the identity sources of all accounts",
            [Member("after", ControlShapes.text, .query), limit],
            answers: page(
                "IdentitySourcePage", "identitySources", of: identitySource,
                next: ControlShapes.text), perform: listIdentitySources),
        ControlRoute(
            "ListApprovalTeams", "GET", "/approval-teams",
            "Lists the teams of all accounts, the oldest first",
            [
                account, Member("status", ControlShapes.choice(ApprovalTeam.Status.self), .query),
                Member(
                    "query", Shape("Query", .string(StringConstraints(length: 0...100))), .query),
                after, limit,
            ],
            answers: page(
                "TeamEntryPage", "approvalTeams", of: team, next: ControlShapes.position),
            perform: listTeams),
        ControlRoute(
            "GetApprovalTeam", "GET", "/approval-teams/{approvalTeamArn}", "Tells any team",
            [teamARN], answers: team, errors: [ProblemShapes.notFound]
        ) { call in
            .members(try call.service.team(call.text("approvalTeamArn")).document)
        },
        ControlRoute(
            "ListSessions", "GET", "/sessions",
            "Lists the sessions of all accounts, or of a team, the newest first",
            [
                Member("approvalTeamArn", ApprovalTeamShapes.approvalTeamArn, .query),
                Member("status", ControlShapes.choice(Session.Status.self), .query),
                Member("before", ControlShapes.position, .query), limit,
            ],
            answers: page(
                "SessionPage", "sessions", of: SessionDocument.shape, next: ControlShapes.position),
            perform: listSessions),
    ]

    private static let person = ControlShapes.object(
        "Person",
        [
            .always("identityId", ControlShapes.text),
            .always("approverIds", ControlShapes.list(of: ControlShapes.text)),
            Member("name", ControlShapes.text), Member("email", ControlShapes.text),
            Member("status", ControlShapes.choice(DirectoryUser.Status.self)),
            .always("teams", ControlShapes.count), .always("invitations", ControlShapes.count),
        ])
    private static let peopleRoutes = [
        ControlRoute(
            "ListApprovers", "GET", "/approvers",
            "Lists everybody who is declared, or whom a team or a session names",
            [Member("after", ControlShapes.person, .query), limit],
            answers: page("PersonPage", "approvers", of: person, next: ControlShapes.text)
        ) { call in
            let people = try call.service.people(after: call["after"] ?? "", limit: call.limit)
            return .members(
                .page("approvers", people.map(\.document), call.limit) {
                    people.last.map { .string($0.identityID) }
                })
        }
    ]

    private static let answerRoute = ControlRoute(
        "GetAnswer", "GET", "/answers/{resourceArn}",
        "Tells what the API answers to its owner's Get of a team, a session or an identity source",
        [Member("resourceArn", ControlShapes.text, .uri, required: true)],
        answers: Shape("Answer", .json), errors: [ProblemShapes.notFound]
    ) { call in
        .document(try call.service.answer(of: call.text("resourceArn")))
    }

    private static func listIdentitySources(_ call: ControlCall) throws -> ControlResult {
        var place = (account: "", region: "")
        if let text = call["after"] {
            guard let arn = ARN(text) else {
                throw ControlError.invalid(path: "?after", "Give the 'next' of the page before.")
            }
            place = (arn.account, arn.region)
        }
        let portal = try call.service.readSettings().approvalPortalURL
        let sources = try call.service.identitySources(after: place, limit: call.limit)
        return .members(
            .page("identitySources", sources.map { $0.document(portal: portal) }, call.limit) {
                sources.last.map { .string($0.source.arn) }
            })
    }

    private static func listTeams(_ call: ControlCall) throws -> ControlResult {
        let teams = try call.service.teams(
            after: call.integer("after") ?? 0, account: call["account"] ?? "",
            status: call.value("status"), text: call["query"] ?? "", limit: call.limit)
        return .members(
            .page("approvalTeams", teams.map(\.document), call.limit) {
                teams.last.map { .integer($0.team.id) }
            })
    }

    private static func listSessions(_ call: ControlCall) throws -> ControlResult {
        let sessions = try call.service.sessions(
            before: call.integer("before") ?? .max, teamARN: call["approvalTeamArn"],
            status: call.value("status"), limit: call.limit)
        return .members(
            .page("sessions", sessions.map(\.document), call.limit) {
                sessions.last.map { .integer($0.id) }
            })
    }
}

extension ControlCall {
    fileprivate var limit: Int { Int(integer("limit") ?? ControlShapes.pageSize) }
}

extension Structure {
    /// A page, and where the next one begins: nowhere after one that is not full.
    fileprivate static func page(
        _ member: String, _ entries: [Structure], _ limit: Int, next: () -> Document?
    ) -> Structure {
        var page = Structure.page(member, entries)
        if entries.count == limit { page.append("next", next()) }
        return page
    }

    fileprivate static func tags(_ tags: [Tag]) -> Document {
        .map(DocumentMap(tags.map { (key: $0.key, value: .string($0.value)) }))
    }
}

extension Service.IdentitySourceEntry {
    fileprivate func document(portal: String) -> Structure {
        Structure([
            "arn": .string(source.arn),
            "accountId": .string(source.account),
            "region": .string(source.region),
            "instanceArn": .string(source.instanceARN),
            "instanceRegion": .string(source.instanceRegion),
            "approvalPortalUrl": .string(portal),
            "status": .string(source.status.rawValue),
            "statusCode": source.statusCode.map { .string($0.rawValue) },
            "statusMessage": source.statusMessage.map(Document.string),
            "creationTime": .timestamp(source.creationTime),
            "dueTime": source.dueTime.map(Document.timestamp),
            "tags": Structure.tags(tags),
        ])
    }
}

extension Service.TeamEntry {
    fileprivate var document: Structure {
        var document = team.document
        document.append("id", .integer(team.id))
        document.append("openSessions", .integer(openSessions))
        document.append("tags", Structure.tags(tags))
        document.append("sharedWith", .list(sharedWith.map(Document.string)))
        return document
    }
}

extension Service.Person {
    fileprivate var document: Structure {
        Structure([
            "identityId": .string(identityID),
            "approverIds": .list(approverIDs.map(Document.string)),
            "name": (user?.name).map(Document.string),
            "email": (user?.email).map(Document.string),
            "status": user.map { .string($0.status.rawValue) },
            "teams": .integer(Int64(teams)),
            "invitations": .integer(Int64(invitations)),
        ])
    }
}
