import Testing

@testable import MPA

@Suite("Policy evaluation")
struct PolicyEvaluationTests {
    static let team = "arn:aws:mpa:us-east-1:111122223333:approval-team/t-1"
    static let role = "arn:aws:iam::111122223333:role/Vaults"

    /// A role of 111122223333 that asks through AWS Backup.
    static let context = PolicyContext(
        principal: .aws(arn: role, account: "111122223333"), resource: team,
        requestedOperation: "backup:RevokeRestoreAccessBackupVault",
        protectedResourceAccount: "111122223333", isViaAWSService: true)

    private func allows(
        _ text: String, action: String = "mpa:StartSession", _ context: PolicyContext = context
    ) throws -> Bool {
        try PolicyDocument(text: text).allows(action: action, context)
    }

    @Test(
        "Actions match whatever their case, with wildcards",
        arguments: [
            ("\"mpa:StartSession\"", true), ("\"MPA:startsession\"", true), ("\"*\"", true),
            ("\"mpa:*\"", true), ("\"mpa:Start*\"", true), ("\"mpa:*Session\"", true),
            ("\"mpa:St?rtSession\"", true), ("\"mpa:S*t*n\"", true), ("\"*:*\"", true),
            ("[\"mpa:GetSession\", \"mpa:StartSession\"]", true),
            ("\"mpa:CancelSession\"", false), ("\"mpa:StartSession?\"", false),
            ("\"mpa:Start\"", false), ("\"backup:*\"", false), ("\"mpa:?tSession\"", false),
            ("[\"mpa:GetSession\", \"mpa:ListSessions\"]", false),
        ])
    func actions(element: String, isMatch: Bool) throws {
        let action = PolicyDocumentTests.document(action: "\"Action\": \(element)")
        #expect(try allows(action) == isMatch)
        let notAction = PolicyDocumentTests.document(action: "\"NotAction\": \(element)")
        #expect(try allows(notAction) == !isMatch)
    }

    @Test(
        "Resources match by their case, with wildcards and variables",
        arguments: [
            ("\"*\"", true), ("\"\(team)\"", true), ("\"arn:*\"", true),
            ("\"arn:aws:mpa:*:111122223333:approval-team/*\"", true), ("\"\(team)*\"", true),
            ("\"arn:aws:mpa:us-east-1:${aws:PrincipalAccount}:approval-team/t-?\"", true),
            ("[\"arn:aws:s3:::b\", \"\(team)\"]", true),
            ("\"arn:aws:mpa:us-east-1:111122223333:approval-team/T-1\"", false),
            ("\"\(team)?\"", false), ("\"arn:aws:mpa:us-east-1:111122223333:session/*\"", false),
            ("\"arn:aws:mpa:us-east-1:${aws:SourceVpc}:approval-team/t-1\"", false),
            ("[\"arn:aws:s3:::b\", \"arn:aws:mpa\"]", false),
        ])
    func resources(element: String, isMatch: Bool) throws {
        let resource = PolicyDocumentTests.document(resource: "\"Resource\": \(element)")
        #expect(try allows(resource) == isMatch)
        let notResource = PolicyDocumentTests.document(resource: "\"NotResource\": \(element)")
        #expect(try allows(notResource) == !isMatch)
    }

    @Test(
        "Principals match by account, by ARN or as everybody",
        arguments: [
            ("\"*\"", true), (#"{"AWS": "*"}"#, true), (#"{"AWS": "111122223333"}"#, true),
            (#"{"AWS": "arn:aws:iam::111122223333:root"}"#, true), ("{\"AWS\": \"\(role)\"}", true),
            ("{\"AWS\": [\"444455556666\", \"\(role)\"]}", true),
            (#"{"Service": "backup.amazonaws.com", "AWS": "111122223333"}"#, true),
            (#"{"AWS": "444455556666"}"#, false),
            (#"{"AWS": "arn:aws-cn:iam::111122223333:root"}"#, false),
            (#"{"AWS": "arn:aws:iam::111122223333:role/vaults"}"#, false),
            (#"{"AWS": "arn:aws:iam::111122223333:role/Vaults2"}"#, false),
            (#"{"AWS": ["444455556666", "777788889999"]}"#, false),
            (#"{"Service": "backup.amazonaws.com"}"#, false),
        ])
    func principals(element: String, isMatch: Bool) throws {
        #expect(try allows(PolicyDocumentTests.document(principal: element)) == isMatch)
    }

    @Test(
        "A service is matched by its name, and is no account",
        arguments: [
            ("\"*\"", true), (#"{"Service": "backup.amazonaws.com"}"#, true),
            (#"{"Service": ["x.amazonaws.com", "backup.amazonaws.com"]}"#, true),
            (#"{"AWS": "*"}"#, false), (#"{"AWS": "111122223333"}"#, false),
            (#"{"Service": "payment-cryptography.amazonaws.com"}"#, false),
            (#"{"Service": "*"}"#, false),
        ])
    func service(element: String, isMatch: Bool) throws {
        let context = PolicyContext(
            principal: .service("backup.amazonaws.com"), resource: Self.team)
        #expect(try allows(PolicyDocumentTests.document(principal: element), context) == isMatch)
    }

    @Test(
        "A service has no account and no ARN for conditions",
        arguments: ["aws:PrincipalAccount", "aws:PrincipalArn"])
    func serviceKeys(key: String) throws {
        let context = PolicyContext(
            principal: .service("backup.amazonaws.com"), resource: Self.team)
        let text = PolicyDocumentTests.document(condition: "{\"StringLike\": {\"\(key)\": \"*\"}}")
        #expect(try !allows(text, context))
        #expect(try allows(text))
    }

    @Test("A denial wins, wherever it stands")
    func deny() throws {
        let allow = #"{"Effect":"Allow","Principal":"*","Action":"mpa:*","Resource":"*"}"#
        let deny = #"{"Effect":"Deny","Principal":"*","Action":"mpa:Start*","Resource":"*"}"#
        for statements in ["\(allow),\(deny)", "\(deny),\(allow)"] {
            let text = "{\"Statement\":[\(statements)]}"
            #expect(try !allows(text))
            #expect(try allows(text, action: "mpa:CancelSession"))
        }
        #expect(try !allows("{\"Statement\":[\(deny)]}", action: "mpa:CancelSession"))
    }

    @Test("A denial whose condition is not met denies nothing")
    func conditionalDeny() throws {
        let allow = #"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#
        let deny =
            #"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","#
            + #""Condition":{"Bool":{"aws:ViaAWSService":"false"}}}"#
        let text = "{\"Statement\":[\(allow),\(deny)]}"
        #expect(try allows(text))
        let direct = PolicyContext(principal: Self.context.principal, resource: Self.team)
        #expect(try !allows(text, direct))
    }

    @Test(
        "The built-in policy allows a vault's owner to start and cancel sessions through a service")
    func builtIn() throws {
        let text = PolicyTable.builtInDocument
        #expect(try allows(text) && allows(text, action: "mpa:CancelSession"))
        #expect(try !allows(text, action: "mpa:GetSession"))
        let others = [
            PolicyContext(
                principal: Self.context.principal, resource: Self.team,
                requestedOperation: "backup:CreateRestoreAccessBackupVault",
                protectedResourceAccount: "111122223333", isViaAWSService: true),
            PolicyContext(
                principal: Self.context.principal, resource: Self.team,
                requestedOperation: "backup:RevokeRestoreAccessBackupVault",
                protectedResourceAccount: "444455556666", isViaAWSService: true),
            PolicyContext(
                principal: Self.context.principal, resource: Self.team,
                requestedOperation: "backup:RevokeRestoreAccessBackupVault",
                protectedResourceAccount: "111122223333"),
            PolicyContext(principal: Self.context.principal, resource: Self.team),
        ]
        for other in others { #expect(try !allows(text, other)) }
    }
}
