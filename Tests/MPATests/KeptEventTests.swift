import AWSProtocol
@testable import MPA
import SQLite
import Testing

/// Calls lie packed in files, and whatever release wrote a file, its events are told.
@Suite("Events in files")
struct KeptEventTests {
    private static let call = APIEvent(
        operation: .createIdentitySource,
        caller: Caller(account: "111122223333", region: "us-east-1", partition: "aws"),
        time: 1_772_352_000_000, id: RequestIDs(seed: 7).nextID(),
        call: CallDetails(requestID: "r", userAgent: "u", sourceAddress: "127.0.0.1"),
        input: Structure([
            "ClientToken": .string("t"), "Tags": .map(DocumentMap([("a", .string("b"))])),
        ]),
        output: Structure(["CreationTime": .timestamp(1_772_352_000_000)]))

    private static let refusedCall = {
        var call = Self.call
        call.failure = APIEvent.Failure(code: "AccessDenied", message: "No")
        return call
    }()

    /// What is packed of both, up to whether the call failed. If it must change, give the new form
    /// a number of its own in the table of events, and let these bytes be read for ever.
    private static let packed = """
        284372656174654964656e74697479536f75726365183131313132323232333333331275732d6561
        73742d31066177730080c0ca869567aeb792938bf9f0cbc701c7e79cbc81cae1b3f7010272027512
        3132372e302e302e31010416436c69656e74546f6b656e0002740854616773050202610002620102
        184372656174696f6e54696d650380c0ca869567
        """

    private func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }

    @Test("The packed form of a call is the one that files hold")
    func form() throws {
        let made = Self.packed + "00"
        let refused = Self.packed + "01 18 416363657373 44656e696564 01 04 4e6f"
        for (call, hex) in [(Self.call, made), (Self.refusedCall, refused)] {
            #expect(call.packed == bytes(hex))
            let again = try #require(APIEvent(unpacking: bytes(hex)))
            #expect(again.render(3) == call.render(3))
        }
    }

    @Test("A packed call that is cut short, or has bytes changed, is told by its number at least")
    func damage() throws {
        let whole = Self.refusedCall.packed
        for count in whole.indices {
            #expect(APIEvent(unpacking: Array(whole[..<count])) == nil)
            let content = EventLog.Content.call(Array(whole[..<count]))
            #expect(content.document(5) == Array(#"{"sequence":5}"#.utf8))
        }
        for place in whole.indices {
            for byte in [0x00, 0x01, 0x7f, 0x80, 0xff] as [UInt8] {
                var changed = whole
                changed[place] = byte
                // Whether it can be read or not, it is an object with that number.
                let text = EventLog.Content.call(changed).document(5)
                #expect(text.starts(with: Array(#"{"sequence":5"#.utf8)))
            }
        }
    }

    @Test("A packed call of a time beyond all calendars is told all the same")
    func farTimes() {
        for time in [Int64.min, .max, 253_402_300_800_000, -62_135_596_800_001] {
            let call = APIEvent(
                operation: .getSession, caller: Self.call.caller, time: time, id: Self.call.id,
                call: Self.call.call, output: Structure(["CreationTime": .timestamp(time)]))
            let text = EventLog.Content.call(call.packed).document(5)
            #expect(text.starts(with: Array(#"{"sequence":5"#.utf8)))
        }
    }

    @Test("The events in a file of the release before are told as they were")
    func migration() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let documents = try folder.fillWithEvents()
        do {
            let connection = try Connection.file(folder.path, .mpa)
            try connection.execute("DROP TABLE event; \(EventTable.firstSchema)")
            let insert = connection.statement("INSERT INTO event VALUES (?, ?)")
            for (sequence, document) in zip(Int64(1)..., documents) {
                try insert.run(
                    .integer(sequence), .text(String(decoding: document, as: UTF8.self)))
            }
            let before = Schema.mpa.migrations.firstIndex { $0.contains("event_document") }
            try connection.execute("PRAGMA user_version = \(try #require(before))")
        }
        let bench = try Bench(store: .file(folder.path))
        #expect(try bench.service.events(after: 0, limit: .max).events == documents)
        #expect(documents.count > 3)
    }

    @Test("A row in no form that is known fails who reads the events, and nothing else")
    func unknownForm() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        _ = try Bench(store: .file(folder.path))
        do {
            let connection = try Connection.file(folder.path, .mpa)
            try connection.execute("INSERT INTO event VALUES (1, 9, x'00')")
        }
        let bench = try Bench(store: .file(folder.path))
        _ = try bench.create()
        let error = #expect(throws: SQLiteError.self) {
            try bench.service.events(after: 0, limit: .max)
        }
        #expect(error?.message == "unknown value '9' of column form")
    }
}

@Suite("Events in a file from run to run")
struct EventRunTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// One run with calls that change nothing; what is not written at its end is lost with it.
    private func run(
        calls: Int, closes: Bool, follows: Bool = false,
        _ body: (Service) throws -> Void = { _ in }
    ) throws -> EventPosition {
        let bench = try Bench(store: .file(folder.path))
        if follows { _ = try bench.service.followEvents(after: nil) }
        for _ in 0..<calls {
            _ = try bench.service.perform(.listPolicies, Structure(), for: bench.caller)
        }
        try body(bench.service)
        if closes { try bench.service.close() }
        return try bench.service.latestEvent.position
    }

    @Test("A run that ended well is gone on from")
    func goesOn() throws {
        defer { folder.remove() }
        let first = try run(calls: 3, closes: true)
        let second = try run(calls: 0, closes: true) { service in
            let goesOn = try service.latestEvent.goesOn
            #expect(goesOn)
        }
        #expect(second == first && first.sequence == 3)
        // Nor does it matter whether a run without an event ends well.
        #expect(try run(calls: 0, closes: false) == first)
        let third = try run(calls: 2, closes: true)
        #expect(third.epoch == first.epoch && third.sequence == 5)
    }

    @Test("The numbers go on after a reset and a restart, too")
    func reset() throws {
        defer { folder.remove() }
        let first = try run(calls: 3, closes: true) { try $0.reset(withSeed: false) }
        let second = try run(calls: 1, closes: true)
        #expect(first.sequence == 3)
        #expect(second == EventPosition(epoch: first.epoch, sequence: 4))
    }

    @Test(
        "After a run that was cut off the events are an epoch of their own", arguments: [0, 2],
        [true, false])
    func cutOff(before: Int, follows: Bool) throws {
        defer { folder.remove() }
        _ = try run(calls: before, closes: true)
        let lost = try run(calls: 3, closes: false, follows: follows) { service in
            if !follows { _ = try service.followEvents(after: EventPosition(sequence: 0)) }
        }
        let next = try run(calls: 5, closes: true) { service in
            let goesOn = try service.latestEvent.goesOn
            #expect(goesOn == false)
        }
        #expect(lost.sequence == Int64(before) + 3 && next.sequence > lost.sequence)
        #expect(next.epoch != lost.epoch)
        _ = try run(calls: 0, closes: true) { service in
            let notices = try service.followEvents(after: lost).next(limit: 100)
            #expect(notices.first == .replaced(latest: next))
            #expect(notices.count == Int(next.sequence) + 1)
        }
    }

    @Test("Events of calls that change nothing are written without a change, a few at a time")
    func saving() throws {
        defer { folder.remove() }
        _ = try run(calls: 1_234, closes: false) { try $0.keepEvents() }
        _ = try run(calls: 0, closes: false) { service in
            let latest = try service.latestEvent.position
            let events = try service.events(after: 0, limit: .max).events
            #expect(latest.sequence == 1_234 && events.count == 1_234)
        }
    }

    @Test("Events of before are read once somebody asks, and stand before what came since")
    func unread() throws {
        defer { folder.remove() }
        _ = try run(calls: 5, closes: true)
        for calls in [1, EventLog.eventsMax - 1, EventLog.eventsMax + 20] {
            _ = try run(calls: calls, closes: false) { service in
                let (events, last, latest) = try service.events(after: 0, limit: .max)
                let kept = min(5 + calls, EventLog.eventsMax)
                #expect(events.count == kept && last == latest && latest == Int64(5 + calls))
                let first = Array(#"{"sequence":\#(latest - Int64(kept) + 1),"#.utf8)
                #expect(events.first?.starts(with: first) == true)
            }
        }
    }

    @Test("Where nobody is told of events, nothing is written for them")
    func untold() throws {
        defer { folder.remove() }
        let bench = try Bench(store: .file(folder.path))
        let before = bench.service.store.connection.totalChanges
        _ = try bench.service.perform(.listPolicies, Structure(), for: bench.caller)
        #expect(bench.service.store.connection.totalChanges == before)
        let revision = try bench.service.revision()
        _ = try bench.service.followEvents(after: nil)
        #expect(bench.service.store.connection.totalChanges == before + 1)
        // Which is no change that anybody could see.
        #expect(try bench.service.revision() == revision)
    }

    @Test("After a run that was cut off, one that ends well is gone on from, idle or not")
    func idle() throws {
        defer { folder.remove() }
        _ = try run(calls: 1, closes: false, follows: true)
        let idle = try run(calls: 0, closes: true)
        let next = try run(calls: 0, closes: true) { service in
            let goesOn = try service.latestEvent.goesOn
            #expect(goesOn)
        }
        #expect(next == idle)
    }

    @Test(
        "A damaged page of old events fails who reads them, and no call",
        arguments: [300, EventLog.eventsMax + 300])
    func damagedPage(calls: Int) throws {
        defer { folder.remove() }
        _ = try run(calls: calls, closes: true)
        try folder.spoilFirstLeaf(of: "event")
        _ = try run(calls: 0, closes: true) { service in
            _ = try service.perform(
                .createIdentitySource, Bench.createInput(), for: Self.caller)
            let source = Self.caller.arn(IdentitySource.resource)
            for number in 0..<250 {
                let input = Structure([
                    "ResourceArn": .string(source), "Tags": Bench.map(["a": "\(number)"]),
                ])
                _ = try service.perform(.tagResource, input, for: Self.caller)
            }
            let error = #expect(throws: SQLiteError.self) {
                try service.events(after: 0, limit: .max)
            }
            #expect(error?.message == "database disk image is malformed")
            let keeping = Result { try service.keepEvents() }
            #expect((try? keeping.get()) == nil || calls == 300)
        }
    }

    @Test("The file lets go of old events, a few at a time")
    func trimming() throws {
        defer { folder.remove() }
        let calls = EventLog.eventsMax + 1_234
        _ = try run(calls: calls, closes: true) { service in
            try service.keepEvents()
            let connection = service.store.connection
            #expect(
                try connection.integer("SELECT min(sequence) FROM event") == 1_235)
            _ = try service.perform(.listPolicies, Structure(), for: Self.caller)
            try service.keepEvents()
            // Not with each event.
            #expect(
                try connection.integer("SELECT count(*) FROM event")
                    == Int64(EventLog.eventsMax) + 1)
        }
    }

    @Test("The event of a change that failed waits as those of reads do")
    func failure() throws {
        defer { folder.remove() }
        do {
            let bench = try Bench(store: .file(folder.path))
            _ = try bench.create()
            #expect(throws: ServiceError.self) { try bench.create() }
            #expect(try bench.service.latestEvent.position.sequence == 2)
        }
        let latest = try run(calls: 0, closes: false)
        #expect(latest.sequence == 1)
    }

    @Test(
        "Events that the file cannot be told of are an epoch of their own",
        arguments: [true, false])
    func fullDisk(hasRoomAgain: Bool) throws {
        defer { folder.remove() }
        let first = try run(calls: 3, closes: true)
        let told = try run(calls: 0, closes: hasRoomAgain) { service in
            let follower = try service.followEvents(after: nil)
            try service.store.connection.execute("PRAGMA query_only = 1")
            for _ in 0..<2 { _ = try service.perform(.listPolicies, Structure(), for: Self.caller) }
            let latest = try service.latestEvent.position
            let notices = follower.next(limit: 100)
            #expect(latest.sequence == 5 && latest.epoch != first.epoch)
            // Tried once, not with each call.
            let replaced = EventPosition(epoch: latest.epoch, sequence: 4)
            #expect(notices.count == 3 && notices.first == .replaced(latest: replaced))
            try service.store.connection.execute("PRAGMA query_only = 0")
        }
        _ = try run(calls: 4, closes: true) { service in
            let latest = try service.latestEvent.position
            #expect(latest.epoch == (hasRoomAgain ? told : first).epoch)
            #expect(latest.sequence == (hasRoomAgain ? 9 : 7))
            let notices = try service.followEvents(after: told).next(limit: 100)
            #expect((notices.first == .replaced(latest: latest)) == !hasRoomAgain)
            #expect(notices.count == (hasRoomAgain ? 4 : 8))
        }
    }

    private static let caller = Caller(
        account: "111122223333", region: "us-east-1", partition: "aws")

    @Test("A seed does not make the epochs of two runs the same")
    func seeded() throws {
        let epochs = try (0..<2).map { _ in
            try Bench(store: .inMemory(), seed: 42).service.latestEvent.position.epoch
        }
        #expect(epochs[0] != epochs[1])
    }

    @Test("A position is read as it was written, and nothing else is one")
    func positions() {
        for position in [
            EventPosition(epoch: "1a2b3c4d", sequence: 7), EventPosition(sequence: .max),
        ] {
            #expect(EventPosition(position.text) == position)
        }
        for text in ["", "-", "-1", "x", "1a-", "1a-x", "1a--1", "1a-1-2", "9223372036854775808"] {
            #expect(EventPosition(text) == nil)
        }
    }
}

extension Service {
    /// The latest event, and whether the next one goes on from where the last run had ended.
    var latestEvent: (position: EventPosition, goesOn: Bool) {
        get throws {
            try turn { turn, _ in
                let log = turn.store.events
                let position = EventPosition(epoch: log.epoch, sequence: log.latestSequence)
                return (position, log.isContinued)
            }
        }
    }
}
