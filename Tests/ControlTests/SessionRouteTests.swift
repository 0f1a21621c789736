@testable import Control
import Testing

@Suite("Session routes")
struct SessionRouteTests {
    let control: ControlFixture

    init() throws { control = try ControlFixture() }

    @Test("A session takes the team's account and Region, and the action's service")
    func defaults() throws {
        let reply = try control.start()
        #expect(reply.status == 201)
        #expect(reply.text("arn") == reply.text("sessionArn"))
        #expect(reply.text("kind") == "PROTECTED_OPERATION")
        #expect(reply.text("status") == "PENDING")
        #expect(reply.text("requesterAccountId") == "111122223333")
        #expect(reply.text("requesterRegion") == "us-east-1")
        #expect(reply.text("requesterPrincipalArn") == "arn:aws:iam::111122223333:root")
        #expect(reply.text("requesterServicePrincipal") == "backup.amazonaws.com")
        #expect(reply.text("expirationTime") == "2026-11-24T18:03:12.123Z")
        #expect(reply.list("approverResponses").count == 3)
        let told = control.send("GET /_mpa/sessions/\(percentEncoded(reply.text("arn")))")
        #expect(told.status == 200)
        #expect(told.text("sessionArn") == reply.text("arn"))
    }

    @Test("A session is told as it was asked for")
    func everything() throws {
        let reply = try control.start(
            #","description":"d","metadata":{"k":"v"},"requesterComment":"please","#
                + #""requesterPrincipalArn":"arn:aws:iam::444455556666:role/r","#
                + #""requesterAccountId":"444455556666","requesterRegion":"eu-west-1","#
                + #""requesterServicePrincipal":"x.amazonaws.com","durationMinutes":60,"#
                + #""deduplicationToken":"t","sessionId":"my_id-1""#)
        #expect(reply.status == 201)
        #expect(reply.text("arn").hasSuffix("/my_id-1"))
        #expect(reply.text("description") == "d")
        #expect(reply.members["metadata"] as? [String: String] == ["k": "v"])
        #expect(reply.text("requesterComment") == "please")
        #expect(reply.text("requesterPrincipalArn") == "arn:aws:iam::444455556666:role/r")
        #expect(reply.text("requesterAccountId") == "444455556666")
        #expect(reply.text("requesterRegion") == "eu-west-1")
        #expect(reply.text("requesterServicePrincipal") == "x.amazonaws.com")
        #expect(reply.text("expirationTime") == "2026-11-23T19:03:12.123Z")
        #expect(reply.text("deduplicationToken") == "t")
    }

    @Test("An equal token gives the same session, an empty one none")
    func deduplication() throws {
        let first = try control.start(#","deduplicationToken":"t""#)
        func again(_ token: String) -> String {
            control.send(
                "POST /_mpa/sessions",
                #"{"approvalTeamArn":"\#(first.text("approvalTeamArn"))","#
                    + #""actionName":"\#(first.text("actionName"))","#
                    + #""protectedResourceArn":"\#(first.text("protectedResourceArn"))","#
                    + #""deduplicationToken":"\#(token)"}"#
            ).text("arn")
        }
        #expect(again("t") == first.text("arn"))
        #expect(again("") != again(""))
        let other = control.send(
            "POST /_mpa/sessions",
            #"{"approvalTeamArn":"\#(first.text("approvalTeamArn"))","actionName":"other:b","#
                + #""protectedResourceArn":"r","deduplicationToken":"t"}"#)
        #expect(other.status == 409)
    }

    @Test("A session id is taken once")
    func takenID() throws {
        let first = try control.start(#","sessionId":"one""#)
        let second = control.send(
            "POST /_mpa/sessions",
            #"{"approvalTeamArn":"\#(first.text("approvalTeamArn"))","actionName":"a:b","#
                + #""protectedResourceArn":"r","sessionId":"one"}"#)
        #expect(second.status == 409)
        #expect(second.detail.contains("one"))
    }

    private func startWithout(_ member: String) -> ControlFixture.Reply {
        let members = [
            ("approvalTeamArn", ControlFixture.unknownTeam), ("actionName", "a:b"),
            ("protectedResourceArn", "r"),
        ].filter { $0.0 != member }.map { #""\#($0.0)":"\#($0.1)""# }
        return control.send("POST /_mpa/sessions", "{\(members.joined(separator: ","))}")
    }

    @Test(
        "What a session cannot do without is named",
        arguments: ["approvalTeamArn", "actionName", "protectedResourceArn"])
    func missing(member: String) {
        let reply = startWithout(member)
        #expect(reply.status == 400)
        #expect(reply.path == "$.\(member)")
    }

    @Test("An unknown team is not found; one that is not active is a conflict")
    func teams() throws {
        #expect(startWithout("").status == 404)
        let arn = try control.invitedTeam()
        let reply = control.send(
            "POST /_mpa/sessions",
            #"{"approvalTeamArn":"\#(arn)","actionName":"a:b","protectedResourceArn":"r"}"#)
        #expect(reply.status == 409)
        #expect(!reply.detail.isEmpty)
    }

    @Test(
        "A constraint of the API holds here, too",
        arguments: [
            (#""durationMinutes":0"#, "$.durationMinutes"),
            (#""durationMinutes":43201"#, "$.durationMinutes"),
            (#""durationMinutes":1.5"#, "$.durationMinutes"),
            (#""description":"""#, "$.description"), (#""metadata":{"":"v"}"#, "$.metadata"),
            (#""metadata":{"k":5}"#, "$.metadata"), (#""metadata":[]"#, "$.metadata"),
            (#""requesterAccountId":"11""#, "$.requesterAccountId"),
            (#""requesterServicePrincipal":"""#, "$.requesterServicePrincipal"),
            (#""sessionId":"a/b""#, "$.sessionId"), (#""sessionId":"""#, "$.sessionId"),
            (#""SessionId":"a""#, "$.SessionId"),
        ])
    func constraints(member: String, path: String) {
        let reply = control.send(
            "POST /_mpa/sessions",
            #"{"approvalTeamArn":"\#(ControlFixture.unknownTeam)","actionName":"a:b","#
                + #""protectedResourceArn":"r",\#(member)}"#)
        #expect(reply.status == 400)
        #expect(reply.path == path)
    }

    @Test("An action without a service needs its principal", arguments: ["", "action", ":a"])
    func principal(action: String) {
        let reply = control.send(
            "POST /_mpa/sessions",
            #"{"approvalTeamArn":"\#(ControlFixture.unknownTeam)","actionName":"\#(action)","#
                + #""protectedResourceArn":"r"}"#)
        #expect(reply.status == 400)
        #expect(reply.path == "$.requesterServicePrincipal")
    }

    @Test("What an operation reports shows once it is approved")
    func execution() throws {
        let session = try control.session()
        let target = "/_mpa/sessions/\(session)/execution"
        let planned = control.send("PUT \(target)", #"{"status":"FAILED"}"#)
        #expect(planned.status == 200)
        #expect(planned.text("executionStatus") == "PENDING")
        #expect(planned.text("plannedExecutionStatus") == "FAILED")
        _ = control.vote("u1", session, #"{"response":"APPROVE"}"#)
        let done = control.vote("u2", session, #"{"response":"APPROVE"}"#)
        #expect(done.text("executionStatus") == "FAILED")
        let executed = control.send("PUT \(target)", #"{"status":"EXECUTED"}"#)
        #expect(executed.text("executionStatus") == "EXECUTED")
    }

    @Test("Nothing is executed for a session that was rejected")
    func rejected() throws {
        let session = try control.session()
        _ = control.vote("u1", session, #"{"response":"REJECT"}"#)
        _ = control.vote("u2", session, #"{"response":"REJECT"}"#)
        let target = "/_mpa/sessions/\(session)/execution"
        #expect(control.send("PUT \(target)", #"{"status":"EXECUTED"}"#).status == 409)
    }

    @Test("A report that does not fit is refused", arguments: ["{}", #"{"status":"PENDING"}"#])
    func badReport(body: String) throws {
        let session = try control.session()
        let reply = control.send("PUT /_mpa/sessions/\(session)/execution", body)
        #expect(reply.status == 400)
        #expect(reply.path == "$.status")
    }

    @Test("An unknown session is not found, and a malformed ARN is a bad request")
    func unknown() {
        let arn = percentEncoded(ControlFixture.unknownSession)
        #expect(control.send("GET /_mpa/sessions/\(arn)").status == 404)
        let report = control.send(
            "PUT /_mpa/sessions/\(arn)/execution", #"{"status":"EXECUTED"}"#)
        #expect(report.status == 404)
        #expect(control.send("GET /_mpa/sessions/nonsense").path == "{sessionArn}")
    }

    @Test("A session that has ended tells why where it takes no vote and no execution")
    func ended() throws {
        let session = try control.session()
        _ = control.send("POST /_mpa/clock/advance", #"{"duration":"PT24H"}"#)
        let vote = control.vote("u1", session, #"{"response":"APPROVE"}"#)
        #expect(vote.status == 409)
        #expect(vote.detail == "The session is FAILED (EXPIRED) and takes no vote.")
        let execution = control.send(
            "PUT /_mpa/sessions/\(session)/execution", #"{"status":"EXECUTED"}"#)
        #expect(execution.status == 409)
        #expect(execution.detail == "The session is FAILED (EXPIRED): nothing is executed.")
    }
}
