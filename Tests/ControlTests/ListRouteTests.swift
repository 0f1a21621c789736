import AWSProtocol
@testable import Control
import HTTPServer
@testable import MPA
import Testing

@Suite("Lists of everything")
struct ListRouteTests {
    let control: ControlFixture

    init() throws { control = try ControlFixture() }

    /// An identity source in each of these accounts.
    private func sources(_ accounts: [String]) throws {
        let input = try InputDecoder(API.description(of: .createIdentitySource)).awsJSON(
            body: Array(
                (#"{"Tags":{"k":"v"},"IdentitySourceParameters":{"IamIdentityCenter":{"Region":"#
                    + #""us-east-1","InstanceArn":"arn:aws:sso:::instance/ssoins-0123456789abcdef""#
                    + "}}}").utf8)
        ).get()
        for account in accounts {
            _ = try control.service.perform(
                .createIdentitySource, input,
                for: Caller(account: account, region: "us-east-1", partition: "aws"))
        }
    }

    @Test("Identity sources of all accounts come in pages")
    func identitySources() throws {
        try sources(["333344445555", "222233334444", "444455556666"])
        let first = control.send("GET /_mpa/identity-sources?limit=2")
        #expect(
            first.list("identitySources").map { $0["accountId"] as? String }
                == ["222233334444", "333344445555"])
        #expect(first.list("identitySources")[0]["tags"] as? [String: String] == ["k": "v"])
        #expect(first.list("identitySources")[0]["status"] as? String == "ACTIVE")
        let next = percentEncoded(first.text("next"))
        let second = control.send("GET /_mpa/identity-sources?limit=2&after=\(next)")
        #expect(
            second.list("identitySources").map { $0["accountId"] as? String } == ["444455556666"])
        #expect(second.members["next"] == nil)
        #expect(control.send("GET /_mpa/identity-sources?after=x").path == "?after")
    }

    @Test("Teams are found by account, status and a part of the name")
    func teams() throws {
        let arn = try control.team()
        let all = control.send("GET /_mpa/approval-teams").list("approvalTeams")
        #expect(all.map { $0["arn"] as? String } == [arn])
        #expect(all[0]["openSessions"] as? Int == 0)
        for (query, count) in [
            ("account=111122223333", 1), ("account=222233334444", 0), ("status=ACTIVE", 1),
            ("status=PENDING", 0), ("query=EA", 1), ("query=approval-TEAM", 1), ("query=x%25", 0),
            ("after=\(all[0]["id"] as? Int ?? 0)", 0), ("limit=1", 1), ("query=", 1),
        ] {
            let found = control.send("GET /_mpa/approval-teams?\(query)")
            #expect(found.list("approvalTeams").count == count, "\(query)")
        }
        for query in ["status=GONE", "account=1", "limit=0", "after=-1", "order=name"] {
            let refused = control.send("GET /_mpa/approval-teams?\(query)")
            #expect(refused.status == 400)
            #expect(refused.path == "?" + query.prefix { $0 != "=" })
        }
    }

    @Test("One team is told with its tags, shares and open sessions")
    func team() throws {
        let session = try control.start()
        let arn = session.text("approvalTeamArn")
        try control.call(.tagResource, #"{"ResourceArn":"\#(arn)","Tags":{"a":"b"}}"#)
        let team = control.send("GET /_mpa/approval-teams/\(percentEncoded(arn))").members
        #expect(team["openSessions"] as? Int == 1)
        #expect(team["tags"] as? [String: String] == ["a": "b"])
        #expect(team["sharedWith"] as? [String] == [])
        let unknown = percentEncoded(ControlFixture.unknownTeam)
        #expect(control.send("GET /_mpa/approval-teams/\(unknown)").status == 404)
    }

    @Test("Sessions come newest first, in pages, of a team or a status alone")
    func sessions() throws {
        let first = try control.start()
        let team = first.text("approvalTeamArn")
        let body =
            #"{"approvalTeamArn":"\#(team)","actionName":"a:b","protectedResourceArn":"r"}"#
        let arns = (0..<4).map { _ in control.send("POST /_mpa/sessions", body).text("arn") }
        let newest = [first.text("arn")] + arns
        _ = control.vote("u1", percentEncoded(arns[3]), #"{"response":"APPROVE"}"#)
        _ = control.vote("u2", percentEncoded(arns[3]), #"{"response":"APPROVE"}"#)
        func list(_ query: String) -> [String] {
            var found: [String] = []
            var before = ""
            repeat {
                let page = control.send("GET /_mpa/sessions?limit=2\(query)\(before)")
                found += page.list("sessions").compactMap { $0["sessionArn"] as? String }
                before = (page.members["next"] as? Int).map { "&before=\($0)" } ?? ""
            } while !before.isEmpty
            return found
        }
        #expect(list("") == newest.reversed())
        #expect(list("&approvalTeamArn=\(percentEncoded(team))") == newest.reversed())
        #expect(list("&status=APPROVED") == [arns[3]])
        #expect(list("&status=PENDING") == newest.dropLast().reversed())
        #expect(
            list("&status=APPROVED&approvalTeamArn=\(percentEncoded(team))") == [arns[3]])
        #expect(list("&approvalTeamArn=\(percentEncoded(ControlFixture.unknownTeam))") == [])
    }

    @Test("Everybody is listed whom a declaration, a team or a session names")
    func people() throws {
        _ = try control.invitedTeam()
        let known = control.send("GET /_mpa/approvers").list("approvers")
        #expect(known.map { $0["invitations"] as? Int } == [1, 1, 1])
        _ = control.send("PUT /_mpa/users/a-user", #"{"name":"A","email":"a@example.test"}"#)
        let all = control.send("GET /_mpa/approvers").list("approvers")
        #expect(all.map { $0["identityId"] as? String } == ["a-user", "u1", "u2", "u3"])
        #expect(all[0]["name"] as? String == "A")
        #expect(all[0]["status"] as? String == "ENABLED")
        #expect(all[1]["status"] == nil)
        #expect(all[1]["teams"] as? Int == 1)
        // Nobody else exists from now on, so that no invitation of theirs can be answered.
        #expect(all[1]["invitations"] as? Int == 0)
        #expect((all[1]["approverIds"] as? [String])?.count == 1)
        let page = control.send("GET /_mpa/approvers?limit=2&after=u1")
        #expect(page.list("approvers").map { $0["identityId"] as? String } == ["u2", "u3"])
        #expect(page.text("next") == "u3")
        #expect(control.send("GET /_mpa/approvers?after=u3").list("approvers").isEmpty)
    }

    @Test("The API's answer is told as it is, and leaves no trace")
    func answers() throws {
        let session = try control.start()
        let source = "arn:aws:mpa:us-east-1:111122223333:identity-source/IamIdentityCenter"
        let before = control.send("GET /_mpa/events?limit=1000").list("events").count
        for (arn, operation, member) in [
            (session.text("approvalTeamArn"), OperationName.getApprovalTeam, "Arn"),
            (session.text("arn"), .getSession, "SessionArn"),
            (source, .getIdentitySource, "IdentitySourceArn"),
        ] {
            let told = control.send("GET /_mpa/answers/\(percentEncoded(arn))")
            let answered = try control.call(operation, #"{"\#(member)":"\#(arn)"}"#)
            #expect(told.status == 200)
            #expect(told.body == JSONWriter.encode(answered))
        }
        // Those of the three calls, and none of the answers.
        let after = control.send("GET /_mpa/events?limit=1000").list("events").count
        #expect(after == before + 3)
    }

    @Test(
        "What does not exist has no answer",
        arguments: [
            "x", "arn:aws:mpa:us-east-1:111122223333:approval-team/none",
            "arn:aws:mpa:us-east-1:111122223333:session/none/none",
            "arn:aws:mpa:eu-west-1:111122223333:identity-source/IamIdentityCenter",
            "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault",
        ])
    func noAnswer(arn: String) {
        #expect(control.send("GET /_mpa/answers/\(percentEncoded(arn))").status == 404)
    }
}

@Suite("Revision")
struct RevisionTests {
    let control: ControlFixture

    init() throws { control = try ControlFixture() }

    private func revision() -> Int {
        control.send("GET /_mpa/revision").members["revision"] as? Int ?? 0
    }

    private func waiting(after number: Int) throws -> Waiting {
        let reply = control.plane.reply(
            to: Request(
                method: "GET", target: Array("/_mpa/revision?after=\(number)&wait=60".utf8),
                headers: Headers()))
        guard case .waiting(let waiting) = reply else {
            throw Problem(status: 0, detail: "it does not wait")
        }
        return waiting
    }

    @Test("It grows with every change that anybody could see, and with nothing else")
    func grows() throws {
        let arn = try control.invitedTeam()
        let team = percentEncoded(arn)
        let body = #"{"approvalTeamArn":"\#(arn)","actionName":"a:b","protectedResourceArn":"r"}"#
        let changes: [(String, String)] = [
            ("PUT /_mpa/approvers/u1/invitations/\(team)", #"{"response":"ACCEPT"}"#),
            ("PUT /_mpa/approvers/u2/invitations/\(team)", #"{"response":"ACCEPT"}"#),
            ("PUT /_mpa/approvers/u3/invitations/\(team)", #"{"response":"ACCEPT"}"#),
            ("POST /_mpa/sessions", body),
            ("POST /_mpa/clock/advance", #"{"seconds":1}"#),
            ("PUT /_mpa/clock", #"{"mode":"running"}"#),
            ("PUT /_mpa/clock", #"{"mode":"frozen"}"#),
            ("PATCH /_mpa/settings", #"{"mfa":true}"#),
            ("PUT /_mpa/users/u9", "{}"), ("DELETE /_mpa/users/u9", ""),
            ("PUT /_mpa/habits/u9", "{}"), ("DELETE /_mpa/outbox", ""),
            ("POST /_mpa/faults", #"{"id":"f","effect":{"kind":"malformedJson"}}"#),
            ("DELETE /_mpa/faults/f", ""), ("DELETE /_mpa/faults", ""),
            ("PUT /_mpa/snapshots/s", ""), ("POST /_mpa/snapshots/s/restore", ""),
            ("POST /_mpa/reset", ""),
        ]
        for (line, body) in changes {
            let before = revision()
            #expect(control.send(line, body).status < 300, "\(line)")
            #expect(revision() > before, "\(line)")
        }
        for line in ["GET /_mpa/clock", "GET /_mpa/state", "GET /_mpa/approval-teams"] {
            let before = revision()
            _ = control.send(line)
            #expect(revision() == before, "\(line)")
        }
    }

    @Test("Who waits is woken by the next change")
    func wakes() throws {
        let number = revision()
        let waiting = try waiting(after: number)
        #expect(waiting.response(isLast: false) == nil)
        _ = control.send("PUT /_mpa/users/u", "{}")
        let response = try #require(waiting.response(isLast: false))
        #expect(String(decoding: response.body, as: UTF8.self) == #"{"revision":\#(number + 1)}"#)
    }

    @Test("Who knows less than there is, or waits no longer, is answered at once")
    func atOnce() throws {
        let number = revision()
        #expect(try waiting(after: number - 1).response(isLast: false)?.status == 200)
        let body = try #require(try waiting(after: number).response(isLast: true)?.body)
        #expect(String(decoding: body, as: UTF8.self) == #"{"revision":\#(number)}"#)
        #expect(control.send("GET /_mpa/revision?after=\(number)").status == 200)
        #expect(control.send("GET /_mpa/revision?after=x").path == "?after")
    }
}
