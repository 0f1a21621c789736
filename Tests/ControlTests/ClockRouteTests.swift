@testable import Control
import Testing

@Suite("Clock routes")
struct ClockRouteTests {
    let control: ControlFixture

    init() throws { control = try ControlFixture() }

    @Test("The clock tells its time and whether it is frozen")
    func read() {
        let reply = control.send("GET /_mpa/clock")
        #expect(reply.status == 200)
        #expect(reply.text("now") == "2026-11-23T18:03:12.123Z")
        #expect(reply.text("mode") == "frozen")
        #expect(reply.members["fired"] == nil)
    }

    @Test(
        "The clock moves on by just so much",
        arguments: [
            (#"{"duration":"PT24H"}"#, "2026-11-24T18:03:12.123Z"),
            (#"{"duration":"P1DT0.5S"}"#, "2026-11-24T18:03:12.623Z"),
            (#"{"seconds":86400}"#, "2026-11-24T18:03:12.123Z"),
            (#"{"seconds":0.0029}"#, "2026-11-23T18:03:12.125Z"),
            (#"{"seconds":0}"#, "2026-11-23T18:03:12.123Z"),
        ])
    func advance(body: String, now: String) {
        let reply = control.send("POST /_mpa/clock/advance", body)
        #expect(reply.status == 200)
        #expect(reply.text("now") == now)
        #expect(reply.members["firedCount"] as? Int == 0)
        #expect(control.send("GET /_mpa/clock").text("now") == now)
    }

    @Test(
        "What is no length of time moves nothing",
        arguments: [
            ("", "$"), ("{}", "$"), (#"{"seconds":1,"duration":"PT1S"}"#, "$"),
            (#"{"duration":"1 day"}"#, "$.duration"), (#"{"duration":86400}"#, "$.duration"),
            (#"{"seconds":-1}"#, "$.seconds"), (#"{"seconds":"1"}"#, "$.seconds"),
            (#"{"seconds":253402300799}"#, "$"), (#"{"seconds":1e300}"#, "$.seconds"),
            (#"{"minutes":1}"#, "$.minutes"),
        ])
    func badAdvance(body: String, path: String) {
        let reply = control.send("POST /_mpa/clock/advance", body)
        #expect(reply.status == 400)
        #expect(reply.path == path)
        #expect(control.send("GET /_mpa/clock").text("now") == "2026-11-23T18:03:12.123Z")
    }

    @Test("What is due fires in the order of its times, each told with its own")
    func fired() throws {
        let session = try control.start()
        let reply = control.send("POST /_mpa/clock/advance", #"{"duration":"P2D"}"#)
        let fired = reply.list("fired")
        #expect(reply.members["firedCount"] as? Int == fired.count)
        let expiry = try #require(fired.first { $0["name"] as? String == "SessionExpiration" })
        #expect(expiry["dueTime"] as? String == "2026-11-24T18:03:12.123Z")
        #expect(expiry["resourceArn"] as? String == session.text("arn"))
        let times = fired.map { $0["dueTime"] as? String ?? "" }
        #expect(times == times.sorted())
    }

    @Test("The clock is set, and lets go")
    func set() {
        let set = control.send("PUT /_mpa/clock", #"{"time":"2027-01-01T01:00:00+01:00"}"#)
        #expect(set.text("now") == "2027-01-01T00:00:00.000Z")
        #expect(set.text("mode") == "frozen")
        #expect(control.send("PUT /_mpa/clock", #"{"mode":"running"}"#).text("mode") == "running")
        #expect(control.send("PUT /_mpa/clock", #"{"mode":"frozen"}"#).text("mode") == "frozen")
        #expect(control.send("PUT /_mpa/clock", "{}").status == 200)
    }

    @Test("Time goes back while there is nothing, and not afterwards")
    func back() throws {
        let back = #"{"time":"1970-01-01T00:00:00Z"}"#
        #expect(control.send("PUT /_mpa/clock", back).status == 200)
        _ = control.send("POST /_mpa/clock/advance", #"{"seconds":1}"#)
        _ = try control.team()
        let reply = control.send("PUT /_mpa/clock", back)
        #expect(reply.status == 409)
        #expect(reply.detail.contains("POST /_mpa/reset"))
    }

    @Test(
        "A time that is none is refused",
        arguments: ["now", "2027-01-01", "1969-12-31T23:59:59Z", "2027-02-30T00:00:00Z"])
    func badTime(time: String) {
        let reply = control.send("PUT /_mpa/clock", #"{"time":"\#(time)"}"#)
        #expect(reply.status == 400)
        #expect(reply.path == "$.time")
    }
}
