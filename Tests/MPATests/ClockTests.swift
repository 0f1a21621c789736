import AWSProtocol
@testable import MPA
import SQLite
import Synchronization
import Testing

@Suite("The clock")
struct ClockTests {
    @Test("It can be frozen, set, advanced and let run, and says so")
    func modes() throws {
        let machine = Mutex<Int64>(1_000_000)
        let clock = EmulatorClock { machine.withLock { $0 } }
        let service = try Service(store: .inMemory(), settings: ServiceSettings(), clock: clock)
        var reading = try service.readClock()
        #expect(reading.now == 1_000_000 && !reading.isFrozen)
        machine.withLock { $0 += 50 }
        #expect(try service.readClock().now == 1_000_050)
        reading = try service.setClock(isFrozen: true, time: nil)
        machine.withLock { $0 += 50 }
        #expect(try reading.isFrozen && service.readClock().now == 1_000_050)
        #expect(try service.advanceClock(milliseconds: 25).now == 1_000_075)
        reading = try service.setClock(isFrozen: false, time: 5_000_000)
        machine.withLock { $0 += 7 }
        #expect(try !reading.isFrozen && service.readClock().now == 5_000_007)
        #expect(try service.advanceClock(milliseconds: 3).now == 5_000_010)
        machine.withLock { $0 += 1 }
        #expect(try service.readClock().now == 5_000_011)
    }

    @Test("It goes back only while there are no resources")
    func back() throws {
        let bench = try Bench()
        let service = bench.service
        #expect(try service.setClock(isFrozen: nil, time: 5_000).now == 5_000)
        #expect(try service.advanceClock(milliseconds: -1_000).now == 4_000)
        _ = try bench.create()
        #expect(refusal { _ = try service.setClock(isFrozen: nil, time: 3_999) } == "conflict")
        #expect(refusal { _ = try service.advanceClock(milliseconds: -1) } == "conflict")
        #expect(try service.setClock(isFrozen: true, time: 4_000).now == 4_000)
        #expect(try service.readClock().now == 4_000)
    }

    @Test("Where nothing can be written it stays as it was, and moves once for who tries again")
    func fullDisk() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let bench = try Bench(transitionDelay: 1_000, store: .file(folder.path))
        let service = bench.service
        _ = try bench.create()
        let before = try service.readClock()
        try service.store.connection.execute("PRAGMA query_only = 1")
        for _ in 0..<2 {
            #expect(throws: (any Error).self) { try service.advanceClock(milliseconds: 60_000) }
            #expect(throws: (any Error).self) {
                try service.setClock(isFrozen: false, time: before.now + 60_000)
            }
            let reading = try service.readClock()
            #expect(reading.now == before.now && reading.isFrozen)
        }
        try service.store.connection.execute("PRAGMA query_only = 0")
        let reading = try service.advanceClock(milliseconds: 60_000)
        #expect(reading.now == before.now + 60_000)
        #expect(reading.fired.map(\.dueTime) == [before.now + 1_000])
    }

    @Test("A step that could not be written happens once it can be")
    func undoneStep() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let bench = try TeamBench(store: .file(folder.path))
        let session = try bench.ask(try bench.activate())
        let connection = bench.service.store.connection
        // The last that a transaction writes, as a disk that is full may refuse it.
        try connection.execute(
            """
            CREATE TRIGGER refusal BEFORE INSERT ON event
                BEGIN SELECT RAISE(ABORT, 'refused'); END
            """)
        let day: Int64 = 86_400_000
        #expect(throws: (any Error).self) { try bench.service.advanceClock(milliseconds: day) }
        #expect(try bench.session(session).word("Status") == "PENDING")
        bench.bench.clock.advance(milliseconds: day)
        for _ in 0..<2 {
            #expect(throws: (any Error).self) { try bench.session(session) }
        }
        try connection.execute("DROP TRIGGER refusal")
        #expect(try bench.session(session).word("StatusCode") == "EXPIRED")
    }

    @Test("No read fails because expired tokens cannot be deleted")
    func purge() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let bench = try Bench(store: .file(folder.path))
        let answer = try bench.create(token: "t")
        let connection = bench.service.store.connection
        let count = "SELECT count(*) FROM client_token"
        try connection.execute("PRAGMA query_only = 1")
        bench.clock.advance(milliseconds: 25 * 60 * 60 * 1_000)
        #expect(throws: Never.self) { try bench.get() }
        #expect(try connection.integer(count) == 1)
        try connection.execute("PRAGMA query_only = 0")
        // It counts no longer all the same.
        #expect(throws: ServiceError.self) { try bench.create(token: "t") }
        bench.clock.advance(milliseconds: 60 * 1_000)
        _ = try bench.get()
        #expect(try connection.integer(count) == 0)
        #expect(answer.structure["IdentitySourceArn"] != nil)
    }

    @Test("It ends with the year 9999, however far it is asked to go")
    func end() throws {
        let service = try Bench().service
        for milliseconds in [Service.latestTime, .max] {
            #expect(
                refusal { _ = try service.advanceClock(milliseconds: milliseconds) }
                    == "invalid $")
        }
        #expect(refusal { _ = try service.setClock(isFrozen: true, time: .max) } == "invalid $")
        #expect(try service.readClock().now == Bench.start)
        #expect(
            try service.setClock(isFrozen: true, time: Service.latestTime).now
                == Service.latestTime)
    }

    @Test("It begins with the year 0, however far back it is asked to go")
    func beginning() throws {
        let service = try Bench().service
        let first = Timestamp.range.lowerBound
        for time in [first - 1, .min] {
            #expect(refusal { _ = try service.setClock(isFrozen: true, time: time) } == "invalid $")
        }
        #expect(refusal { _ = try service.advanceClock(milliseconds: .min) } == "invalid $")
        #expect(try service.setClock(isFrozen: true, time: first).now == first)
    }

    @Test("A restart finds it as it was left", arguments: [true, false])
    func restart(isFrozen: Bool) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        func service(_ machine: Int64) throws -> Service {
            try Service(
                store: .file(folder.path), settings: ServiceSettings(),
                clock: EmulatorClock { machine })
        }
        _ = try service(1_000).setClock(isFrozen: isFrozen, time: 9_000)
        let reading = try service(1_500).readClock()
        #expect(reading.isFrozen == isFrozen)
        #expect(reading.now == (isFrozen ? 9_000 : 9_500))
    }

    @Test("On a clock that runs, the next step is known to those who wait for it")
    func nextStep() throws {
        let bench = try TeamBench()
        _ = try bench.create()
        #expect(try bench.service.millisecondsToNextStep() == nil)
        _ = try bench.service.setClock(isFrozen: false, time: nil)
        #expect(try bench.service.millisecondsToNextStep() == TeamBench.day)
    }
}
