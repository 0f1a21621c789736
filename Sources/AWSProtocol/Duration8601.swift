/// ISO-8601 texts of lengths of time, such as `P1DT12H`, `PT0.5S` and `P2W`.
package enum Duration8601 {
    private struct Unit {
        let letter: Unicode.Scalar
        let milliseconds: Int64
    }

    private static let dateUnits = [
        Unit(letter: "W", milliseconds: 604_800_000), Unit(letter: "D", milliseconds: 86_400_000),
    ]
    private static let timeUnits = [
        Unit(letter: "H", milliseconds: 3_600_000), Unit(letter: "M", milliseconds: 60_000),
        Unit(letter: "S", milliseconds: 1_000),
    ]

    /// Its milliseconds; what is finer is cut off. Nil for another form, for years and months,
    /// whose length depends on the calendar, and for what Int64 cannot hold.
    package static func milliseconds(_ text: String) -> Int64? {
        var scanner = ISO8601Scanner(text)
        guard scanner.consume("P") else { return nil }
        let isTimeAlone = scanner.consume("T")
        guard var total = sum(isTimeAlone ? timeUnits : dateUnits, &scanner) else { return nil }
        if !isTimeAlone, scanner.consume("T") {
            guard let time = sum(timeUnits, &scanner) else { return nil }
            let (sum, isOver) = total.addingReportingOverflow(time)
            if isOver { return nil }
            total = sum
        }
        return scanner.isAtEnd ? total : nil
    }

    /// One component or more, each of a smaller unit than the one before.
    private static func sum(_ units: [Unit], _ scanner: inout ISO8601Scanner) -> Int64? {
        var total: Int64 = 0
        var left = units[...]
        repeat {
            guard let component = component(&left, &scanner) else { return nil }
            let (sum, isOver) = total.addingReportingOverflow(component)
            if isOver { return nil }
            total = sum
        } while !scanner.isAtEnd && !left.isEmpty && !scanner.isAt("T")
        return total
    }

    /// One component; those that may follow it stay in `units`.
    private static func component(
        _ units: inout ArraySlice<Unit>, _ scanner: inout ISO8601Scanner
    ) -> Int64? {
        guard let number = scanner.number() else { return nil }
        let hasFraction = scanner.consume(".")
        guard let billionths = hasFraction ? scanner.billionths() : 0,
            let index = units.firstIndex(where: { scanner.consume($0.letter) })
        else { return nil }
        let unit = units[index]
        units = units[(index + 1)...]
        // Nothing comes after a fraction, and weeks stand alone.
        guard scanner.isAtEnd || (!hasFraction && unit.letter != "W") else { return nil }
        let (whole, isTooLarge) = number.multipliedReportingOverflow(by: unit.milliseconds)
        let (sum, isOver) = whole.addingReportingOverflow(
            billionths * unit.milliseconds / 1_000_000_000)
        return isTooLarge || isOver ? nil : sum
    }
}
