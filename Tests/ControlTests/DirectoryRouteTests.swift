@testable import Control
import Testing

@Suite("Directory, habit and settings routes")
struct DirectoryRouteTests {
    static let encodedARN = percentEncoded("arn:aws:sso:::instance/ssoins-0123456789abcdef")

    let control: ControlFixture

    init() throws { control = try ControlFixture() }

    @Test("A user is declared, told, changed and forgotten")
    func user() {
        let put = control.send("PUT /_mpa/users/a%2Fb", #"{"name":"Ann","email":"a@b.c"}"#)
        #expect(put.status == 200)
        #expect(put.text("userId") == "a/b")
        #expect(put.text("status") == "ENABLED")
        #expect(control.send("GET /_mpa/users/a%2Fb").text("email") == "a@b.c")
        _ = control.send("PUT /_mpa/users/a%2Fb", #"{"status":"DISABLED"}"#)
        let users = control.send("GET /_mpa/users").list("users")
        #expect(users.count == 1)
        #expect(users.first?["status"] as? String == "DISABLED")
        #expect(users.first?["name"] == nil)
        let deleted = control.send("DELETE /_mpa/users/a%2Fb")
        #expect(deleted.status == 204)
        #expect(deleted.body.isEmpty)
        #expect(control.send("GET /_mpa/users").list("users").isEmpty)
    }

    @Test("PATCH changes what it is given of a user, and keeps the rest")
    func changedUser() {
        #expect(control.send("PATCH /_mpa/users/u1", #"{"name":"Ann"}"#).status == 404)
        #expect(control.send("GET /_mpa/users").list("users").isEmpty)
        _ = control.send("PUT /_mpa/users/u1", #"{"name":"Ann","email":"a@b.c"}"#)
        let disabled = control.send("PATCH /_mpa/users/u1", #"{"status":"DISABLED"}"#)
        #expect(disabled.status == 200)
        #expect(disabled.text("name") == "Ann")
        #expect(disabled.text("email") == "a@b.c")
        #expect(disabled.text("status") == "DISABLED")
        _ = control.send("PATCH /_mpa/users/u1", #"{"name":"Anna"}"#)
        #expect(control.send("GET /_mpa/users/u1").text("name") == "Anna")
        #expect(control.send("GET /_mpa/users/u1").text("status") == "DISABLED")
        #expect(control.send("PATCH /_mpa/users/u1", #"{"status":"GONE"}"#).path == "$.status")
    }

    @Test("Disabling a member by PATCH makes the member invalid at once")
    func effectOfChange() throws {
        let team = percentEncoded(try control.team())
        for user in ["u1", "u2", "u3"] { _ = control.send("PUT /_mpa/users/\(user)", "{}") }
        _ = control.send("PATCH /_mpa/users/u3", #"{"status":"DELETED"}"#)
        let approvers = control.send("GET /_mpa/approvers/u2/teams/\(team)").list("approvers")
        let statuses = approvers.map { $0["primaryIdentityStatus"] as? String }
        #expect(statuses == ["ACCEPTED", "ACCEPTED", "INVALID"])
    }

    @Test("Declaring a member disabled makes the member invalid at once")
    func effect() throws {
        let team = percentEncoded(try control.team())
        for (user, status) in [("u1", "DISABLED"), ("u2", "ENABLED"), ("u3", "ENABLED")] {
            _ = control.send("PUT /_mpa/users/\(user)", #"{"status":"\#(status)"}"#)
        }
        let approvers = control.send("GET /_mpa/approvers/u2/teams/\(team)").list("approvers")
        let statuses = approvers.map { $0["primaryIdentityStatus"] as? String }
        #expect(statuses == ["INVALID", "ACCEPTED", "ACCEPTED"])
    }

    @Test("An instance is declared, told, changed and forgotten")
    func instance() {
        let target = "/_mpa/instances/\(Self.encodedARN)"
        let put = control.send("PUT \(target)", #"{"status":"PRESENT"}"#)
        #expect(put.status == 200)
        #expect(put.text("instanceArn") == "arn:aws:sso:::instance/ssoins-0123456789abcdef")
        _ = control.send("PUT \(target)", #"{"status":"NOT_VALID"}"#)
        #expect(control.send("GET \(target)").text("status") == "NOT_VALID")
        #expect(control.send("GET /_mpa/instances").list("instances").count == 1)
        #expect(control.send("DELETE \(target)").status == 204)
        #expect(control.send("GET \(target)").status == 404)
    }

    @Test("A habit is given, told and taken away")
    func habit() {
        let put = control.send("PUT /_mpa/habits/u1", #"{"onSession":"APPROVE","after":"PT90M"}"#)
        #expect(put.status == 200)
        #expect(put.text("onInvitation") == "WAIT")
        #expect(put.text("onSession") == "APPROVE")
        #expect(put.members["after"] as? Double == 5_400)
        _ = control.send("PUT /_mpa/habits/u1", #"{"onInvitation":"REJECT","after":1.25}"#)
        let habit = control.send("GET /_mpa/habits/u1")
        #expect(habit.members["after"] as? Double == 1.25)
        #expect(habit.text("onSession") == "WAIT")
        #expect(control.send("GET /_mpa/habits").list("habits").count == 1)
        #expect(control.send("DELETE /_mpa/habits/u1").status == 204)
        #expect(control.send("GET /_mpa/habits").list("habits").isEmpty)
    }

    @Test(
        "What is not declared is not found",
        arguments: ["users/u", "instances/\(encodedARN)", "habits/u"], ["GET", "DELETE"])
    func unknown(resource: String, method: String) {
        let reply = control.send("\(method) /_mpa/\(resource)")
        #expect(reply.status == 404)
        #expect(!reply.detail.isEmpty)
    }

    @Test(
        "A declaration that does not fit is refused with its place",
        arguments: [
            ("users/u", #"{"status":"enabled"}"#, "$.status"),
            ("users/u", #"{"name":5}"#, "$.name"),
            ("users/u", #"{"userId":"u"}"#, "$.userId"), ("users/u", "[]", "$"),
            ("users/\(String(repeating: "u", count: 101))", "{}", "{userId}"),
            ("instances/nonsense", #"{"status":"PRESENT"}"#, "{instanceArn}"),
            ("instances/\(encodedARN)", "{}", "$.status"),
            ("instances/\(encodedARN)", #"{"status":"GONE"}"#, "$.status"),
            ("habits/u", #"{"onInvitation":"APPROVE"}"#, "$.onInvitation"),
            ("habits/u", #"{"onSession":"ACCEPT"}"#, "$.onSession"),
            ("habits/u", #"{"after":"soon"}"#, "$.after"),
            ("habits/u", #"{"after":-1}"#, "$.after"), ("habits/u", #"{"late":1}"#, "$.late"),
        ])
    func faults(resource: String, body: String, path: String) {
        let reply = control.send("PUT /_mpa/\(resource)", body)
        #expect(reply.status == 400)
        #expect(reply.path == path)
    }

    @Test("Settings are told, and changed one by one")
    func settings() {
        #expect(control.send("GET /_mpa/settings").text("approvers") == "wait")
        let mfa = control.send("PATCH /_mpa/settings", #"{"mfa":true}"#)
        #expect(mfa.status == 200)
        #expect(mfa.members["mfa"] as? Bool == true)
        #expect(mfa.text("approvers") == "wait")
        let rest = #"{"approvers":"approve","sessionPolicies":"enforce"}"#
        _ = control.send("PATCH /_mpa/settings", rest)
        let settings = control.send("GET /_mpa/settings")
        #expect(settings.members["mfa"] as? Bool == true)
        #expect(settings.text("approvers") == "approve")
        #expect(settings.text("sessionPolicies") == "enforce")
        #expect(control.send("PATCH /_mpa/settings").status == 200)
    }

    @Test(
        "Settings that do not fit change nothing",
        arguments: [
            (#"{"mfa":"on"}"#, "$.mfa"), (#"{"approvers":"none"}"#, "$.approvers"),
            (#"{"mfa":true,"sessionPolicies":true}"#, "$.sessionPolicies"),
            (#"{"mfa":true,"limits":"aws"}"#, "$.limits"),
        ])
    func badSettings(body: String, path: String) {
        let reply = control.send("PATCH /_mpa/settings", body)
        #expect(reply.status == 400)
        #expect(reply.path == path)
        #expect(control.send("GET /_mpa/settings").members["mfa"] as? Bool == false)
    }
}
