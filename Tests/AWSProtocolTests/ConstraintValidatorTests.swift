import AWSProtocol
import Testing

@Suite("Constraint validator")
struct ConstraintValidatorTests {
    private static func string(
        _ length: ClosedRange<Int>? = nil, _ pattern: Pattern? = nil, _ values: [String] = [],
        isSensitive: Bool = false
    ) -> Shape {
        let rules = StringConstraints(length: length, pattern: pattern, values: values)
        return Shape("Text", .string(rules), isSensitive: isSensitive)
    }

    private static func structure(_ name: String, _ members: [Member]) -> Shape {
        Shape(name, .structure(members, isUnion: false))
    }

    private static let lower = Pattern("[a-z]*") { text in
        text.utf8.allSatisfy { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
    }

    /// The text for an input whose only member, `Value`, is of that shape.
    private func failure(_ value: Document?, _ shape: Shape, required: Bool = false) -> String? {
        ConstraintValidator.failure(
            Structure(["Value": value]),
            Self.structure("Input", [Member("Value", shape, required: required)]))
    }

    /// The text of one violation of `value`, after its count.
    private func one(_ value: String, _ constraint: String, at path: String = "value") -> String {
        "1 validation error detected: Value '\(value)' at '\(path)' failed to satisfy constraint: "
            + constraint
    }

    // MARK: One value

    @Test("A required member must be there, an optional one need not")
    func required() {
        #expect(
            failure(nil, Self.string(), required: true)
                == "1 validation error detected: Value null at 'value' failed to satisfy "
                + "constraint: Member must not be null")
        #expect(failure(nil, Self.string(1...2), required: false) == nil)
        #expect(failure(.string(""), Self.string(), required: true) == nil)
    }

    @Test(
        "A length within its bounds is kept, in scalars and not in bytes or characters",
        arguments: [
            "ab", "abc", "abcd", "éé", "ééé", "éééé", "😀😀", "😀😀😀😀", "e\u{301}", "e\u{301}e\u{301}",
            "a\u{0}",
            "\r\n", "👨‍👩",
        ])
    func lengthKept(text: String) {
        #expect(failure(.string(text), Self.string(2...4)) == nil)
    }

    @Test(
        "A length under its bound is broken",
        arguments: ["", "a", "é", "€", "😀", "\u{301}", "\n"])
    func tooShort(text: String) {
        #expect(
            failure(.string(text), Self.string(2...4))
                == one(text, "Member must have length greater than or equal to 2"))
    }

    @Test(
        "A length over its bound is broken",
        arguments: [
            "abcde", "ééééé", "😀😀😀😀😀", "e\u{301}e\u{301}e", "👨‍👩‍👧",
            String(repeating: "x", count: 1_000),
        ])
    func tooLong(text: String) {
        #expect(
            failure(.string(text), Self.string(2...4))
                == one(text, "Member must have length less than or equal to 4"))
    }

    @Test(
        "Lengths around wide bounds are counted exactly, whatever a scalar's bytes",
        arguments: ["a", "é", "€", "😀"])
    func wideBounds(letter: String) {
        for (count, isKept) in [(19, false), (20, true), (50, true), (100, true), (101, false)] {
            let text = String(repeating: letter, count: count)
            #expect((failure(.string(text), Self.string(20...100)) == nil) == isKept)
        }
    }

    @Test("A pattern is named as the API states it")
    func pattern() {
        #expect(failure(.string("abc"), Self.string(nil, Self.lower)) == nil)
        #expect(
            failure(.string("aBc"), Self.string(nil, Self.lower))
                == one("aBc", "Member must satisfy regular expression pattern: [a-z]*"))
    }

    @Test("An enum lists its values in their order")
    func values() {
        let shape = Self.string(nil, nil, ["ON", "OFF", "OK"])
        #expect(failure(.string("OFF"), shape) == nil)
        // The last two only look like one: with the Kelvin sign, and with a mark that combines.
        for text in ["on", "", "ON ", "ONOFF", "O\u{212a}", "ON\u{301}"] {
            #expect(
                failure(.string(text), shape)
                    == one(text, "Member must satisfy enum value set: [ON, OFF, OK]"))
        }
    }

    @Test(
        "A number is kept within its bounds and broken beyond",
        arguments: [
            (0, "greater than or equal to 1"), (1, nil), (20, nil),
            (21, "less than or equal to 20"),
            (-2_147_483_648, "greater than or equal to 1"),
            (2_147_483_647, "less than or equal to 20"),
        ] as [(Int64, String?)])
    func range(number: Int64, broken: String?) {
        let shape = Shape("Number", .integer(minimum: 1, maximum: 20))
        let expected = broken.map { one("\(number)", "Member must have value \($0)") }
        #expect(failure(.integer(number), shape) == expected)
    }

    @Test("A number may have one bound only")
    func oneBound() {
        let atLeast = Shape("Number", .integer(minimum: 1, maximum: nil))
        let atMost = Shape("Number", .integer(minimum: nil, maximum: 20))
        #expect(failure(.integer(1 << 40), atLeast) == nil)
        #expect(failure(.integer(-1 << 40), atMost) == nil)
        #expect(failure(.integer(0), atLeast) != nil)
        #expect(failure(.integer(21), atMost) != nil)
    }

    @Test("A value without constraints is kept")
    func unconstrained() {
        #expect(failure(.string("any\u{0}thing"), Self.string()) == nil)
        #expect(failure(.integer(.min), SampleAPI.number) == nil)
        #expect(failure(.boolean(false), SampleAPI.flag) == nil)
        #expect(failure(.string("not a moment"), SampleAPI.moment) == nil)
    }

    @Test("Several broken constraints of one value are told one by one, pattern before length")
    func severalOfOne() {
        let shape = Self.string(0...3, Self.lower, ["abc"])
        let text = "Value 'ABCD' at 'value' failed to satisfy constraint: "
        #expect(
            failure(.string("ABCD"), shape)
                == "3 validation errors detected: "
                + text + "Member must satisfy regular expression pattern: [a-z]*; "
                + text + "Member must satisfy enum value set: [abc]; "
                + text + "Member must have length less than or equal to 3")
    }

    // MARK: Lists and maps

    @Test(
        "The length of a list is broken on either side",
        arguments: [
            (0, "greater than or equal to 1"), (1, nil), (2, nil), (3, "less than or equal to 2"),
        ] as [(Int, String?)])
    func listLength(count: Int, broken: String?) {
        let shape = Shape("Texts", .list(element: Self.string(), length: 1...2))
        let elements = (0..<count).map { Document.string("e\($0)") }
        let shown = "[\((0..<count).map { "e\($0)" }.joined(separator: ", "))]"
        let expected = broken.map { one(shown, "Member must have length \($0)") }
        #expect(failure(.list(elements), shape) == expected)
    }

    @Test("A simple element is told on its list, with every constraint of an element")
    func listElements() {
        let shape = Shape("Texts", .list(element: Self.string(1...3, Self.lower), length: nil))
        #expect(failure(.list([.string("a"), .string("abc")]), shape) == nil)
        let all =
            "Member must satisfy constraint: [Member must have length less than or equal to 3, "
            + "Member must have length greater than or equal to 1, "
            + "Member must satisfy regular expression pattern: [a-z]*, Member must not be null]"
        #expect(
            failure(.list([.string("a"), .string("B"), .string("")]), shape) == one("[a, B, ]", all)
        )
        #expect(failure(.list([.string("abcd")]), shape) == one("[abcd]", all))
    }

    @Test("An enum's element and a number's are told with their constraints")
    func otherElements() {
        let architectures = Shape(
            "Architectures",
            .list(element: Self.string(nil, nil, ["x86_64", "arm64"]), length: nil))
        #expect(
            failure(.list([.string("X86_64")]), architectures)
                == one(
                    "[X86_64]",
                    "Member must satisfy constraint: [Member must satisfy enum value set: "
                        + "[x86_64, arm64], Member must not be null]"))
        let numbers = Shape(
            "Numbers", .list(element: Shape("N", .integer(minimum: 1, maximum: 9)), length: nil))
        #expect(
            failure(.list([.integer(1), .integer(10)]), numbers)
                == one(
                    "[1, 10]",
                    "Member must satisfy constraint: [Member must have value less than or "
                        + "equal to 9, Member must have value greater than or equal to 1, "
                        + "Member must not be null]"
                ))
    }

    @Test("A list that is too long and has a broken element is told twice")
    func listTwice() throws {
        let shape = Shape("Texts", .list(element: Self.string(1...3), length: 0...1))
        let text = try #require(failure(.list([.string(""), .string("a")]), shape))
        #expect(text.hasPrefix("2 validation errors detected: Value '[, a]' at 'value' "))
    }

    @Test("Structures beyond the length of their list are told by the length alone")
    func structuresBeyond() throws {
        let item = Shape(
            "Item", .structure([Member("Name", Self.string(1...3), required: true)], isUnion: false)
        )
        let shape = Shape("Items", .list(element: item, length: 0...1))
        let empty = Document.structure(Structure())
        let text = try #require(failure(.list([empty, empty, empty]), shape))
        #expect(text.hasPrefix("2 validation errors detected: "))
        #expect(text.contains("'value.1.member.name'") && !text.contains("'value.2.member"))
        #expect(failure(.list([empty, empty]), shape)?.contains("'value.2.member") == false)
    }

    @Test("However many structures come, a text tells of no more than the list may have")
    func structuresBounded() throws {
        let item = Shape(
            "Item",
            .structure(
                [Member("A", SampleAPI.text, required: true), Member("B", SampleAPI.text)],
                isUnion: false))
        let shape = Shape("Items", .list(element: item, length: 0...10))
        let empty = Document.structure(Structure())
        for (count, told) in [(10, 10), (11, 11), (100_000, 11)] {
            let elements = [Document](repeating: empty, count: count)
            let text = try #require(failure(.list(elements), shape))
            #expect(text.hasPrefix("\(told) validation errors detected: "))
            #expect(text.utf8.count < 5_000)
        }
    }

    @Test("Keys and values of a map are told on the map")
    func maps() {
        let shape = Shape("Tags", .map(key: Self.string(1...3), value: Self.string(0...2)))
        let key =
            "Map keys must satisfy constraint: [Member must have length less than or equal to 3, "
            + "Member must have length greater than or equal to 1, Member must not be null]"
        let value =
            "Map value must satisfy constraint: [Member must have length less than or equal to 2, "
            + "Member must have length greater than or equal to 0, Member must not be null]"
        #expect(failure(.strings([:]), shape) == nil)
        #expect(failure(.strings(["abc": "xy", "d": ""]), shape) == nil)
        #expect(failure(.strings(["b": "x", "": "y"]), shape) == one("{=y, b=x}", key))
        #expect(failure(.strings(["b": "xyz"]), shape) == one("{b=xyz}", value))
        let both = "Value '{abcd=xyz}' at 'value' failed to satisfy constraint: "
        #expect(
            failure(.strings(["abcd": "xyz"]), shape)
                == "2 validation errors detected: \(both)\(key); \(both)\(value)")
    }
}
