@testable import Control
import AWSProtocol
import Testing

@Suite("State routes")
struct StateRouteTests {
    let control: ControlFixture

    init() throws { control = try ControlFixture() }

    private func teams() -> Int? {
        let counts = control.send("GET /_mpa/health").members["counts"] as? [String: Int]
        return counts?["ApprovalTeams"]
    }

    @Test("A reset forgets everything")
    func reset() throws {
        _ = try control.team()
        #expect(control.send("POST /_mpa/reset").status == 204)
        #expect(teams() == 0)
    }

    @Test("A reset to a seed that there is not changes nothing")
    func noSeed() throws {
        _ = try control.team()
        let reply = control.send("POST /_mpa/reset?seed=true")
        #expect(reply.status == 409)
        #expect(teams() == 1)
        #expect(control.send("POST /_mpa/reset?seed=yes").path == "?seed")
    }

    @Test("The state is told as a document, and taken back from it")
    func document() throws {
        _ = try control.team()
        let state = control.send("GET /_mpa/state")
        #expect(state.status == 200)
        #expect(state["Content-Type"] == "application/json")
        _ = control.send("POST /_mpa/reset")
        let text = String(decoding: state.body, as: UTF8.self)
        #expect(control.send("PUT /_mpa/state", text).status == 204)
        #expect(teams() == 1)
        #expect(control.send("GET /_mpa/state").body == state.body)
    }

    @Test(
        "A document that is no state is refused, and nothing changes", arguments: ["", "{", "[]"])
    func badDocument(text: String) throws {
        _ = try control.team()
        let reply = control.send("PUT /_mpa/state", text)
        #expect(reply.status == 400)
        #expect(reply.path?.hasPrefix("$") == true)
        #expect(teams() == 1)
    }

    @Test("A snapshot is saved, listed, restored and deleted")
    func snapshots() throws {
        let state = control.send("GET /_mpa/state").body
        #expect(control.send("PUT /_mpa/snapshots/empty").status == 204)
        #expect(control.send("GET /_mpa/snapshots/empty").body == state)
        #expect(control.send("GET /_mpa/snapshots/none").status == 404)
        _ = try control.team()
        #expect(control.send("POST /_mpa/snapshots/empty/restore").status == 204)
        #expect(teams() == 0)
        let listed = control.send("GET /_mpa/snapshots").list("snapshots")
        #expect(listed.map { $0["name"] as? String } == ["empty"])
        #expect(control.send("DELETE /_mpa/snapshots/empty").status == 204)
        #expect(control.send("GET /_mpa/snapshots").list("snapshots").isEmpty)
    }

    @Test("One snapshot too many is a conflict, and the description has that status")
    func tooManySnapshots() throws {
        for number in 1...100 {
            #expect(control.send("PUT /_mpa/snapshots/s\(number)").status == 204)
        }
        #expect(control.send("PUT /_mpa/snapshots/s101").status == 409)
        #expect(control.send("PUT /_mpa/snapshots/s100").status == 204)
        let route = try #require(
            ControlRoute.all.first { $0.operation.name == "SaveSnapshot" })
        #expect(route.operation.errors.contains { $0.fault?.status == 409 })
    }

    @Test(
        "A snapshot that there is not is not found",
        arguments: ["DELETE /_mpa/snapshots/none", "POST /_mpa/snapshots/none/restore"])
    func unknown(line: String) {
        #expect(control.send(line).status == 404)
    }

    @Test(
        "A name that is none is refused",
        arguments: ["a%20b", "a%2Fb", "%C3%A9", ".", "..", "%2E%2E", "..."])
    func badName(name: String) {
        #expect(control.send("PUT /_mpa/snapshots/\(name)").path == "{name}")
        #expect(control.send("GET /_mpa/snapshots").list("snapshots").isEmpty)
    }

    @Test("Dots within a name are no harm", arguments: [".a", "a.", "..a..b", "1.2.3"])
    func dots(name: String) {
        #expect(control.send("PUT /_mpa/snapshots/\(name)").status == 204)
        #expect(control.send("DELETE /_mpa/snapshots/\(name)").status == 204)
    }
}
