import AWSProtocol
import MPA
import Testing

@Suite("Patterns")
struct PatternTests {
    static let ten = String(repeating: "a", count: 10)
    /// Texts near to what the patterns accept, and far from it.
    static let texts: [String] = {
        let account = "111122223333"
        var texts = [
            "", "a", "-", ".", "a b", "é", "t/x", "123456789012", "12345678901", "team_1.x-y",
        ]
        for partition in ["aws", "aws-cn", "aws-", "aw", "aws:x", "aws-\u{301}", "aws\u{301}"] {
            for region in ["us-east-1", "", "US", String(repeating: "a", count: 21)] {
                for tail in [
                    "approval-team/t", "approval-team/", "approval-team/a/b", "session/t/s",
                    "session/t/s.x", "session/t", "session//s", "session/t/s/u",
                    "approval-team\u{301}/t", "approval-team/\u{301}t", "\u{301}session/t/s",
                    "session/t/\u{301}s", "session/\u{212a}/s", "approval-team/\u{212a}",
                ] {
                    texts.append("arn:\(partition):mpa:\(region):\(account):\(tail)")
                }
            }
        }
        for head in [
            "arn:aws", "arn:", "arn:a:b", "arn", "arn:\n", "arn:é", "arn:\u{301}", "arn\u{301}:a",
            "arn:a\u{301}",
        ] {
            for id in [
                "ins-0123456789abcdef", "ssoins-0123456789abcdef", "ssoins-01234567.9abc-ef",
                "ssoins-0123456789abcde", "xins-0123456789abcdef", "ssoins-0123456789abcdef0",
                "\u{301}ins-0123456789abcdef", "ssoins-\u{301}0123456789abcdef",
                "ssoins-\u{212a}123456789abcdef",
            ] {
                texts.append("\(head):sso:::instance/\(id)")
            }
            for name in [
                "backup.amazonaws.com/X", "backup/X/1", "b/X/$DEFAULT", "b/X/", "b//1",
                "b/X/1a", "b/X/$default", String(repeating: "b", count: 1_024) + "/X/1", "a/b/X/1",
                "\u{301}b/X/1", "b\u{301}/X/1", "b/\u{301}X/1", "b/X\u{301}/1", "b/X/\u{301}1",
                "b/X/1\u{301}", "b/X/\u{301}$DEFAULT", "b/X/$DEFAULT\u{301}", "\u{212a}/X/1",
            ] {
                texts.append("\(head):mpa:::aws:policy/\(name)")
            }
        }
        for count in [63, 64] {
            let partition = String(repeating: "p", count: count)
            texts.append("arn:\(partition):mpa:::aws:policy/b/X/1")
            texts.append("arn:\(partition):mpa:::aws:policy/b/X")
        }
        return texts
    }()

    static let patterns: [Pattern] = {
        var found: [String: Pattern] = [:]
        for operation in API.operations {
            for shape in [operation.input, operation.output].compactMap({ $0 }) {
                collect(shape, &found)
            }
        }
        return found.values.sorted { $0.source < $1.source }
    }()

    private static func collect(_ shape: Shape, _ found: inout [String: Pattern]) {
        switch shape.kind {
        case .string(let rules): if let pattern = rules.pattern { found[pattern.source] = pattern }
        case .list(let element, _): collect(element, &found)
        case .map(let key, let value):
            collect(key, &found)
            collect(value, &found)
        case .structure(let members, _): for member in members { collect(member.shape, &found) }
        case .integer, .boolean, .timestamp, .json, .duration: break
        }
    }

    @Test(
        "Each scanner accepts exactly what its regular expression does", arguments: patterns.indices
    )
    func agreement(index: Int) throws {
        let pattern = Self.patterns[index]
        // A hyphen after a range is a literal to AWS; Swift wants it escaped.
        let source = pattern.source.replacing("[a-zA-Z0-9-.]", with: #"[a-zA-Z0-9\-.]"#)
        let expression = try Regex(source).asciiOnlyDigits().matchingSemantics(.unicodeScalar)
        for text in Self.texts {
            let isMatch = text.wholeMatch(of: expression) != nil
            #expect(pattern.matches(text) == isMatch, "\(text) against \(pattern.source)")
        }
    }

    @Test("Every pattern accepts something and refuses something among the texts")
    func coverage() {
        #expect(Self.patterns.count == 8)
        for pattern in Self.patterns {
            let accepted = Self.texts.count(where: pattern.matches)
            #expect(accepted > 0 && accepted < Self.texts.count, "\(pattern.source)")
        }
    }
}
