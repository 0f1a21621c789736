@testable import Control
import Testing

@Suite("Approver routes")
struct ApproverRouteTests {
    static let team = percentEncoded(ControlFixture.unknownTeam)
    static let session = percentEncoded(ControlFixture.unknownSession)

    let control: ControlFixture

    init() throws { control = try ControlFixture() }

    @Test("Invitations are listed, told and answered")
    func invitations() throws {
        let arn = try control.invitedTeam()
        let target = "/_mpa/approvers/u1/invitations"
        let listed = control.send("GET \(target)").list("invitations")
        #expect(listed.map { $0["approvalTeamArn"] as? String } == [arn])
        let one = control.send("GET \(target)/\(percentEncoded(arn))")
        #expect(one.status == 200)
        #expect(one.text("approvalTeamName") == "team")
        #expect(one.text("expirationTime") == "2026-11-24T18:03:12.123Z")
        let answered = control.send(
            "PUT \(target)/\(percentEncoded(arn))", #"{"response":"ACCEPT"}"#)
        #expect(answered.status == 200)
        #expect(answered.text("status") == "PENDING")
        #expect(
            answered.list("approvers").first?["primaryIdentityStatus"] as? String == "ACCEPTED")
        #expect(control.send("GET \(target)").list("invitations").isEmpty)
    }

    @Test("Declining an invitation ends the team's creation")
    func decline() throws {
        let arn = percentEncoded(try control.invitedTeam())
        let reply = control.send(
            "PUT /_mpa/approvers/u1/invitations/\(arn)", #"{"response":"REJECT"}"#)
        #expect(reply.text("statusCode") == "FAILED_ACTIVATION")
    }

    @Test("An invitation is answered once", arguments: ["ACCEPT", "REJECT"])
    func answeredTwice(response: String) throws {
        let arn = percentEncoded(try control.team())
        let target = "/_mpa/approvers/u1/invitations/\(arn)"
        #expect(control.send("PUT \(target)", #"{"response":"\#(response)"}"#).status == 409)
        #expect(control.send("GET \(target)").status == 409)
    }

    @Test("Teams are those of the person, by identity id or approver id")
    func teams() throws {
        let arn = try control.team()
        let mine = control.send("GET /_mpa/approvers/u2/teams").list("teams")
        #expect(mine.map { $0["arn"] as? String } == [arn])
        let team = control.send("GET /_mpa/approvers/u2/teams/\(percentEncoded(arn))")
        let id = team.list("approvers")[1]["approverId"] as? String ?? ""
        let other = control.send("GET /_mpa/approvers/\(id)/teams/\(percentEncoded(arn))")
        #expect(other.status == 200)
        #expect(other.body == team.body)
        #expect(team.text("accountId") == "111122223333")
        #expect(team.text("status") == "ACTIVE")
    }

    @Test("Sessions are listed newest first, page by page")
    func sessions() throws {
        let first = try control.start()
        let again =
            #"{"approvalTeamArn":"\#(first.text("approvalTeamArn"))","#
            + #""actionName":"a:b","protectedResourceArn":"r"}"#
        let second = control.send("POST /_mpa/sessions", again)
        let page = control.send("GET /_mpa/approvers/u1/sessions?limit=1")
        #expect(page.list("sessions").map { $0["sessionArn"] as? String } == [second.text("arn")])
        let next = try #require(page.members["next"] as? Int)
        let rest = control.send("GET /_mpa/approvers/u1/sessions?limit=10&before=\(next)")
        #expect(rest.list("sessions").map { $0["sessionArn"] as? String } == [first.text("arn")])
        #expect(rest.members["next"] == nil)
    }

    @Test("A vote counts once, with its comment; the threshold decides")
    func votes() throws {
        let session = try control.session()
        let first = control.vote("u1", session, #"{"response":"APPROVE","comment":"fine"}"#)
        #expect(first.status == 200)
        #expect(first.text("status") == "PENDING")
        let mine = first.members["approver"] as? [String: Any]
        #expect(mine?["response"] as? String == "APPROVED")
        #expect(mine?["comment"] as? String == "fine")
        #expect(control.vote("u1", session, #"{"response":"REJECT"}"#).status == 409)
        let pending = "GET /_mpa/approvers/u1/sessions"
        #expect(control.send(pending).list("sessions").isEmpty)
        #expect(control.send("\(pending)?status=all").list("sessions").count == 1)
        let second = control.vote("u2", session, #"{"response":"APPROVE"}"#)
        #expect(second.text("status") == "APPROVED")
        #expect(second.text("executionStatus") == "EXECUTED")
        let late = control.vote("u3", session, #"{"response":"APPROVE"}"#)
        #expect(late.status == 409)
        #expect(!late.detail.isEmpty)
    }

    @Test("A vote on a session that has expired is refused")
    func expired() throws {
        let session = try control.session()
        _ = control.send("POST /_mpa/clock/advance", #"{"duration":"PT24H"}"#)
        #expect(control.vote("u1", session, #"{"response":"APPROVE"}"#).status == 409)
        let seen = control.send("GET /_mpa/approvers/u1/sessions/\(session)")
        #expect(seen.text("statusCode") == "EXPIRED")
    }

    @Test("With MFA a vote needs the code from the outbox")
    func code() throws {
        _ = control.send("PATCH /_mpa/settings", #"{"mfa":true}"#)
        let session = try control.session()
        let bare = control.vote("u1", session, #"{"response":"APPROVE"}"#)
        #expect(bare.status == 400)
        #expect(bare.path == "$.code")
        let sent = control.send("POST /_mpa/approvers/u1/sessions/\(session)/code")
        #expect(sent.status == 200)
        let outbox = control.send("GET /_mpa/outbox?recipient=u1&kind=ONE_TIME_CODE")
        let code = try #require(outbox.list("messages").last?["code"] as? String)
        let wrong = #"{"response":"APPROVE","code":"\#(code)0"}"#
        #expect(control.vote("u1", session, wrong).path == "$.code")
        let right = #"{"response":"APPROVE","code":"\#(code)"}"#
        #expect(control.vote("u1", session, right).status == 200)
    }

    @Test("A session that asks for no code sends none")
    func needlessCode() throws {
        let session = try control.session()
        #expect(control.send("POST /_mpa/approvers/u1/sessions/\(session)/code").status == 409)
    }

    @Test(
        "Nobody, and nothing, is not found",
        arguments: [
            "GET /_mpa/approvers/ghost/invitations", "GET /_mpa/approvers/ghost/teams",
            "GET /_mpa/approvers/ghost/sessions", "GET /_mpa/approvers/u1/teams/\(team)",
            "GET /_mpa/approvers/u1/invitations/\(team)",
            "GET /_mpa/approvers/u1/sessions/\(session)",
            "POST /_mpa/approvers/u1/sessions/\(session)/code",
        ])
    func unknown(line: String) throws {
        _ = try control.team()
        let reply = control.send(line)
        #expect(reply.status == 404)
        #expect(!reply.detail.isEmpty)
    }

    @Test("A stranger has no vote")
    func stranger() throws {
        let session = try control.session()
        #expect(control.vote("ghost", session, #"{"response":"APPROVE"}"#).status == 404)
    }

    @Test(
        "An answer that does not fit is refused with its place",
        arguments: [
            ("invitations/\(team)", "{}", "$.response"),
            ("invitations/\(team)", #"{"response":"APPROVE"}"#, "$.response"),
            (
                "invitations/nonsense-and-longer-than-20", #"{"response":"ACCEPT"}"#,
                "{approvalTeamArn}"
            ),
            ("sessions/\(session)", "", "$.response"),
            ("sessions/\(session)", #"{"response":"ACCEPT"}"#, "$.response"),
            ("sessions/\(session)", #"{"response":"APPROVE","comment":7}"#, "$.comment"),
            ("sessions/\(session)", #"{"response":"APPROVE","code":123456}"#, "$.code"),
            ("sessions/\(team)", #"{"response":"APPROVE"}"#, "{sessionArn}"),
        ])
    func faults(resource: String, body: String, path: String) {
        let reply = control.send("PUT /_mpa/approvers/u1/\(resource)", body)
        #expect(reply.status == 400)
        #expect(reply.path == path)
    }

    @Test(
        "A list that is asked for wrongly is refused with the place",
        arguments: [
            ("limit=0", "?limit"), ("limit=1001", "?limit"), ("limit=x", "?limit"),
            ("before=-1", "?before"), ("before=9007199254740992", "?before"),
            ("status=open", "?status"), ("after=1", "?after"),
        ])
    func listFaults(query: String, path: String) {
        let reply = control.send("GET /_mpa/approvers/u1/sessions?\(query)")
        #expect(reply.status == 400)
        #expect(reply.path == path)
    }
}
