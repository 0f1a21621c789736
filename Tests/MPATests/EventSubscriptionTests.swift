import AWSProtocol
@testable import MPA
import Synchronization
import Testing

@Suite("Following the events")
struct EventSubscriptionTests {
    private static let caller = Caller(
        account: "111122223333", region: "us-east-1", partition: "aws")
    private let service: Service

    init() throws {
        service = try Service(
            store: .inMemory(), settings: ServiceSettings(),
            clock: EmulatorClock(frozenAt: Bench.start))
    }

    /// Calls that leave an event each.
    private func call(_ count: Int = 1) throws {
        for _ in 0..<count {
            _ = try service.perform(.listPolicies, Structure(), for: Self.caller)
        }
    }

    /// Numbers of events, and what else there is in words.
    private func read(_ subscription: EventSubscription, limit: Int = 20_000) -> [String] {
        subscription.next(limit: limit).map { notice in
            switch notice {
            case .event(let sequence, let document):
                let text = String(decoding: document, as: UTF8.self)
                return text.contains("\"sequence\":\(sequence),") ? "\(sequence)" : text
            case .dropped(let count): return "dropped \(count)"
            case .replaced(let latest): return "replaced \(latest.sequence)"
            }
        }
    }

    @Test("Only what comes later is followed, unless one asks for more")
    func start() throws {
        try call(2)
        let new = try service.followEvents(after: nil)
        let all = try service.followEvents(after: EventPosition(sequence: 0))
        let some = try service.followEvents(after: EventPosition(sequence: 1))
        try call()
        #expect(read(new) == ["3"])
        #expect(read(all) == ["1", "2", "3"])
        #expect(read(some) == ["2", "3"])
        #expect(read(some) == [])
    }

    @Test("They come in the order of the log, also what a call caused before it was told")
    func order() throws {
        let subscription = try service.followEvents(after: nil)
        try call(3)
        #expect(read(subscription, limit: 2) == ["1", "2"])
        #expect(read(subscription, limit: 2) == ["3"])
        let told = try service.events(after: 0, limit: 10).events
        #expect(told.count == 3)
    }

    @Test("Who waits is woken once, after the event is there")
    func wake() throws {
        let subscription = try service.followEvents(after: nil)
        let woken = Mutex<[[String]]>([])
        let wake: @Sendable () -> Void = { [read] in
            let found = read(subscription, 10)
            woken.withLock { $0.append(found) }
        }
        #expect(subscription.next(limit: 1, wake).isEmpty)
        try call(2)
        #expect(woken.withLock { $0 } == [["1"]])
        #expect(read(subscription) == ["2"])
    }

    @Test("A reader that is too slow loses the oldest and is told how many")
    func bound() throws {
        let subscription = try service.followEvents(after: nil)
        try call(EventSubscription.itemsMax + 7)
        let found = read(subscription)
        #expect(found.count == EventSubscription.itemsMax + 1)
        #expect(found.first == "dropped 7")
        #expect(found.dropFirst().first == "8")
        #expect(found.last == "\(EventSubscription.itemsMax + 7)")
    }

    @Test("What is not kept any more is told to whoever asks for it")
    func forgotten() throws {
        try call(EventLog.eventsMax + 5)
        let found = read(try service.followEvents(after: EventPosition(sequence: 2)))
        #expect(found.first == "dropped 3")
        #expect(found.dropFirst().first == "6")
        #expect(found.count == EventLog.eventsMax + 1)
    }

    @Test("A reset takes nothing from whoever follows, and the numbers go on")
    func reset() throws {
        let subscription = try service.followEvents(after: nil)
        try call(2)
        try service.reset(withSeed: false)
        try call()
        #expect(read(subscription) == ["1", "2", "3"])
    }

    @Test("A state that replaces all is told, after what came before it")
    func replaced() throws {
        try call(2)
        let document = try service.exportState()
        let subscription = try service.followEvents(after: nil)
        try call(3)
        try service.importState(document)
        try call()
        #expect(read(subscription) == ["3", "4", "5", "replaced 2", "3"])
    }

    @Test("Whoever stood in another state begins anew, also once the numbers have come by")
    func otherEpoch() throws {
        try call(2)
        let document = try service.exportState()
        let old = try service.latestEvent.position
        try service.importState(document)
        let new = try service.latestEvent.position
        try call(3)
        #expect(old.sequence == new.sequence && old.epoch != new.epoch)
        let found = read(try service.followEvents(after: old))
        #expect(found == ["replaced 5", "1", "2", "3", "4", "5"])
        #expect(read(try service.followEvents(after: new)) == ["3", "4", "5"])
        // A number alone tells nothing of that.
        let bare = EventPosition(sequence: old.sequence)
        #expect(read(try service.followEvents(after: bare)) == ["3", "4", "5"])
    }

    @Test("After a reset who stood there goes on")
    func resetEpoch() throws {
        try call(2)
        let old = try service.latestEvent.position
        try service.reset(withSeed: false)
        try call()
        #expect(read(try service.followEvents(after: old)) == ["3"])
    }

    @Test("A reader that is too slow for the events after a replacement is told of both")
    func replacementDropped() throws {
        let document = try service.exportState()
        let subscription = try service.followEvents(after: nil)
        try call(2)
        try service.importState(document)
        try call(EventSubscription.itemsMax + 7)
        #expect(read(subscription, limit: 1) == ["dropped 2"])
        let found = read(subscription)
        #expect(found.prefix(3) == ["replaced 0", "dropped 7", "8"])
        #expect(found.count == EventSubscription.itemsMax + 2)
    }

    @Test("Whoever knows more than there is, as after a restart, begins anew")
    func ahead() throws {
        try call()
        let subscription = try service.followEvents(after: EventPosition(sequence: 500))
        try call()
        #expect(read(subscription) == ["replaced 1", "1", "2"])
    }

    @Test("A failed call's event is told, and nothing of what was undone")
    func failure() throws {
        let subscription = try service.followEvents(after: nil)
        let input = Structure(["IdentitySourceArn": .string("arn:aws:mpa:us-east-1:1:x")])
        #expect(throws: ServiceError.self) {
            _ = try service.perform(.getIdentitySource, input, for: Self.caller)
        }
        #expect(read(subscription) == ["1"])
    }

    @Test("Who follows no more is woken no more")
    func end() throws {
        let subscription = try service.followEvents(after: nil)
        let calls = Mutex(0)
        _ = subscription.next(limit: 1) { calls.withLock { $0 += 1 } }
        service.unfollowEvents(subscription)
        try call()
        #expect(calls.withLock { $0 } == 0)
        #expect(read(subscription) == [])
    }
}

@Suite("Forms of events")
struct EventFormatTests {
    private static let call = Array(
        (#"{"sequence":7,"eventTime":"2026-03-01T08:00:00.123Z","eventID":"e","#
            + #""awsRegion":"us-east-1","eventType":"AwsApiCall","#
            + #""recipientAccountId":"111122223333","requestParameters":null}"#).utf8)

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test("CloudTrail's is that of the log")
    func cloudTrail() {
        #expect(EventFormat.cloudtrail.render(Self.call) == Self.call)
    }

    @Test("EventBridge's is an envelope around it")
    func eventBridge() {
        #expect(
            text(EventFormat.eventbridge.render(Self.call))
                == #"{"version":"0","id":"e","detail-type":"AWS API Call via CloudTrail","#
                + #""source":"aws.multi-party-approval","account":"111122223333","#
                + #""time":"2026-03-01T08:00:00Z","region":"us-east-1","resources":[],"#
                + #""detail":{"eventTime":"2026-03-01T08:00:00.123Z","eventID":"e","#
                + #""awsRegion":"us-east-1","eventType":"AwsApiCall","#
                + #""recipientAccountId":"111122223333","requestParameters":null}}"#)
    }

    @Test("What the service reports of itself is an event of the service")
    func serviceEvent() {
        let event = text(Self.call).replacing("AwsApiCall", with: "AwsServiceEvent")
        let envelope = text(EventFormat.eventbridge.render(Array(event.utf8)))
        #expect(envelope.contains(#""detail-type":"AWS Service Event via CloudTrail""#))
    }

    @Test(
        "What a state document brings is handed on, whatever it is", arguments: ["{}", "[]", "x"])
    func foreign(text: String) {
        let rendered = self.text(EventFormat.eventbridge.render(Array(text.utf8)))
        #expect(text == "{}" ? rendered.hasPrefix(#"{"version""#) : rendered == text)
    }
}
