import Testing

@testable import MPA

@Suite("Policy conditions")
struct PolicyConditionTests {
    private func isFulfilled(
        _ condition: String, version: String = "2012-10-17",
        _ context: PolicyContext = PolicyEvaluationTests.context
    ) throws -> Bool {
        let text = PolicyDocumentTests.document(
            version: "\"\(version)\"", condition: condition)
        return try PolicyDocument(text: text).allows(action: "mpa:StartSession", context)
    }

    static let operators: [(String, String, Bool)] = [
        ("StringEquals", "111122223333", true), ("StringEquals", "11112222333?", false),
        ("StringEquals", "*", false), ("StringEquals", "", false),
        ("StringNotEquals", "444455556666", true), ("StringNotEquals", "111122223333", false),
        ("StringNotEquals", "1*", true),
        ("StringLike", "1111*3", true), ("StringLike", "1111?2223333", true),
        ("StringLike", "*", true), ("StringLike", "1111*4", false), ("StringLike", "?", false),
        ("StringLike", "*1*2*3*", true), ("StringLike", "*3*2*", false), ("StringLike", "", false),
        ("StringLike", "111122223333?", false), ("StringLike", "111122223333*", true),
        ("StringNotLike", "1111*3", false), ("StringNotLike", "4*", true),
        ("Bool", "true", false), ("ArnEquals", "111122223333", false),
    ]

    @Test("Operators compare an account", arguments: operators)
    func account(name: String, value: String, isFulfilled: Bool) throws {
        #expect(
            try self.isFulfilled("{\"\(name)\": {\"aws:PrincipalAccount\": \"\(value)\"}}")
                == isFulfilled)
    }

    @Test(
        "Only StringEqualsIgnoreCase overlooks the case",
        arguments: [
            ("StringEqualsIgnoreCase", true), ("StringEquals", false), ("StringLike", false),
            ("StringNotEquals", true), ("StringNotLike", true),
        ])
    func letterCase(name: String, isFulfilled: Bool) throws {
        let value = "BACKUP:revokerestoreaccessbackupvault"
        #expect(
            try self.isFulfilled("{\"\(name)\": {\"mpa:RequestedOperation\": \"\(value)\"}}")
                == isFulfilled)
    }

    @Test(
        "ARNs are compared part by part",
        arguments: [
            ("arn:aws:iam::111122223333:role/Vaults", true),
            ("arn:aws:iam::111122223333:role/*", true), ("arn:*:iam::*:*", true),
            ("arn:aws:iam::11112222333?:role/V?ults", true),
            ("arn:aws:iam::${aws:PrincipalAccount}:role/Vaults", true),
            ("${aws:PrincipalArn}", true),
            ("arn:aws:iam::111122223333:role/vaults", false), ("arn:*", false), ("*", false),
            ("arn:aws:*:role/Vaults", false), ("arn:aws:iam:*:111122223333:user/*", false),
            ("arn:aws:iam:?:111122223333:role/Vaults", false),
            ("arn:aws:iam::${aws:SourceVpc}:role/Vaults", false), ("", false),
        ])
    func arns(value: String, isFulfilled: Bool) throws {
        for name in ["ArnEquals", "ArnLike"] {
            #expect(
                try self.isFulfilled("{\"\(name)\": {\"aws:PrincipalArn\": \"\(value)\"}}")
                    == isFulfilled)
        }
    }

    @Test(
        "Bool compares what the request says of services",
        arguments: [
            ("\"true\"", true), ("true", true), ("\"True\"", true), ("\"false\"", false),
            ("false", false), ("\"yes\"", false), ("1", false), ("[\"false\", \"true\"]", true),
        ])
    func bool(value: String, isFulfilled: Bool) throws {
        let condition = "{\"Bool\": {\"aws:ViaAWSService\": \(value)}}"
        #expect(try self.isFulfilled(condition) == isFulfilled)
        let direct = PolicyContext(
            principal: PolicyEvaluationTests.context.principal,
            resource: PolicyEvaluationTests.team)
        #expect(
            try self.isFulfilled("{\"Bool\": {\"aws:ViaAWSService\": \"false\"}}", direct))
    }

    @Test(
        "Of several values one is enough, and of unwanted ones none may be met",
        arguments: [
            ("StringEquals", #"["444455556666", "111122223333"]"#, true),
            ("StringEquals", #"["444455556666", "777788889999"]"#, false),
            ("StringEquals", "111122223333", true),
            ("StringNotEquals", #"["444455556666", "111122223333"]"#, false),
            ("StringNotEquals", #"["444455556666", "777788889999"]"#, true),
            ("StringNotLike", #"["4*", "1*"]"#, false), ("StringNotLike", #"["4*", "7*"]"#, true),
        ])
    func values(name: String, values: String, isFulfilled: Bool) throws {
        #expect(
            try self.isFulfilled("{\"\(name)\": {\"aws:PrincipalAccount\": \(values)}}")
                == isFulfilled)
    }

    @Test("All keys and all operators must be fulfilled")
    func conjunction() throws {
        let account = #""aws:PrincipalAccount": "111122223333""#
        let protected = #""mpa:ProtectedResourceAccount": "111122223333""#
        let wrong = #""mpa:ProtectedResourceAccount": "444455556666""#
        let service = #""Bool": {"aws:ViaAWSService": "true"}"#
        #expect(try isFulfilled("{\"StringEquals\": {\(account), \(protected)}, \(service)}"))
        #expect(try !isFulfilled("{\"StringEquals\": {\(account), \(wrong)}, \(service)}"))
        #expect(
            try !isFulfilled(
                "{\"StringEquals\": {\(account)}, \"StringLike\": {\(wrong)}, \(service)}"))
        #expect(try isFulfilled("{}"))
    }

    static let absent: [(String, Bool)] = [
        ("StringEquals", false), ("StringNotEquals", true), ("StringEqualsIgnoreCase", false),
        ("StringLike", false), ("StringNotLike", true), ("ArnEquals", false), ("ArnLike", false),
        ("Bool", false),
    ]

    @Test(
        "An absent key fulfils the negated operators, and all of them with IfExists",
        arguments: absent)
    func absentKeys(name: String, isFulfilled: Bool) throws {
        #expect(
            try self.isFulfilled("{\"\(name)\": {\"aws:SourceVpc\": \"x\"}}") == isFulfilled)
        #expect(try self.isFulfilled("{\"\(name)IfExists\": {\"aws:SourceVpc\": \"x\"}}"))
    }

    @Test("With IfExists a key that is there is compared all the same")
    func ifExists() throws {
        let key = "aws:PrincipalAccount"
        #expect(try isFulfilled("{\"StringEqualsIfExists\": {\"\(key)\": \"111122223333\"}}"))
        #expect(try !isFulfilled("{\"StringEqualsIfExists\": {\"\(key)\": \"444455556666\"}}"))
        #expect(try !isFulfilled("{\"StringNotLikeIfExists\": {\"\(key)\": \"1*\"}}"))
    }

    @Test(
        "Every key is known in any case",
        arguments: [
            ("aws:PrincipalAccount", "111122223333"), ("AWS:principalaccount", "111122223333"),
            ("aws:PrincipalArn", PolicyEvaluationTests.role), ("aws:viaawsservice", "true"),
            ("mpa:requestedOPERATION", "backup:RevokeRestoreAccessBackupVault"),
            ("MPA:ProtectedResourceAccount", "111122223333"),
        ])
    func keys(key: String, value: String) throws {
        #expect(try isFulfilled("{\"StringEquals\": {\"\(key)\": \"\(value)\"}}"))
        #expect(try !isFulfilled("{\"StringEquals\": {\"\(key)\": \"\(value)x\"}}"))
    }

    @Test(
        "A variable stands for the value of its key",
        arguments: [
            ("StringEquals", "${aws:PrincipalAccount}", true),
            ("StringEquals", "${AWS:PRINCIPALACCOUNT}", true),
            ("StringLike", "${aws:PrincipalAccount}*", true),
            ("StringLike", "?${aws:PrincipalAccount}", false),
            ("StringNotEquals", "${aws:PrincipalAccount}", false),
            ("StringEquals", "x${aws:PrincipalAccount}", false),
            ("StringEquals", "${aws:SourceVpc}", false), ("StringEquals", "${}", false),
            ("StringNotEquals", "${aws:SourceVpc}", true),
            ("StringEquals", "${aws:PrincipalAccount", false),
            ("StringEquals", "$aws:PrincipalAccount", false), ("StringEquals", "$", false),
        ])
    func variables(name: String, value: String, isFulfilled: Bool) throws {
        let condition = "{\"\(name)\": {\"mpa:ProtectedResourceAccount\": \"\(value)\"}}"
        #expect(try self.isFulfilled(condition) == isFulfilled)
        // Before 2012-10-17 the same text is only itself, which no account is.
        #expect(
            try self.isFulfilled(condition, version: "2008-10-17") == name.contains("Not"))
    }

    @Test(
        "In the value of a variable and in ${*}, ${?} and ${$} nothing is a wildcard",
        arguments: [
            ("a*b", "a${*}b", true), ("axb", "a${*}b", false), ("a?", "a${?}", true),
            ("ab", "a${?}", false), ("a$", "a${$}", true), ("a*b", "a?b", true),
        ])
    func literalSigns(operation: String, value: String, isFulfilled: Bool) throws {
        let context = PolicyContext(
            principal: PolicyEvaluationTests.context.principal,
            resource: PolicyEvaluationTests.team, requestedOperation: operation,
            protectedResourceAccount: "a*")
        #expect(
            try self.isFulfilled(
                "{\"StringLike\": {\"mpa:RequestedOperation\": \"\(value)\"}}", context)
                == isFulfilled)
        let star =
            "{\"StringLike\": {\"mpa:RequestedOperation\": \"${mpa:ProtectedResourceAccount}\"}}"
        #expect(try !self.isFulfilled(star, context))
    }

    @Test("Texts that differ in their Unicode form alone are different")
    func unicodeForms() throws {
        let context = PolicyContext(
            principal: PolicyEvaluationTests.context.principal,
            resource: PolicyEvaluationTests.team, requestedOperation: "caf\u{e9}")
        for (value, isFulfilled) in [("caf\u{e9}", true), ("cafe\u{301}", false), ("caf?", true)] {
            let name = value.contains("?") ? "StringLike" : "StringEquals"
            #expect(
                try self.isFulfilled(
                    "{\"\(name)\": {\"mpa:RequestedOperation\": \"\(value)\"}}", context)
                    == isFulfilled)
        }
    }

    @Test("Many wildcards cost no more than their number times the length")
    func manyWildcards() throws {
        let context = PolicyContext(
            principal: PolicyEvaluationTests.context.principal,
            resource: PolicyEvaluationTests.team,
            requestedOperation: String(repeating: "a", count: 2_000))
        let value = String(repeating: "a*", count: 100) + "b"
        #expect(
            try !isFulfilled(
                "{\"StringLike\": {\"mpa:RequestedOperation\": \"\(value)\"}}", context))
    }
}
