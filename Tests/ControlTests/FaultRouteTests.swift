@testable import Control
@testable import MPA
import Testing

@Suite("Fault routes")
struct FaultRouteTests {
    let control: ControlFixture

    init() throws { control = try ControlFixture() }

    private func add(_ members: String) -> ControlFixture.Reply {
        control.send("POST /_mpa/faults", "{\(members)}")
    }

    @Test("A rule is added, told, listed and deleted")
    func life() {
        let added = add(
            #""id":"slow","match":{"operations":["GetSession"],"times":2},"#
                + #""effect":{"kind":"delay","seconds":1.5}"#)
        #expect(added.status == 201)
        #expect(
            String(decoding: added.body, as: UTF8.self)
                == #"{"id":"slow","match":{"operations":["GetSession"],"times":2},"#
                + #""effect":{"kind":"delay","seconds":1.5,"place":"firstByte"},"#
                + #""calls":0,"hits":0}"#)
        #expect(control.send("GET /_mpa/faults/slow").body == added.body)
        #expect(control.send("GET /_mpa/faults").list("faults").count == 1)
        #expect(control.send("DELETE /_mpa/faults/slow").status == 204)
        #expect(control.send("DELETE /_mpa/faults/slow").status == 404)
        #expect(control.send("GET /_mpa/faults/slow").status == 404)
    }

    @Test("All rules are deleted at once, and by a reset")
    func all() {
        for line in ["DELETE /_mpa/faults", "POST /_mpa/reset"] {
            for _ in 0..<3 { #expect(add(#""effect":{"kind":"reset"}"#).status == 201) }
            #expect(control.send(line).status == 204)
            #expect(control.send("GET /_mpa/faults").list("faults").isEmpty)
        }
    }

    @Test("How often a rule was met and decided is told")
    func counts() throws {
        #expect(
            add(#""id":"f","effect":{"kind":"failure","code":"FAILED_VALIDATION"}"#).status == 201)
        _ = try control.invitedTeam()
        let rule = control.send("GET /_mpa/faults/f").members
        #expect(rule["calls"] as? Int == 1 && rule["hits"] as? Int == 1)
    }

    @Test(
        "A rule that can never match is refused with its path, and taken by force",
        arguments: [
            (
                #""match":{"operations":["Nope"]},"effect":{"kind":"reset"}"#,
                "$.match.operations[0]"
            ),
            (#""effect":{"kind":"error","code":"Nope"}"#, "$.effect.code"),
        ])
    func useless(members: String, path: String) {
        let refused = add(members)
        #expect(refused.status == 400 && refused.path == path)
        #expect(refused.detail.contains("force"))
        let taken = add(members + #","force":true"#)
        #expect(taken.status == 201 && taken.members["force"] as? Bool == true)
    }

    @Test("What is no rule is refused, and an id that is taken")
    func refused() {
        #expect(control.send("POST /_mpa/faults").path == "$")
        #expect(control.send("POST /_mpa/faults", "{").status == 400)
        #expect(control.send("POST /_mpa/faults", "{}").path == "$.effect")
        #expect(add(#""id":"a","effect":{"kind":"reset"}"#).status == 201)
        #expect(add(#""id":"a","effect":{"kind":"reset"}"#).status == 409)
    }

    @Test("Rules come back with the snapshot they are in")
    func snapshot() {
        #expect(add(#""id":"a","effect":{"kind":"reset"}"#).status == 201)
        #expect(control.send("PUT /_mpa/snapshots/s").status == 204)
        #expect(control.send("DELETE /_mpa/faults").status == 204)
        #expect(control.send("POST /_mpa/snapshots/s/restore").status == 204)
        #expect(control.send("GET /_mpa/faults/a").status == 200)
    }
}
