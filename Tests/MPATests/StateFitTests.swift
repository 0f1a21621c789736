import Testing

@testable import MPA

@Suite("What fits together in a state document")
struct StateFitTests {
    private static let open = StateBench.session(
        #""kind":"PROTECTED_OPERATION","status":"PENDING""#)
    private static let update = #""updateSessionArn":"\#(StateBench.session)""#

    private static func session(_ kind: String, _ status: String) -> String {
        StateBench.session(#""kind":"\#(kind)","status":"\#(status)""#)
    }

    private static func team(_ code: String) -> String {
        StateBench.team(#""statusCode":"\#(code)","draft":{"approvers":["bob","dan"]},\#(update)"#)
    }

    private static func deleting(_ code: String) -> String {
        StateBench.team(#""statusCode":"\#(code)",\#(update)"#)
    }

    /// A team, and a session that cannot be the one which decides on it.
    static let misfits = [
        (team("UPDATE_PENDING_APPROVAL"), session("BASELINE", "PENDING")),
        (team("UPDATE_PENDING_APPROVAL"), session("DELETION", "PENDING")),
        (team("UPDATE_PENDING_APPROVAL"), session("UPDATE", "APPROVED")),
        (team("UPDATE_PENDING_ACTIVATION"), session("DELETION", "APPROVED")),
        (team("UPDATE_PENDING_ACTIVATION"), session("UPDATE", "PENDING")),
        (team("UPDATE_FAILED_APPROVAL"), session("PROTECTED_OPERATION", "FAILED")),
        (team("UPDATE_FAILED_VALIDATION"), session("UPDATE", "FAILED")),
        (deleting("DELETE_PENDING_APPROVAL"), session("UPDATE", "PENDING")),
        (deleting("DELETE_PENDING_APPROVAL"), session("PROTECTED_OPERATION", "PENDING")),
        (deleting("DELETE_FAILED_APPROVAL"), session("UPDATE", "FAILED")),
        (StateBench.team(update), session("UPDATE", "APPROVED")),
        (StateBench.team(#""status":"DELETING",\#(update)"#), session("DELETION", "APPROVED")),
    ]

    @Test(
        "The session that decides on a team is of the kind that its status tells of",
        arguments: misfits)
    func decision(team: String, session: String) throws {
        let mistake = try StateBench.mistake("\(team),\(session)")
        #expect(mistake?.path == "$.approvalTeams[0].updateSessionArn")
    }

    @Test("The session that decides on a team is the team's own")
    func foreignDecision() throws {
        let other = "arn:aws:mpa:us-east-1:111122223333:approval-team/others-1"
        let arn = "arn:aws:mpa:us-east-1:111122223333:session/others-1/s1"
        let teams = StateBench.team(
            #""statusCode":"DELETE_PENDING_APPROVAL","updateSessionArn":"\#(arn)""#
        ).dropLast()
        let document = """
            \(teams),{"account":"111122223333","name":"others","arn":"\(other)",\
            "approvers":["alice"]}],"sessions":[{"arn":"\(arn)","teamArn":"\(other)",\
            \(StateBench.asked),"kind":"DELETION","status":"PENDING"}]
            """
        #expect(try StateBench.mistake(document)?.path == "$.approvalTeams[0].updateSessionArn")
    }

    @Test(
        "Nobody waits for a baseline but an open one",
        arguments: [
            ("UPDATE", "PENDING"), ("BASELINE", "APPROVED"),
        ])
    func baseline(kind: String, status: String) throws {
        let team = StateBench.team().replacing(
            #""identityId":"alice""#,
            with: #""identityId":"alice","pendingBaselineSessionArn":"\#(StateBench.session)""#)
        let mistake = try StateBench.mistake("\(team),\(Self.session(kind, status))")
        #expect(mistake?.path == "$.approvalTeams[0].approvers[0].pendingBaselineSessionArn")
        #expect(try StateBench.mistake("\(team),\(Self.session("BASELINE", "PENDING"))") == nil)
    }

    @Test(
        "A team that cannot be asked has no open session",
        arguments: [
            #""status":"PENDING""#, #""status":"INACTIVE""#, #""status":"DELETING""#,
        ])
    func idleTeam(status: String) throws {
        let mistake = try StateBench.mistake("\(StateBench.team(status)),\(Self.open)")
        #expect(mistake?.path == "$.sessions[0].status")
    }
}
