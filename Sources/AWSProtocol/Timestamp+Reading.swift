extension Timestamp {
    /// Milliseconds since 1970 of a text such as `2026-11-23T19:03:12.5+01:00`; what is finer is
    /// cut off, or rounded up. Nil for another form, a day that no calendar has, and years beyond
    /// 0000 to 9999.
    package static func milliseconds(_ text: String, roundingUp: Bool = false) -> Int64? {
        var scanner = ISO8601Scanner(text)
        guard let days = days(&scanner), scanner.consume("T"),
            let time = timeOfDay(&scanner, roundingUp), let offset = offset(&scanner),
            scanner.isAtEnd
        else { return nil }
        let moment = days * 86_400_000 + time - offset
        return range.contains(moment) ? moment : nil
    }

    private static func days(_ scanner: inout ISO8601Scanner) -> Int64? {
        guard let year = scanner.number(digits: 4), scanner.consume("-"),
            let month = scanner.number(digits: 2), (1...12).contains(month), scanner.consume("-"),
            let day = scanner.number(digits: 2), (1...length(of: month, year)).contains(day)
        else { return nil }
        return days(year, month, day)
    }

    private static func timeOfDay(
        _ scanner: inout ISO8601Scanner, _ roundingUp: Bool
    ) -> Int64? {
        guard let minutes = minutes(&scanner), scanner.consume(":"),
            let second = scanner.number(digits: 2), second < 60
        else { return nil }
        let whole = minutes * 60_000 + second * 1_000
        guard scanner.consume(".") else { return whole }
        let least: Int64 = roundingUp ? 999_999 : 0
        return scanner.billionths().map { whole + ($0 + least) / 1_000_000 }
    }

    /// How many milliseconds the clock on that wall is ahead of UTC.
    private static func offset(_ scanner: inout ISO8601Scanner) -> Int64? {
        if scanner.consume("Z") { return 0 }
        if scanner.consume("+") { return minutes(&scanner).map { $0 * 60_000 } }
        return scanner.consume("-") ? minutes(&scanner).map { $0 * -60_000 } : nil
    }

    private static func minutes(_ scanner: inout ISO8601Scanner) -> Int64? {
        guard let hour = scanner.number(digits: 2), hour < 24, scanner.consume(":"),
            let minute = scanner.number(digits: 2), minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    private static func length(of month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// Days since 1970, counted in years that begin in March, so a leap day ends its year.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        // One era of 400 years more, so that no quotient is of a negative number.
        let marchYear = (month <= 2 ? year - 1 : year) + 400
        let marchMonth = month <= 2 ? month + 9 : month - 3
        let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
        return marchYear * 365 + leapDays + (153 * marchMonth + 2) / 5 + day - 1
            - 719_468 - 146_097
    }
}
