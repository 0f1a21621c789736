/// The moment of a signature, to the second.
struct SigV4Date: Equatable {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// In the basic form of ISO 8601, such as `20261123T180312Z`.
    let text: String
    /// Since 1970.
    let milliseconds: Int64

    init(milliseconds: Int64) {
        // 2026-11-23T18:03:12.007Z
        let digits = Timestamp.text(milliseconds).utf8.prefix(19).filter {
            $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":")
        }
        text = String(decoding: digits, as: UTF8.self) + "Z"
        self.milliseconds = milliseconds - (milliseconds % 1_000 + 1_000) % 1_000
    }

    /// From the basic form; nil for any other text.
    init?(basic text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z")
        else { return nil }
        func digits(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        let extended =
            "\(digits(0..<4))-\(digits(4..<6))-\(digits(6..<8))T"
            + "\(digits(9..<11)):\(digits(11..<13)):\(digits(13..<15))Z"
        guard let milliseconds = Timestamp.milliseconds(extended) else { return nil }
        self.text = text
        self.milliseconds = milliseconds
    }

    /// From the basic form, or that of a `Date` header,
    /// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7.
    init?(header text: String) {
        if let date = SigV4Date(basic: text) {
            self = date
            return
        }
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT",
            let month = Self.months.firstIndex(of: String(words[2]))
        else { return nil }
        let number = String(month + 101).dropFirst()
        let time = words[4].split(separator: ":").joined()
        self.init(basic: "\(words[3])\(number)\(words[1])T\(time)Z")
    }

    /// `20261123`, as scopes name a day.
    var day: String { String(text.prefix(8)) }

    func moved(milliseconds distance: Int64) -> SigV4Date {
        SigV4Date(milliseconds: milliseconds + distance)
    }
}
