import AWSProtocol
import MPA

/// Shapes that several routes share.
enum ControlShapes {
    static let text = Shape("Text", .string(StringConstraints()))
    static let count = Shape("Count", .integer(minimum: 0, maximum: nil))
    static let whole = Shape("Whole", .integer(minimum: nil, maximum: nil))
    static let flag = Shape("Flag", .boolean)
    static let time = Shape("Time", .timestamp)
    static let json = Shape("JSON", .json)
    /// JSON of any type, in answers.
    static let anything = Shape("Anything", .json)
    static let limit = Shape("Limit", .integer(minimum: 1, maximum: 1_000))
    static let pageSize: Int64 = 100
    /// Where a list goes on: its entries are numbered from 1, as far as JSON's numbers are exact.
    static let position = Shape(
        "Position", .integer(minimum: 0, maximum: 9_007_199_254_740_991))
    /// How long somebody waits for something new, a minute at most.
    static let wait = Shape("Wait", .duration(.either, millisecondsMax: 60_000))
    static let person = Shape("Person", .string(StringConstraints(length: 1...100)))

    /// As far as the clock goes.
    static func duration(_ form: DurationForm) -> Shape {
        Shape("Duration", .duration(form, millisecondsMax: Service.latestTime))
    }

    static func choice<Value: CaseIterable & RawRepresentable>(_ type: Value.Type) -> Shape
    where Value.RawValue == String {
        choice(Value.allCases.map(\.rawValue))
    }

    static func choice(_ values: [String]) -> Shape {
        Shape("Choice", .string(StringConstraints(values: values)))
    }

    static func object(_ name: String, _ members: [Member]) -> Shape {
        Shape(name, .structure(members, isUnion: false))
    }

    static func list(of element: Shape) -> Shape {
        Shape("\(element.name)List", .list(element: element, length: nil))
    }

    /// An answer that lists resources of one kind below one name.
    static func page(_ name: String, _ member: String, of element: Shape) -> Shape {
        object(name, [Member(member, list(of: element), required: true)])
    }
}

extension Member {
    /// A member of an answer that is always there.
    static func always(_ name: String, _ shape: Shape) -> Member {
        Member(name, shape, required: true)
    }
}

extension Structure {
    /// An answer with one list of resources.
    static func page(_ member: String, _ entries: [Structure]) -> Structure {
        Structure([member: .list(entries.map(Document.structure))])
    }
}

/// A JSON number of seconds, with just the decimals that it needs.
func seconds(_ milliseconds: Int64) -> Document {
    let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
    guard rest != 0 else { return .integer(whole) }
    var decimals = String(rest + 1_000).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    return .json(Array("\(whole).\(decimals)".utf8))
}

/// Escapes all but what stands for itself anywhere in a URL.
package func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            bytes.append(byte)
        default:
            bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
