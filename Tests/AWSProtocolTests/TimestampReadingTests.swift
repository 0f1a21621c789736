import AWSProtocol
import Testing

@Suite("Reading timestamps")
struct TimestampReadingTests {
    @Test(
        "A moment is read in UTC or with its offset, down to the millisecond",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.000Z", 0),
            ("1970-01-01T00:00:00.001Z", 1), ("1969-12-31T23:59:59.999Z", -1),
            ("2026-11-23T18:03:12.007Z", 1_795_456_992_007),
            ("2026-11-23T18:03:12Z", 1_795_456_992_000),
            ("2026-11-23T18:03:12.5Z", 1_795_456_992_500),
            ("2026-11-23T18:03:12.05Z", 1_795_456_992_050),
            ("2026-11-23T18:03:12.0079Z", 1_795_456_992_007),
            ("2026-11-23T18:03:12.007999Z", 1_795_456_992_007),
            ("2026-11-23T18:03:12.007999999Z", 1_795_456_992_007),
            ("2026-11-23T18:03:12.000000001Z", 1_795_456_992_000),
            ("1969-12-31T23:59:59.999999999Z", -1),
            ("2026-11-23T19:03:12.007+01:00", 1_795_456_992_007),
            ("2026-11-23T12:33:12.007-05:30", 1_795_456_992_007),
            ("2026-11-24T17:02:12.007+22:59", 1_795_456_992_007),
            ("2026-11-23T18:03:12+00:00", 1_795_456_992_000),
            ("2026-11-23T18:03:12-00:00", 1_795_456_992_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000), ("2000-03-01T00:00:00Z", 951_868_800_000),
            ("2024-02-29T23:59:59Z", 1_709_251_199_000),
            ("1900-03-01T00:00:00Z", -2_203_891_200_000),
            ("2100-03-01T00:00:00Z", 4_107_542_400_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000),
            ("0000-02-29T00:00:00Z", -62_162_121_600_000),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("9999-12-31T23:59:59+00:01", 253_402_300_739_000),
        ] as [(String, Int64)])
    func read(text: String, milliseconds: Int64) {
        #expect(Timestamp.milliseconds(text) == milliseconds)
    }

    @Test(
        "A day or a time that no calendar and no clock has is none",
        arguments: [
            "2026-02-29T00:00:00Z", "2024-02-30T00:00:00Z", "1900-02-29T00:00:00Z",
            "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-06-31T00:00:00Z",
            "2026-09-31T00:00:00Z", "2026-11-31T00:00:00Z", "2026-01-32T00:00:00Z",
            "2026-12-32T00:00:00Z", "2026-01-00T00:00:00Z", "2026-00-01T00:00:00Z",
            "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T23:60:00Z",
            "2026-01-01T23:59:60Z", "2026-01-01T99:00:00Z", "2026-01-01T00:00:00+24:00",
            "2026-01-01T00:00:00+01:60", "0000-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01", "0000-00-00T00:00:00Z",
        ])
    func noSuchMoment(text: String) {
        #expect(Timestamp.milliseconds(text) == nil)
    }

    @Test(
        "A text of another form is no moment",
        arguments: [
            "", "Z", "0", "1795456992007", "2026", "2026-11-23", "2026-11-23T18:03Z",
            "2026-11-23T18:03:12", "2026-11-23 18:03:12Z", "2026-11-23t18:03:12Z",
            "2026-11-23T18:03:12z", "2026-11-23T18:03:12.Z", "2026-11-23T18:03:12,5Z",
            "2026-11-23T18:03:12.0000000001Z", "2026-11-23T18:03:12.-1Z",
            "2026-11-23T18:03:12.5", "2026-11-23T18:03:12+01", "2026-11-23T18:03:12+0100",
            "2026-11-23T18:03:12+1:00", "2026-11-23T18:03:12+01:00Z", "2026-11-23T18:03:12ZZ",
            "2026-11-23T18:03:12Z ", " 2026-11-23T18:03:12Z", "2026-11-23T18:03:12Z\n",
            "20261123T180312Z", "2026-11-23T180312Z", "2026-1-23T18:03:12Z",
            "2026-11-3T18:03:12Z", "2026-11-23T8:03:12Z", "226-11-23T18:03:12Z",
            "12026-11-23T18:03:12Z", "+2026-11-23T18:03:12Z", "-2026-11-23T18:03:12Z",
            "+12026-11-23T18:03:12Z", "2026-W47-1T18:03:12Z", "2026-327T18:03:12Z",
            "2026-11-23T18:03:1２Z", "２026-11-23T18:03:12Z", "2026-11-23T+8:03:12Z",
            "2026-11-23T18:03:12Z\u{301}", "2026-11-23T\u{301}18:03:12Z",
            "Mon, 23 Nov 2026 18:03:12 GMT",
        ])
    func otherForm(text: String) {
        #expect(Timestamp.milliseconds(text) == nil)
    }

    @Test("Every text that is written is read as the moment it was written of")
    func roundTrip() {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<20_000 {
            let moment = Int64.random(in: Timestamp.range, using: &generator)
            #expect(Timestamp.milliseconds(Timestamp.text(moment)) == moment)
        }
        for day in Int64(-719_528)...2_932_896 where day % 7 == 0 || day < -700_000 {
            let moment = day * 86_400_000
            #expect(Timestamp.milliseconds(Timestamp.text(moment)) == moment)
        }
    }

    @Test("Random text is no moment, and never a crash")
    func random() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let bytes = generator.bytes(max: 30, likely: Array("0129-:.TZ+".utf8))
            #expect(Timestamp.milliseconds(String(decoding: bytes, as: UTF8.self)) == nil)
        }
    }

    @Test(
        "What is finer than a millisecond is cut off, or rounded up",
        arguments: [("", 0), (".0009", 1), (".000000001", 1), (".001", 1), (".999999999", 1_000)])
    func rounded(fraction: String, expected: Int64) {
        let text = "1970-01-01T00:00:00\(fraction)Z"
        #expect(Timestamp.milliseconds(text, roundingUp: true) == expected)
        let isWhole = fraction.isEmpty || fraction == ".001"
        #expect(Timestamp.milliseconds(text) == (isWhole ? expected : expected - 1))
    }
}
