import MPALocalTesting
import TestSupport

/// Calls of the API over HTTP, as code under test makes them.
struct Client {
    let port: UInt16
    var account = "123456789012"

    init(_ server: MPALocal, account: String = "123456789012") {
        port = UInt16(server.port)
        self.account = account
    }

    /// Status and JSON of an answer.
    func call(
        _ line: String, _ body: String = "", headers: String = ""
    ) throws -> (status: Int, text: String) {
        let client = try RawClient(port: port)
        let scope = "\(account)/20260301/us-east-1/mpa/aws4_request"
        try client.send(
            "\(line) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\(headers)"
                + "Authorization: AWS4-HMAC-SHA256 Credential=\(scope), SignedHeaders=host, "
                + "Signature=0\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        let answer = try client.readResponse()
        return (answer.status, answer.text)
    }

    func createSource(token: String? = nil) throws -> (status: Int, text: String) {
        let token = token.map { #","ClientToken":"\#($0)""# } ?? ""
        return try call(
            "POST /identity-sources",
            #"{"IdentitySourceParameters":{"IamIdentityCenter":{"Region":"us-east-1","#
                + #""InstanceArn":"arn:aws:sso:::instance/ssoins-0123456789abcdef"}}\#(token)}"#)
    }

    /// The ARN of a new team with a threshold of two.
    func createTeam(_ people: [String], name: String = "vault-keepers") throws -> String {
        let source = "arn:aws:mpa:us-east-1:\(account):identity-source/IamIdentityCenter"
        let approvers = people.map {
            #"{"PrimaryIdentityId":"\#($0)","PrimaryIdentitySourceArn":"\#(source)"}"#
        }
        let policy = "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault/1"
        let answer = try call(
            "POST /approval-teams",
            #"{"Name":"\#(name)","Description":"Two of three","ApprovalStrategy":{"MofN":"#
                + #"{"MinApprovalsRequired":2}},"Policies":[{"PolicyArn":"\#(policy)"}],"#
                + #""Approvers":[\#(approvers.joined(separator: ","))]}"#)
        let start = #""Arn":""#
        guard answer.status == 200, let range = answer.text.firstRange(of: start) else {
            throw StoryError(text: answer.text)
        }
        return String(answer.text[range.upperBound...].prefix { $0 != "\"" })
    }
}

struct StoryError: Error {
    let text: String
}

extension MPALocal {
    /// The ARN of a new team that is active.
    func activeTeam(_ people: [String] = ["ann", "bob", "cleo"]) throws -> String {
        let client = Client(self)
        _ = try client.createSource()
        let team = try client.createTeam(people)
        for name in people { try person(name).accept(team) }
        return team
    }

    func start(by team: String) throws -> Session {
        try sessions.start(
            "backup:RevokeRestoreAccessBackupVault", by: team,
            on: "arn:aws:backup:us-east-1:123456789012:backup-vault:v", comment: "please")
    }
}
