import AWSProtocol
import Testing

@Suite("Request ids")
struct RequestIDsTests {
    @Test("An id is a lower-case UUID of version 4, variant 1")
    func form() {
        let ids = RequestIDs()
        for _ in 0..<2_000 {
            let id = ids.next()
            let parts = id.split(separator: "-", omittingEmptySubsequences: false)
            #expect(parts.map(\.utf8.count) == [8, 4, 4, 4, 12])
            #expect(id.allSatisfy { "0123456789abcdef-".contains($0) })
            #expect(parts[2].first == "4")
            #expect(parts[3].first.map { "89ab".contains($0) } == true)
        }
    }

    @Test("Every bit that may vary does")
    func variety() {
        let ids = RequestIDs(seed: 1)
        var seen = [Set<Character>](repeating: [], count: 36)
        for _ in 0..<2_000 {
            for (place, letter) in ids.next().enumerated() { seen[place].insert(letter) }
        }
        let fixed: [Int: Int] = [8: 1, 13: 1, 14: 1, 18: 1, 19: 4, 23: 1]
        #expect(seen.indices.allSatisfy { seen[$0].count == fixed[$0] ?? 16 })
    }

    @Test("Four threads that share a source never see one id twice")
    func unique() async {
        let ids = RequestIDs()
        let all = await withTaskGroup(of: [String].self) { group in
            for _ in 0..<4 { group.addTask { (0..<25_000).map { _ in ids.next() } } }
            return await group.reduce(into: Set<String>()) { $0.formUnion($1) }
        }
        #expect(all.count == 100_000)
    }

    @Test("The same seed gives the same ids in the same order", arguments: [0, 1, 42, .max])
    func seeded(seed: UInt64) {
        let one = RequestIDs(seed: seed)
        let two = RequestIDs(seed: seed)
        let first = (0..<100).map { _ in one.next() }
        #expect(first == (0..<100).map { _ in two.next() })
        #expect(Set(first).count == 100)
    }

    @Test("Different seeds give different ids")
    func seeds() {
        #expect(Set((0..<1_000).map { RequestIDs(seed: $0).next() }).count == 1_000)
    }

    @Test("Without a seed, two sources give different ids")
    func unseeded() {
        #expect(RequestIDs().next() != RequestIDs().next())
    }
}
