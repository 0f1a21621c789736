@testable import Control
import Testing

@Suite("Control plane")
struct ControlPlaneTests {
    let control: ControlFixture

    init() throws { control = try ControlFixture() }

    @Test(
        "Only what lies below the prefix is the control plane's",
        arguments: [
            ("/_mpa/health", true), ("/_mpa/", true), ("/_mpa", false), ("/_mpax/", false),
            ("/", false), ("/approval-teams", false),
        ])
    func owns(target: String, isOwned: Bool) {
        #expect(ControlPlane.owns(Array(target.utf8)) == isOwned)
    }

    @Test(
        "A stream is asked again at its end, or after the time that shows that it lives",
        arguments: [
            (Duration.seconds(60), Int64(15_000)), (.milliseconds(14_999), 14_999),
            (.milliseconds(999), 999), (.microseconds(1), 1), (.zero, 0), (.seconds(-1), 0),
        ])
    func pause(left: Duration, milliseconds: Int64) {
        #expect(EventStream.pauseMilliseconds(before: left) == milliseconds)
    }

    @Test(
        "What is no route is not found, and the text names the list",
        arguments: [
            "GET /_mpa/", "GET /_mpa/nothing", "GET /_mpa/clock/advance/x", "GET /_mpa/Clock",
            "POST /_mpa/sessions/a/b/c", "GET /_mpa/users//", "GET /_mpa/a/b/c/d/e/f/g/h",
        ])
    func unknown(line: String) {
        let reply = control.send(line)
        #expect(reply.status == 404)
        #expect(reply["Content-Type"] == "application/problem+json")
        #expect(reply.text("title") == "Not Found")
        #expect(reply.detail.contains("/_mpa/openapi.json"))
    }

    @Test(
        "Another method is told which there are",
        arguments: [
            ("DELETE /_mpa/clock", "GET, HEAD, PUT"), ("GET /_mpa/clock/advance", "POST"),
            ("PUT /_mpa/health", "GET, HEAD"),
            ("POST /_mpa/users/u", "DELETE, GET, HEAD, PATCH, PUT"),
            ("PUT /_mpa/sessions", "GET, HEAD, POST"), ("BREW /_mpa/outbox", "DELETE, GET, HEAD"),
            ("get /_mpa/settings", "GET, HEAD, PATCH"),
        ])
    func otherMethod(line: String, allow: String) {
        let reply = control.send(line)
        #expect(reply.status == 405)
        #expect(reply["Allow"] == allow)
        #expect(reply.detail == "This control route takes \(allow).")
    }

    @Test("HEAD is answered as GET")
    func head() {
        #expect(control.send("HEAD /_mpa/clock").status == 200)
    }

    @Test("A malformed target is a bad request", arguments: ["/_mpa/%", "/_mpa/users/%ff"])
    func malformedTarget(target: String) {
        #expect(control.send("GET \(target)").status == 400)
    }

    @Test("A body that was too large is told before all else")
    func tooLarge() {
        let reply = control.send("PUT /_mpa/nothing", isBodyTooLarge: true)
        #expect(reply.status == 413)
        #expect(reply.text("title") == "Content Too Large")
    }

    @Test(
        "A body of another type is refused with the one to send",
        arguments: [nil, "text/plain", "application/x-www-form-urlencoded", "application/jsonx"])
    func mediaType(type: String?) {
        let reply = control.send("PUT /_mpa/clock", #"{"mode":"frozen"}"#, type: type)
        #expect(reply.status == 415)
        #expect(reply.detail.contains("Content-Type: application/json"))
    }

    @Test(
        "A JSON body may say more of itself, and where nothing is read it may be empty in any type",
        arguments: [
            ("PUT /_mpa/clock", "Application/JSON; charset=utf-8", "{}"),
            ("GET /_mpa/clock", "text/plain", "{}"),
            ("DELETE /_mpa/outbox", "text/plain", " {\r\n\t} "),
            ("POST /_mpa/reset", "application/json", "\n"),
        ])
    func otherMediaTypes(line: String, type: String, body: String) {
        #expect(control.send(line, body, type: type).status < 300)
    }

    @Test(
        "A body that nobody would read is refused, and says how to choose instead",
        arguments: [
            (
                "POST /_mpa/reset", #"{"seed":true}"#,
                "Reset takes no body: leave it out, and choose by ?seed."
            ),
            (
                "GET /_mpa/events", "null",
                "ListEvents takes no body: leave it out, and choose by ?after, ?limit, ?wait."
            ),
            ("DELETE /_mpa/outbox", "[]", "DeleteMessages takes no body: leave it out."),
            ("HEAD /_mpa/clock", "x", "GetClock takes no body: leave it out."),
        ])
    func unreadBody(line: String, body: String, detail: String) throws {
        _ = try control.invitedTeam()
        for type in ["application/json", "text/plain"] {
            let reply = control.send(line, body, type: type)
            #expect(reply.status == 400)
            #expect(reply.path == "$")
            #expect(reply.detail == detail)
        }
        #expect(control.send("GET /_mpa/outbox").list("messages").count == 3)
    }

    @Test(
        "Null is no body, neither for a route that reads one nor for another",
        arguments: [
            "PATCH /_mpa/settings", "PUT /_mpa/clock", "PUT /_mpa/users/u", "PUT /_mpa/state",
            "POST /_mpa/reset",
        ])
    func null(line: String) {
        let reply = control.send(line, "null")
        #expect(reply.status == 400)
        #expect(reply.path == "$")
    }

    @Test("A fault names its place as a problem document does")
    func problem() {
        let reply = control.send("PUT /_mpa/clock", #"{"mode":"slow"}"#)
        #expect(reply.status == 400)
        #expect(reply["Content-Type"] == "application/problem+json")
        #expect(reply.text("type") == "about:blank")
        #expect(reply.text("title") == "Bad Request")
        #expect(reply.members["status"] as? Int == 400)
        #expect(reply.path == "$.mode")
        #expect(reply.detail.contains("running, frozen"))
    }

    @Test("Health tells version, storage and counts")
    func health() throws {
        let reply = control.send("GET /_mpa/health")
        #expect(reply.status == 200)
        #expect(reply.text("version") == "1.2.3")
        #expect(reply.members["storage"] as? [String: String] == ["kind": "memory"])
        #expect((reply.members["counts"] as? [String: Int])?["ApprovalTeams"] == 0)
    }
}
