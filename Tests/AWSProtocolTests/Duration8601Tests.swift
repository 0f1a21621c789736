import AWSProtocol
import Testing

@Suite("Durations of ISO 8601")
struct Duration8601Tests {
    @Test(
        "A duration is read down to the millisecond",
        arguments: [
            ("PT24H", 86_400_000), ("P1D", 86_400_000), ("PT0.5S", 500),
            ("P1DT12H", 129_600_000), ("P2W", 1_209_600_000), ("PT1M", 60_000),
            ("PT1S", 1_000), ("PT0S", 0), ("P0D", 0), ("P0W", 0), ("PT90S", 90_000),
            ("PT36H", 129_600_000), ("PT1H30M", 5_400_000), ("PT1H1S", 3_601_000),
            ("P1DT1S", 86_401_000), ("P1DT2H3M4.005S", 93_784_005), ("PT01H", 3_600_000),
            ("PT0.5H", 1_800_000), ("PT1H0.5M", 3_630_000), ("P0.5D", 43_200_000),
            ("P1.5W", 907_200_000), ("P1DT0.25H", 87_300_000), ("PT0.001S", 1),
            ("PT0.0019S", 1), ("PT0.000999999S", 0), ("PT1.999999999S", 1_999),
            ("P0.000000001W", 0), ("PT9223372036854775S", 9_223_372_036_854_775_000),
            ("PT9223372036854775.807S", .max), ("P106751991167DT7H12M55.807S", .max),
        ] as [(String, Int64)])
    func read(text: String, milliseconds: Int64) {
        #expect(Duration8601.milliseconds(text) == milliseconds)
    }

    @Test(
        "Years and months depend on a calendar and are none",
        arguments: ["P1Y", "P1M", "P1Y2M", "P1M1D", "P0Y", "P1YT1H", "P1MT1M", "P0.5Y"])
    func calendar(text: String) {
        #expect(Duration8601.milliseconds(text) == nil)
    }

    @Test(
        "A text of another form is no duration",
        arguments: [
            "", "P", "PT", "P1", "P1DT", "T1H", "1D", "D1", "PD", "PTH", "PT1", "P1H", "P1S",
            "PT1D", "PT1W", "P1W1D", "P1D1W", "P1WT1H", "PT1H1H", "PT1M1H", "PT1S1M", "PT1H1D",
            "P1DT1HT1M", "PTT1H", "P1TD", "-P1D", "+P1D", "P-1D", "P+1D", "PT-1S", "PT1H-1M",
            "p1d", "P1d", "Pt1H", "PT1h", "P 1D", "P1D ", " P1D", "P1D\n", "PT1.S", "PT.5S",
            "PT1,5S", "PT1.0000000001S", "PT1.5.5S", "PT1.5H1M", "P1.5DT1H", "PT1.0H1M",
            "PT1e3S", "PT0x1S", "PT１S", "P1D\u{301}", "P\u{301}1D", "P0001-00-01T00:00:00",
            "PT1H/PT2H", "24H", "1 day",
        ])
    func otherForm(text: String) {
        #expect(Duration8601.milliseconds(text) == nil)
    }

    @Test(
        "What Int64 cannot hold is none, and never a crash",
        arguments: [
            "PT9223372036854775.808S", "PT9223372036854776S", "PT9223372036854775807S",
            "PT9223372036854775808S", "PT18446744073709551616S", "P15250284453W",
            "P106751991168D", "P106751991167DT7H12M55.808S", "P106751991167DT8H",
            "PT2562047788015H12M56S", "PT99999999999999999999999999999999999999H",
        ])
    func overflow(text: String) {
        #expect(Duration8601.milliseconds(text) == nil)
    }

    @Test("Every number of seconds is read as such")
    func seconds() {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<5_000 {
            let seconds = Int64.random(in: 0...9_223_372_036_854_775, using: &generator)
            let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
            let parts = "P\(days)DT\(rest / 3_600)H\(rest / 60 % 60)M\(rest % 60)S"
            #expect(Duration8601.milliseconds(parts) == seconds * 1_000)
            #expect(Duration8601.milliseconds("PT\(seconds)S") == seconds * 1_000)
        }
    }

    @Test("Random text never crashes")
    func random() {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<20_000 {
            let bytes = generator.bytes(max: 24, likely: Array("PTDHMSW.0199".utf8))
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(Duration8601.milliseconds(text).map { $0 >= 0 } ?? true)
        }
    }
}
