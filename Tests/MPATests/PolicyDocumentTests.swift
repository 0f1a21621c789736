import AWSProtocol
import Testing

@testable import MPA

@Suite("Policy documents")
struct PolicyDocumentTests {
    /// The members of a statement, each of which a test can replace, or leave out with "".
    static func document(
        version: String = "\"2012-10-17\"", effect: String = "\"Allow\"",
        principal: String = "\"*\"", action: String = #""Action": "mpa:StartSession""#,
        resource: String = #""Resource": "*""#, condition: String = "", more: String = ""
    ) -> String {
        let members = [
            effect.isEmpty ? "" : "\"Effect\": \(effect)",
            principal.isEmpty ? "" : "\"Principal\": \(principal)", action, resource,
            condition.isEmpty ? "" : "\"Condition\": \(condition)", more,
        ]
        let statement = members.filter { !$0.isEmpty }.joined(separator: ", ")
        return "{\"Version\": \(version), \"Statement\": [{\(statement)}]}"
    }

    @Test("The built-in policy can be evaluated")
    func builtIn() throws {
        #expect(try PolicyDocument(text: PolicyTable.builtInDocument).statements.count == 1)
    }

    @Test(
        "Each form of each element is read",
        arguments: [
            document(), document(version: "\"2008-10-17\""), document(effect: "\"Deny\""),
            document(more: #""Sid": "s""#), document(principal: #"{"AWS": "*"}"#),
            document(principal: #"{"AWS": "111122223333"}"#),
            document(principal: #"{"AWS": ["arn:aws:iam::111122223333:root", "*"]}"#),
            document(principal: #"{"AWS": "arn:aws:sts::111122223333:assumed-role/r/s"}"#),
            document(principal: #"{"Service": "backup.amazonaws.com", "AWS": "*"}"#),
            document(action: #""NotAction": ["mpa:Get*", "*"]"#),
            document(resource: #""NotResource": "arn:aws:mpa:*""#), document(condition: "{}"),
            document(condition: #"{"Bool": {"aws:ViaAWSService": true}}"#),
            document(condition: #"{"StringEqualsIfExists": {"a": ["b", 1, false], "c": "d"}}"#),
            #"{"Statement": {"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}"#,
            #"{"Id": "i", "Statement": {"#
                + #""Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}}"#,
        ])
    func forms(text: String) throws {
        #expect(try PolicyDocument(text: text).statements.count == 1)
    }

    @Test(
        "Every operator is read, alone and with IfExists",
        arguments: PolicyCondition.Operator.allCases)
    func operators(comparison: PolicyCondition.Operator) throws {
        for (suffix, isIfExists) in [("", false), ("IfExists", true)] {
            let text = Self.document(
                condition: "{\"\(comparison.rawValue)\(suffix)\": {\"aws:PrincipalArn\": \"x\"}}")
            let condition = try PolicyDocument(text: text).statements[0].conditions[0]
            #expect(condition.comparison == comparison && condition.isIfExists == isIfExists)
        }
    }

    static let wholeErrors = [
        ("", "$", "The policy is not valid JSON: unexpected text at its end."),
        ("{", "$", "The policy is not valid JSON: unexpected text at its end."),
        ("[]", "$", "must be an object, not an array"),
        ("{}", "$", "must have the member Statement"),
        (#"{"Statement": []}"#, "$.Statement", "must not be empty"),
        (#"{"Statement": "x"}"#, "$.Statement", "must be an object, not a string"),
        (#"{"Statement": [{}, 1]}"#, "$.Statement[0]", "must have the member Effect"),
        (#"{"Statement": {}, "Statements": 1}"#, "$.Statements", "is not a member known here"),
        (#"{"Id": 1, "Statement": {}}"#, "$.Id", "must be a string, not a number"),
        (
            document(version: "\"2026-01-01\""), "$.Version",
            "must be 2012-10-17 or 2008-10-17, not 2026-01-01"
        ),
        (document(version: "1"), "$.Version", "must be a string, not a number"),
    ]

    static let statementErrors = [
        (document(effect: ""), "", "must have the member Effect"),
        (document(effect: "\"allow\""), ".Effect", "must be Allow or Deny, not allow"),
        (document(effect: "null"), ".Effect", "must be a string, not null"),
        (document(more: #""Sid": []"#), ".Sid", "must be a string, not an array"),
        (document(more: #""Actions": "*""#), ".Actions", "is not a member known here"),
        (document(more: #""NotPrincipal": "*""#), ".NotPrincipal", "is not a member known here"),
        (document(principal: ""), "", "must have the member Principal"),
        (document(principal: "\"x\""), ".Principal", "must be * or an object, not x"),
        (document(principal: "[]"), ".Principal", "must be an object, not an array"),
        (document(principal: "{}"), ".Principal", "must have the member AWS or Service"),
        (document(principal: #"{"AWS": []}"#), ".Principal.AWS", "must not be empty"),
        (
            document(principal: #"{"Federated": "x"}"#), ".Principal.Federated",
            "is not a member known here"
        ),
        (
            document(principal: #"{"Service": [true]}"#), ".Principal.Service[0]",
            "must be a string, not a boolean"
        ),
        (document(action: ""), "", "must have either Action or NotAction"),
        (
            document(more: #""NotAction": "*""#), "", "must have either Action or NotAction"
        ),
        (document(action: #""Action": []"#), ".Action", "must not be empty"),
        (document(action: #""Action": ["*", 1]"#), ".Action[1]", "must be a string, not a number"),
        (
            document(action: #""Action": "StartSession""#), ".Action",
            "must be * or begin with the prefix of a service, as mpa: is"
        ),
        (document(resource: ""), "", "must have either Resource or NotResource"),
        (document(resource: #""Resource": "team""#), ".Resource", "must be * or an ARN"),
        (document(condition: "[]"), ".Condition", "must be an object, not an array"),
        (
            document(condition: #"{"StringMatches": {}}"#), ".Condition.StringMatches",
            "is not an operator that can be evaluated"
        ),
        (
            document(condition: #"{"stringequals": {}}"#), ".Condition.stringequals",
            "is not an operator that can be evaluated"
        ),
        (
            document(condition: #"{"IfExists": {}}"#), ".Condition.IfExists",
            "is not an operator that can be evaluated"
        ),
        (
            document(condition: #"{"ForAllValues:StringEquals": {}}"#),
            ".Condition['ForAllValues:StringEquals']", "is not an operator that can be evaluated"
        ),
        (
            document(condition: #"{"Bool": "x"}"#), ".Condition.Bool",
            "must be an object, not a string"
        ),
        (
            document(condition: #"{"Bool": {"aws:ViaAWSService": null}}"#),
            ".Condition.Bool['aws:ViaAWSService']", "must be a string, not null"
        ),
        (
            document(condition: #"{"StringLike": {"a": []}}"#), ".Condition.StringLike.a",
            "must not be empty"
        ),
    ]

    @Test(
        "What cannot be evaluated is refused with its place, and allows nothing",
        arguments: wholeErrors + statementErrors.map { ($0.0, "$.Statement[0]" + $0.1, $0.2) })
    func refused(text: String, path: String, problem: String) {
        #expect(throws: PolicyDocumentError(path: path, problem: problem)) {
            try PolicyDocument(text: text)
        }
        let root = PolicyContext.Principal.aws(
            arn: "arn:aws:iam::111122223333:root", account: "111122223333")
        let context = PolicyContext(principal: root, resource: PolicyEvaluationTests.team)
        #expect(!PolicyDocument.allows(text, action: "mpa:StartSession", context))
        #expect(PolicyDocument.allows(Self.document(), action: "mpa:StartSession", context))
    }

    @Test(
        "A principal under AWS is *, an account or an ARN of IAM or STS without wildcards",
        arguments: [
            "", "11112222333", "1111222233334", "alice", "arn:aws:iam::111122223333:",
            "arn:aws:iam::111122223333:user/*", "arn:aws:iam::111122223333:user/a?",
            "arn:aws:iam:us-east-1:111122223333:user/a", "arn:aws:mpa::111122223333:user/a",
            "arn:aws:iam::1:root", "**",
        ])
    func principals(text: String) {
        let error = PolicyDocumentError(
            path: "$.Statement[0].Principal.AWS",
            problem: "must be *, an account or the ARN of a principal without wildcards")
        #expect(throws: error) {
            try PolicyDocument(text: Self.document(principal: "{\"AWS\": \"\(text)\"}"))
        }
    }

    @Test("A policy with one byte changed is read or refused, and never a crash")
    func mutations() {
        let text = Array(PolicyTable.builtInDocument.utf8)
        var refused = 0
        for index in text.indices {
            for byte in "{}[]\",:*?$1\\ e".utf8 where byte != text[index] {
                var changed = text
                changed[index] = byte
                let policy = try? PolicyDocument(text: String(decoding: changed, as: UTF8.self))
                if policy == nil { refused += 1 }
                _ = policy?.allows(action: "mpa:StartSession", PolicyEvaluationTests.context)
            }
        }
        #expect(refused > text.count)
    }

    @Test("An error tells its place before the problem")
    func description() {
        #expect(PolicyDocumentError(path: "$.a", problem: "is bad").description == "$.a: is bad")
    }
}
