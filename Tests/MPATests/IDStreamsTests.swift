import AWSProtocol
@testable import MPA
import Testing

@Suite("Streams of ids")
struct IDStreamsTests {
    private static func service(_ seed: UInt64?) throws -> Service {
        try Service(
            store: .inMemory(), settings: ServiceSettings(),
            clock: EmulatorClock(frozenAt: Bench.start), ids: IDStreams(seed: seed))
    }

    private static func take(_ count: Int, _ service: Service) -> [String] {
        (0..<count).flatMap { _ in
            [
                service.ids.resources.next(), service.ids.requests.next(),
                service.ids.controlRequests.next(), service.ids.resources.nextCode(),
            ]
        }
    }

    @Test("A number gives the same ids each time, and another one others")
    func seeded() throws {
        let first = Self.take(100, try Self.service(7))
        #expect(try Self.take(100, Self.service(7)) == first)
        #expect(try Set(Self.take(100, Self.service(8))).isDisjoint(with: first.filter(isID)))
    }

    @Test("The three streams never give the same id")
    func apart() throws {
        let ids = Self.take(1_000, try Self.service(0)).filter(isID)
        #expect(Set(ids).count == 3_000)
    }

    @Test("Without a number ids come by chance, also after a reset")
    func chance() throws {
        let service = try Self.service(nil)
        let first = Self.take(10, service).filter(isID)
        try service.reset(withSeed: false)
        #expect(Set(Self.take(10, service)).isDisjoint(with: first))
        #expect(try Set(Self.take(10, Self.service(nil))).isDisjoint(with: first))
    }

    @Test("A reset returns to the first ids")
    func reset() throws {
        let service = try Self.service(7)
        let first = Self.take(10, service)
        try service.reset(withSeed: false)
        #expect(Self.take(10, service) == first)
    }

    @Test("A state that is taken back has ids of its own, the same each time")
    func state() throws {
        let service = try Self.service(7)
        let first = Self.take(10, service)
        let document = try service.exportState()
        try service.importState(document)
        let second = Self.take(10, service)
        #expect(Set(second.filter(isID).filter { !first.contains($0) }).count == 10)
        try service.importState(document)
        #expect(Self.take(10, service) == second)
    }

    @Test("A document that is refused does not change which ids come next")
    func refusal() throws {
        let service = try Self.service(7)
        let other = try Self.service(7)
        #expect(throws: ControlError.self) {
            try service.importState(Array(#"{"formatVersion":1,"sessions":[{}]}"#.utf8))
        }
        #expect(Self.take(10, service) == Self.take(10, other))
    }

    @Test("A file that was in use before gives ids that it has not given yet")
    func restart() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var seen: Set<String> = []
        for _ in 0..<3 {
            let store = try Store.file(folder.path)
            let service = try Service(
                store: store, settings: ServiceSettings(),
                clock: EmulatorClock(frozenAt: Bench.start), ids: IDStreams(seed: 7))
            let caller = Caller(account: "111122223333", region: "us-east-1", partition: "aws")
            _ = try service.perform(.listIdentitySources, Structure(), for: caller)
            let ids = (0..<10).map { _ in service.ids.resources.next() }
            #expect(seen.isDisjoint(with: ids))
            seen.formUnion(ids)
            try service.close()
        }
    }

    private func isID(_ text: String) -> Bool { text.utf8.count == 36 }
}
