import AWSProtocol
import Testing

@Suite("Violations")
struct ViolationTests {
    private static func text(_ name: String, _ length: ClosedRange<Int>, isSensitive: Bool = false)
        -> Shape
    {
        Shape(name, .string(StringConstraints(length: length)), isSensitive: isSensitive)
    }

    private static let short = text("Short", 1...2)
    private static let secret = text("Secret", 1...2, isSensitive: true)
    private static let approver = Shape(
        "Approver",
        .structure(
            [
                Member("PrimaryIdentityId", short, required: true), Member("Secret", secret),
                Member("Words", Shape("Words", .list(element: short, length: 0...1))),
            ], isUnion: false))
    private static let strategy = Shape(
        "Strategy",
        .structure(
            [
                Member(
                    "MofN",
                    Shape(
                        "MofN",
                        .structure(
                            [
                                Member(
                                    "MinApprovalsRequired",
                                    Shape("Min", .integer(minimum: 1, maximum: nil)), required: true
                                )
                            ], isUnion: false)))
            ], isUnion: true))
    private static let input = Shape(
        "Input",
        .structure(
            [
                Member("Name", short, required: true),
                Member("ARN", short),
                Member("Description", secret),
                Member("ApprovalStrategy", strategy),
                Member("Approvers", Shape("Approvers", .list(element: approver, length: 1...2))),
                Member(
                    "Secrets", Shape("Secrets", .list(element: secret, length: 0...1))),
                Member(
                    "Tags", Shape("Tags", .map(key: short, value: short), isSensitive: true)),
                Member("Labels", Shape("Labels", .map(key: short, value: secret))),
            ], isUnion: false))

    private func failure(_ pairs: KeyValuePairs<String, Document?>) -> String? {
        ConstraintValidator.failure(Structure(pairs), Self.input)
    }

    /// An input that lacks nothing but what is given.
    private func failure(_ name: String, _ value: Document) -> String? {
        failure(["Name": .string("n"), name: value])
    }

    private let tooLong = "Member must have length less than or equal to 2"

    @Test("A text has value, path and constraint")
    func description() {
        #expect(
            Violation(path: "a.b", value: .shown("v"), "C").description
                == "Value 'v' at 'a.b' failed to satisfy constraint: C")
        #expect(
            Violation(path: "a", value: .null, "C").description
                == "Value null at 'a' failed to satisfy constraint: C")
        #expect(
            Violation(path: "a", value: .hidden, "C").description
                == "Value at 'a' failed to satisfy constraint: C")
        #expect(
            Violation(path: "a", value: .shown(""), "C").description
                == "Value '' at 'a' failed to satisfy constraint: C")
    }

    @Test("Violations are counted and joined by semicolons")
    func counted() {
        let one = Violation(path: "a", value: .null, "C")
        let two = Violation(path: "b", value: .shown("v"), "D")
        #expect(
            ConstraintValidator.text([one])
                == "1 validation error detected: Value null at 'a' failed to satisfy constraint: C")
        #expect(
            ConstraintValidator.text([one, two])
                == "2 validation errors detected: Value null at 'a' failed to satisfy "
                + "constraint: C; Value 'v' at 'b' failed to satisfy constraint: D")
    }

    @Test("An input without fault gives no text")
    func noFault() {
        #expect(failure(["Name": .string("n")]) == nil)
        #expect(
            failure(
                "Approvers", .list([.structure(Structure(["PrimaryIdentityId": .string("p")]))]))
                == nil)
    }

    @Test("A path begins with a lower-case letter at every step")
    func paths() {
        #expect(
            failure("ARN", .string("long"))
                == "1 validation error detected: Value 'long' at 'aRN' failed to satisfy "
                + "constraint: " + tooLong)
        let mofN = Document.structure(Structure(["MinApprovalsRequired": .integer(0)]))
        #expect(
            failure("ApprovalStrategy", .structure(Structure(["MofN": mofN])))
                == "1 validation error detected: Value '0' at "
                + "'approvalStrategy.mofN.minApprovalsRequired' failed to satisfy constraint: "
                + "Member must have value greater than or equal to 1")
        let none = Document.structure(Structure(["MofN": .structure(Structure())]))
        #expect(
            failure("ApprovalStrategy", none)
                == "1 validation error detected: Value null at "
                + "'approvalStrategy.mofN.minApprovalsRequired' failed to satisfy constraint: "
                + "Member must not be null")
    }

    @Test("Structures of a list are counted from 1")
    func listMembers() {
        let good = Document.structure(Structure(["PrimaryIdentityId": .string("p")]))
        let empty = Document.structure(Structure())
        let long = Document.structure(
            Structure([
                "PrimaryIdentityId": .string("p"), "Words": .list([.string("a"), .string("b")]),
            ]))
        #expect(
            failure("Approvers", .list([good, empty]))
                == "1 validation error detected: Value null at "
                + "'approvers.2.member.primaryIdentityId' failed to satisfy constraint: "
                + "Member must not be null")
        #expect(
            failure("Approvers", .list([long, empty]))
                == "2 validation errors detected: Value '[a, b]' at 'approvers.1.member.words' "
                + "failed to satisfy constraint: Member must have length less than or equal to 1; "
                + "Value null at 'approvers.2.member.primaryIdentityId' failed to satisfy "
                + "constraint: Member must not be null")
    }

    @Test("A list of structures is shown as Java shows it, without what is sensitive")
    func shownStructures() {
        let full = Document.structure(
            Structure([
                "PrimaryIdentityId": .string("p"), "Secret": .string("s"),
                "Words": .list([.string("w")]),
            ]))
        let plain = Document.structure(Structure(["PrimaryIdentityId": .string("q")]))
        #expect(
            failure("Approvers", .list([full, plain, plain]))
                == "1 validation error detected: Value "
                + "'[Approver(primaryIdentityId=p, secret=***Sensitive Data Redacted***, "
                + "words=[w]), Approver(primaryIdentityId=q, secret=null, words=null), "
                + "Approver(primaryIdentityId=q, secret=null, words=null)]' at 'approvers' "
                + "failed to satisfy constraint: Member must have length less than or equal to 2")
    }

    @Test("Of a list that is far too long only the first hundred elements are shown")
    func longList() throws {
        let names = (1...101).map { Document.string("\($0)") }
        let shape = Shape("Words", .list(element: Self.text("Any", 0...9), length: 0...1))
        let input = Shape("Input", .structure([Member("Words", shape)], isUnion: false))
        let hundred = (1...100).map(String.init).joined(separator: ", ")
        for (count, shown) in [(100, "[\(hundred)]"), (101, "[\(hundred), ...]")] {
            let text = ConstraintValidator.failure(
                Structure(["Words": .list(Array(names.prefix(count)))]), input)
            #expect(text?.contains("Value '\(shown)' at 'words' failed") == true)
        }
    }

    @Test("A sensitive value is not shown")
    func sensitive() {
        #expect(
            failure("Description", .string("my secret"))
                == "1 validation error detected: Value at 'description' failed to satisfy "
                + "constraint: " + tooLong)
        let approver = Document.structure(
            Structure(["PrimaryIdentityId": .string("p"), "Secret": .string("my secret")]))
        #expect(
            failure("Approvers", .list([approver]))
                == "1 validation error detected: Value at 'approvers.1.member.secret' failed "
                + "to satisfy constraint: " + tooLong)
    }

    @Test("No part of a sensitive map or of sensitive elements is shown")
    func sensitiveContainers() throws {
        let tags = try #require(failure("Tags", .strings(["hush": "hidden"])))
        #expect(tags.hasPrefix("2 validation errors detected: Value at 'tags' failed to satisfy "))
        let list = try #require(
            failure("Secrets", .list([.string("hush"), .string("hidden")])))
        #expect(
            list.contains("Value '[***Sensitive Data Redacted***, ***Sensitive Data Redacted***]'"))
        let labels = try #require(failure("Labels", .strings(["long": "hidden"])))
        #expect(labels.contains("Value '{long=***Sensitive Data Redacted***}' at 'labels'"))
        for text in [tags, list, labels] {
            #expect(!text.contains("hush"))
            #expect(!text.contains("hidden"))
        }
    }

    @Test("All that is wrong is told at once, in the order of the shape")
    func everything() {
        let mofN = Document.structure(Structure(["MinApprovalsRequired": .integer(-1)]))
        #expect(
            failure([
                "ApprovalStrategy": .structure(Structure(["MofN": mofN])),
                "Description": .string(""), "Approvers": .list([]),
            ])
                == "4 validation errors detected: "
                + "Value null at 'name' failed to satisfy constraint: Member must not be null; "
                + "Value at 'description' failed to satisfy constraint: "
                + "Member must have length greater than or equal to 1; "
                + "Value '-1' at 'approvalStrategy.mofN.minApprovalsRequired' failed to satisfy "
                + "constraint: Member must have value greater than or equal to 1; "
                + "Value '[]' at 'approvers' failed to satisfy constraint: "
                + "Member must have length greater than or equal to 1")
    }
}
