import AWSProtocol
import FoundationEssentials
import Testing

@Suite("Timestamps")
struct TimestampTests {
    @Test(
        "A moment is written in UTC with milliseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1, "1970-01-01T00:00:00.001Z"),
            (-1, "1969-12-31T23:59:59.999Z"), (-1_000, "1969-12-31T23:59:59.000Z"),
            (946_684_800_000, "2000-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (951_868_799_999, "2000-02-29T23:59:59.999Z"),
            (951_868_800_000, "2000-03-01T00:00:00.000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (1_795_456_992_007, "2026-11-23T18:03:12.007Z"),
            (1_798_761_599_010, "2026-12-31T23:59:59.010Z"),
            (-2_203_891_200_001, "1900-02-28T23:59:59.999Z"),
            (-2_203_891_200_000, "1900-03-01T00:00:00.000Z"),
            (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
            (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func text(milliseconds: Int64, text: String) {
        #expect(Timestamp.text(milliseconds) == text)
    }

    @Test(
        "A moment beyond the years that clients read is written as the nearest one they do",
        arguments: [
            (-62_167_219_200_001, "0000-01-01T00:00:00.000Z"),
            (-99_999_999_999_999, "0000-01-01T00:00:00.000Z"),
            (.min, "0000-01-01T00:00:00.000Z"),
            (253_402_300_800_000, "9999-12-31T23:59:59.999Z"),
            (.max, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func beyond(milliseconds: Int64, text: String) {
        #expect(Timestamp.text(milliseconds) == text)
        #expect(!Timestamp.range.contains(milliseconds))
    }

    /// What FoundationEssentials writes; it is given whole seconds, which a Double keeps exactly.
    private func reference(_ milliseconds: Int64) -> String {
        let fraction = (milliseconds % 1_000 + 1_000) % 1_000
        let seconds = Double((milliseconds - fraction) / 1_000)
        let text = Date(timeIntervalSince1970: seconds).formatted(.iso8601)
        let digits = String(fraction + 1_000).dropFirst()
        return "\(text.dropLast()).\(digits)Z"
    }

    @Test("Random moments of many centuries are written as FoundationEssentials writes them")
    func random() {
        var generator = SeededGenerator(seed: 3)
        // From 1600, when the Gregorian calendar was in use, to the end of 9999.
        for _ in 0..<20_000 {
            let moment = Int64.random(
                in: -11_676_096_000_000...253_402_300_799_999, using: &generator)
            #expect(Timestamp.text(moment) == reference(moment))
        }
    }

    @Test("Every day from 1890 to 2110 is written as FoundationEssentials writes it")
    func days() {
        for day in Int64(-29_220)..<51_135 {
            let moment = day * 86_400_000 + 86_399_999
            #expect(Timestamp.text(moment) == reference(moment))
        }
    }

    @Test("Later moments have later texts")
    func ordered() {
        var generator = SeededGenerator(seed: 4)
        let moments = (0..<2_000).map { _ in
            Int64.random(in: -62_167_219_200_000...253_402_300_799_999, using: &generator)
        }
        #expect(moments.sorted().map(Timestamp.text) == moments.map(Timestamp.text).sorted())
    }
}
