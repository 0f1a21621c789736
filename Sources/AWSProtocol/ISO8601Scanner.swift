/// Reads a text of ISO 8601 part by part, from its front.
struct ISO8601Scanner {
    private static let fractionDigits = 9

    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text.utf8[...] }

    var isAtEnd: Bool { rest.isEmpty }

    func isAt(_ mark: Unicode.Scalar) -> Bool { rest.first == UInt8(ascii: mark) }

    /// Takes the mark, if it comes next.
    mutating func consume(_ mark: Unicode.Scalar) -> Bool {
        guard isAt(mark) else { return false }
        rest.removeFirst()
        return true
    }

    /// Takes a number of just so many digits, or of any number of them; nil for none or too many.
    mutating func number(digits count: Int? = nil) -> Int64? {
        let digits = rest.prefix(count ?? rest.count).prefix(while: isDigit)
        guard !digits.isEmpty, count == nil || digits.count == count else { return nil }
        var number: Int64 = 0
        for digit in digits {
            let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, isOver) = tens.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
            if isTooLarge || isOver { return nil }
            number = sum
        }
        rest = rest[digits.endIndex...]
        return number
    }

    /// Takes one to nine digits after a point, as billionths.
    mutating func billionths() -> Int64? {
        let count = rest.prefix(while: isDigit).count
        guard count <= Self.fractionDigits, var number = number() else { return nil }
        for _ in count..<Self.fractionDigits { number *= 10 }
        return number
    }
}
