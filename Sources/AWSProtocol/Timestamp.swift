/// ISO-8601 texts of moments, in UTC,
/// https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait.
package enum Timestamp {
    /// The years 0000 to 9999: more has no text that clients read.
    package static let range: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    /// `2026-11-23T18:03:12.007Z` from milliseconds since 1970; beyond `range` the nearest moment
    /// within it.
    package static func text(_ milliseconds: Int64) -> String {
        String(decoding: bytes(milliseconds), as: UTF8.self)
    }

    static func bytes(_ milliseconds: Int64) -> [UInt8] {
        let moment = min(max(milliseconds, range.lowerBound), range.upperBound)
        let (days, rest) = floored(moment, by: 86_400_000)
        let (year, month, day) = date(daysSince1970: days)
        var text = pattern
        write(year, endingAt: 3, 4, in: &text)
        write(month, endingAt: 6, 2, in: &text)
        write(day, endingAt: 9, 2, in: &text)
        write(rest / 3_600_000, endingAt: 12, 2, in: &text)
        write(rest / 60_000 % 60, endingAt: 15, 2, in: &text)
        write(rest / 1_000 % 60, endingAt: 18, 2, in: &text)
        write(rest % 1_000, endingAt: 22, 3, in: &text)
        return text
    }

    private static let pattern = Array("0000-00-00T00:00:00.000Z".utf8)

    /// Puts so many digits over those of the pattern.
    private static func write(
        _ number: Int64, endingAt end: Int, _ count: Int, in text: inout [UInt8]
    ) {
        var rest = number
        for place in 0..<count {
            text[end - place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// The Gregorian date, by eras of 400 years that begin in March, so a leap day ends its year.
    private static func date(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floored(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    private static func floored(_ number: Int64, by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
