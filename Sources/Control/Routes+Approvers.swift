import AWSProtocol
import MPA

/// What approvers do in AWS's portal, under the names of its API,
/// https://docs.aws.amazon.com/mpa/latest/userguide/web-api.html.
extension ControlRoute {
    static let approverRoutes = invitationRoutes + teamRoutes + requestRoutes

    private static let approver = Member(
        "approver", ControlShapes.person, .uri, required: true)
    private static let teamARN = Member(
        "approvalTeamArn", ApprovalTeamShapes.approvalTeamArn, .uri, required: true)
    private static let sessionARN = Member(
        "sessionArn", SessionShapes.sessionArn, .uri, required: true)

    private static let invitation = ControlShapes.object(
        "Invitation",
        [
            .always("approvalTeamArn", ControlShapes.text),
            .always("approvalTeamName", ControlShapes.text),
            .always("approver", TeamDocument.approver),
            Member("expirationTime", ControlShapes.time),
            .always("team", TeamDocument.shape),
        ])
    private static let request = ControlShapes.object(
        "ApproverSession",
        SessionDocument.members + [.always("approver", SessionDocument.response)])

    private static let invitationRoutes = [
        ControlRoute(
            "ListInvitationsForApprover", "GET", "/approvers/{approver}/invitations",
            "Lists the invitations that wait for an answer", [approver],
            answers: ControlShapes.page("InvitationPage", "invitations", of: invitation),
            errors: [ProblemShapes.notFound]
        ) { call in
            let invitations = try call.service.invitations(of: call.text("approver"))
            return .members(.page("invitations", invitations.map(\.document)))
        },
        ControlRoute(
            "GetInvitationForApprover", "GET",
            "/approvers/{approver}/invitations/{approvalTeamArn}",
            "Tells an invitation that waits for an answer", [approver, teamARN],
            answers: invitation, errors: [ProblemShapes.notFound, ProblemShapes.conflict]
        ) { call in
            .members(
                try call.service.invitation(
                    of: call.text("approver"), teamARN: call.text("approvalTeamArn")
                ).document)
        },
        ControlRoute(
            "UpdateInvitationForApprover", "PUT",
            "/approvers/{approver}/invitations/{approvalTeamArn}",
            "Accepts an invitation or declines it, and answers the team",
            [
                approver, teamARN,
                Member("response", ControlShapes.choice(["ACCEPT", "REJECT"]), required: true),
            ], answers: TeamDocument.shape,
            errors: [ProblemShapes.notFound, ProblemShapes.conflict]
        ) { call in
            .members(
                try call.service.respond(
                    call.text("approver"), teamARN: call.text("approvalTeamArn"),
                    accepts: call.text("response") == "ACCEPT"
                ).document)
        },
    ]

    private static let teamRoutes = [
        ControlRoute(
            "ListApprovalTeamsForApprover", "GET", "/approvers/{approver}/teams",
            "Lists the teams that somebody is a member of, or invited to", [approver],
            answers: ControlShapes.page("TeamPage", "teams", of: TeamDocument.shape),
            errors: [ProblemShapes.notFound]
        ) { call in
            .members(
                .page("teams", try call.service.teams(of: call.text("approver")).map(\.document)))
        },
        ControlRoute(
            "GetApprovalTeamForApprover", "GET", "/approvers/{approver}/teams/{approvalTeamArn}",
            "Tells one of these teams", [approver, teamARN], answers: TeamDocument.shape,
            errors: [ProblemShapes.notFound]
        ) { call in
            let (person, arn) = (call.text("approver"), call.text("approvalTeamArn"))
            let found = try call.service.teams(of: person).first { $0.arn.hasBytes(of: arn) }
            return .members(
                try unwrap(found, "\(person) is no approver of a team \(arn).").document)
        },
    ]

    private static let requestRoutes = [
        ControlRoute(
            "ListSessionsForApprover", "GET", "/approvers/{approver}/sessions",
            "Lists the sessions that ask somebody, the newest first",
            [
                approver, Member("status", ControlShapes.choice(["pending", "all"]), .query),
                Member("limit", ControlShapes.limit, .query),
                Member("before", ControlShapes.position, .query),
            ],
            answers: ControlShapes.object(
                "ApproverSessionPage",
                [
                    .always("sessions", ControlShapes.list(of: request)),
                    Member("next", ControlShapes.position),
                ]), errors: [ProblemShapes.notFound], perform: listRequests),
        ControlRoute(
            "GetSessionForApprover", "GET", "/approvers/{approver}/sessions/{sessionArn}",
            "Tells one of these sessions", [approver, sessionARN], answers: request,
            errors: [ProblemShapes.notFound]
        ) { call in
            .members(
                try call.service.request(
                    of: call.text("approver"), sessionARN: call.text("sessionArn")
                ).document)
        },
        ControlRoute(
            "UpdateSessionForApprover", "PUT", "/approvers/{approver}/sessions/{sessionArn}",
            "Votes, and answers the session",
            [
                approver, sessionARN,
                Member("response", ControlShapes.choice(["APPROVE", "REJECT"]), required: true),
                Member("comment", SessionShapes.requesterComment),
                Member("code", Shape("Code", .string(StringConstraints(length: 1...100)))),
            ], answers: request, errors: [ProblemShapes.notFound, ProblemShapes.conflict]
        ) { call in
            .members(
                try call.service.vote(
                    call.text("approver"), sessionARN: call.text("sessionArn"),
                    approves: call.text("response") == "APPROVE", comment: call["comment"],
                    code: call["code"]
                ).document)
        },
        ControlRoute(
            "SendCodeForApprover", "POST", "/approvers/{approver}/sessions/{sessionArn}/code",
            "Sends a one-time code to the outbox; it voids the one before",
            [approver, sessionARN], answers: request,
            errors: [ProblemShapes.notFound, ProblemShapes.conflict]
        ) { call in
            .members(
                try call.service.sendCode(
                    call.text("approver"), sessionARN: call.text("sessionArn")
                ).document)
        },
    ]

    private static func listRequests(_ call: ControlCall) throws -> ControlResult {
        let limit = Int(call.integer("limit") ?? ControlShapes.pageSize)
        let requests = try call.service.requests(
            of: call.text("approver"), isPending: call["status"] != "all",
            before: call.integer("before") ?? .max, limit: limit)
        var page = Structure.page("sessions", requests.map(\.document))
        if requests.count == limit, let last = requests.last {
            page.append("next", .integer(last.session.id))
        }
        return .members(page)
    }
}

extension Service.Invitation {
    fileprivate var document: Structure {
        Structure([
            "approvalTeamArn": .string(team.arn),
            "approvalTeamName": .string(team.name),
            "approver": .structure(approver.document),
            "expirationTime": approver.invitationTime.map {
                .timestamp($0 + ApprovalTeam.invitationMilliseconds)
            },
            "team": .structure(team.document),
        ])
    }
}

extension Service.Request {
    fileprivate var document: Structure {
        var document = session.document
        document.append("approver", .structure(response.document))
        return document
    }
}
