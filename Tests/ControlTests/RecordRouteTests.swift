@testable import Control
import HTTPServer
import Testing

@Suite("Outbox and event routes")
struct RecordRouteTests {
    let control: ControlFixture

    init() throws { control = try ControlFixture() }

    @Test("An invitation is in the outbox with a link to its page")
    func invitation() throws {
        let arn = try control.invitedTeam()
        let messages = control.send("GET /_mpa/outbox").list("messages")
        #expect(messages.count == 3)
        let first = try #require(messages.first)
        #expect(first["kind"] as? String == "INVITATION")
        #expect(first["id"] as? Int == 1)
        #expect(first["time"] as? String == "2026-11-23T18:03:12.123Z")
        #expect((first["recipient"] as? [String: String])?["identityId"] == "u1")
        #expect(first["approvalTeamArn"] as? String == arn)
        #expect(
            first["link"] as? String == "http://portal/#/invitations/\(percentEncoded(arn))?as=u1")
    }

    @Test("A request links to its session")
    func request() throws {
        let session = try control.session()
        let messages = control.send("GET /_mpa/outbox?kind=REQUEST&recipient=u2").list("messages")
        #expect(messages.count == 1)
        #expect(messages.first?["link"] as? String == "http://portal/#/sessions/\(session)?as=u2")
    }

    @Test("The outbox is read page by page, and emptied")
    func pages() throws {
        _ = try control.invitedTeam()
        #expect(control.send("GET /_mpa/outbox?limit=2").list("messages").count == 2)
        #expect(control.send("GET /_mpa/outbox?after=2&limit=2").list("messages").count == 1)
        #expect(control.send("GET /_mpa/outbox?recipient=ghost").list("messages").isEmpty)
        #expect(control.send("DELETE /_mpa/outbox").status == 204)
        #expect(control.send("GET /_mpa/outbox").list("messages").isEmpty)
    }

    @Test("Without a number the outbox tells the newest page, and where it goes on")
    func newestMessages() throws {
        _ = try control.invitedTeam()
        for page in ["?limit=2", "?limit=2&after=1", "?limit=2&kind=INVITATION"] {
            let reply = control.send("GET /_mpa/outbox\(page)")
            #expect(reply.list("messages").map { $0["id"] as? Int } == [2, 3])
            #expect(reply.members["next"] as? Int == 3)
        }
        let first = control.send("GET /_mpa/outbox?limit=2&after=0")
        #expect(first.list("messages").map { $0["id"] as? Int } == [1, 2])
        #expect(first.members["next"] as? Int == 2)
        for (query, next) in [("?after=3", 3), ("?after=9", 9), ("?recipient=ghost", 0)] {
            let empty = control.send("GET /_mpa/outbox\(query)")
            #expect(empty.list("messages").isEmpty)
            #expect(empty.members["next"] as? Int == next)
        }
    }

    @Test("After more than a page of mails to somebody the code just sent is there")
    func manyMessages() throws {
        _ = control.send("PATCH /_mpa/settings", #"{"mfa":true}"#)
        let session = try control.session()
        for _ in 1...150 {
            #expect(
                control.send("POST /_mpa/approvers/u1/sessions/\(session)/code").status == 200)
        }
        let messages = control.send("GET /_mpa/outbox?recipient=u1&kind=ONE_TIME_CODE").list(
            "messages")
        #expect(messages.count == 100)
        let code = try #require(messages.last?["code"] as? String)
        let vote = control.vote("u1", session, #"{"response":"APPROVE","code":"\#(code)"}"#)
        #expect(vote.status == 200)
    }

    @Test("Events are read page by page, each once")
    func events() throws {
        _ = try control.team()
        let all = control.send("GET /_mpa/events").list("events")
        #expect(all.count > 3)
        var seen: [Int] = []
        var next = 0
        while seen.count < all.count {
            let page = control.send("GET /_mpa/events?after=\(next)&limit=2")
            seen += page.list("events").compactMap { $0["sequence"] as? Int }
            let last = try #require(page.members["next"] as? Int)
            #expect(last == seen.last)
            next = last
        }
        #expect(seen == Array(1...all.count))
        let end = control.send("GET /_mpa/events?after=\(next)")
        #expect(end.list("events").isEmpty)
        #expect(end.members["next"] as? Int == next)
    }

    @Test("Who has read more than there is learns that the state was replaced")
    func future() {
        let reply = control.send("GET /_mpa/events?after=9007199254740991")
        #expect(reply.status == 409)
        #expect(reply.detail.contains("after=0"))
    }

    @Test(
        "Only who asks to wait waits",
        arguments: [
            ("?after=0", false), ("?wait=0", false), ("?wait=1.5", true), ("?wait=PT1M", true),
        ])
    func wait(query: String, waits: Bool) {
        let request = Request(
            method: "GET", target: Array("/_mpa/events\(query)".utf8), headers: Headers())
        #expect(isWaiting(control.plane.reply(to: request)) == waits)
    }

    private func isWaiting(_ reply: Reply) -> Bool {
        switch reply {
        case .response: false
        case .waiting: true
        }
    }

    @Test(
        "A list that is asked for wrongly is refused with the place",
        arguments: [
            ("events?wait=61", "?wait"), ("events?wait=long", "?wait"),
            ("events?after=-1", "?after"), ("events?limit=0", "?limit"),
            ("events?kind=REQUEST", "?kind"), ("outbox?kind=MAIL", "?kind"),
            ("outbox?recipient=", "?recipient"), ("outbox?limit=1001", "?limit"),
            ("outbox?after=x", "?after"), ("outbox?after=1&after=2", "?after"),
        ])
    func faults(query: String, path: String) {
        let reply = control.send("GET /_mpa/\(query)")
        #expect(reply.status == 400)
        #expect(reply.path == path)
    }
}
