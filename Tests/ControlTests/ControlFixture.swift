import AWSProtocol
@testable import Control
import Foundation
import HTTPServer
@testable import MPA
import Testing

/// A control plane over an empty service whose clock stands at 2026-11-23T18:03:12.123Z.
struct ControlFixture {
    struct Reply {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: [UInt8]

        subscript(_ header: String) -> String? {
            headers.first { $0.name == header }?.value
        }

        /// The members of the answer, none for one that has no body.
        var members: [String: Any] {
            let value = try? JSONSerialization.jsonObject(with: Data(body))
            return value as? [String: Any] ?? [:]
        }

        func list(_ name: String) -> [[String: Any]] { members[name] as? [[String: Any]] ?? [] }

        func text(_ name: String) -> String { members[name] as? String ?? "" }

        var detail: String { text("detail") }
        var path: String? { members["path"] as? String }
    }

    static let caller = Caller(account: "111122223333", region: "us-east-1", partition: "aws")
    static let unknownTeam = "arn:aws:mpa:us-east-1:111122223333:approval-team/none"
    static let unknownSession = "arn:aws:mpa:us-east-1:111122223333:session/none/none"

    let plane: ControlPlane
    let service: Service

    init() throws {
        var settings = ServiceSettings()
        settings.sessionPolicies = .ignore
        settings.approvalPortalURL = "http://portal/"
        service = try Service(
            store: .inMemory(), settings: settings,
            clock: EmulatorClock(frozenAt: 1_795_456_992_123))
        plane = ControlPlane(
            service: service, version: "1.2.3", storage: Structure(["kind": .string("memory")]))
    }

    /// Sends a line such as `PUT /_mpa/clock`; a body is JSON unless another type is given.
    func send(
        _ line: String, _ body: String = "", type: String? = "application/json",
        isBodyTooLarge: Bool = false
    ) -> Reply {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        let headers = body.isEmpty ? [] : type.map { [("Content-Type", $0)] } ?? []
        let reply = plane.reply(
            to: Request(
                method: words[0], target: Array(words[1].utf8), headers: Headers(headers),
                body: Array(body.utf8), isBodyTooLarge: isBodyTooLarge))
        guard case .response(let response) = reply else { preconditionFailure("it waits") }
        return Reply(status: response.status, headers: response.headers, body: response.body)
    }

    /// A call of the API itself.
    @discardableResult
    func call(_ operation: OperationName, _ body: String) throws -> Structure {
        let input = try InputDecoder(API.description(of: operation))
            .awsJSON(body: Array(body.utf8)).get()
        switch try service.perform(operation, input, for: Self.caller) {
        case .structure(let structure): return structure
        case .document(_, let structure): return structure ?? Structure()
        }
    }

    /// The ARN of a new team of u1, u2 and u3 with a threshold of two, all of them invited.
    func invitedTeam() throws -> String {
        let source = try call(
            .createIdentitySource,
            #"{"IdentitySourceParameters":{"IamIdentityCenter":{"Region":"us-east-1","#
                + #""InstanceArn":"arn:aws:sso:::instance/ssoins-0123456789abcdef"}}}"#)
        let arn = source["IdentitySourceArn"]?.string ?? ""
        let approvers = (1...3).map {
            #"{"PrimaryIdentityId":"u\#($0)","PrimaryIdentitySourceArn":"\#(arn)"}"#
        }
        let policy = "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault/1"
        let team = try call(
            .createApprovalTeam,
            #"{"Name":"team","Description":"d","ApprovalStrategy":{"MofN":"#
                + #"{"MinApprovalsRequired":2}},"Policies":[{"PolicyArn":"\#(policy)"}],"#
                + #""Approvers":[\#(approvers.joined(separator: ","))]}"#)
        return team["Arn"]?.string ?? ""
    }

    /// The same, active.
    func team() throws -> String {
        let arn = try invitedTeam()
        for number in 1...3 {
            let reply = send(
                "PUT /_mpa/approvers/u\(number)/invitations/\(percentEncoded(arn))",
                #"{"response":"ACCEPT"}"#)
            #expect(reply.status == 200)
        }
        return arn
    }

    /// The answer of StartSession for a new team.
    func start(_ more: String = "") throws -> Reply {
        send(
            "POST /_mpa/sessions",
            #"{"approvalTeamArn":"\#(try team())","actionName":"backup:DeleteVault","#
                + #""protectedResourceArn":"arn:aws:backup:::vault"\#(more)}"#)
    }

    /// The ARN of a new session, percent-encoded.
    func session() throws -> String {
        let reply = try start()
        #expect(reply.status == 201)
        return percentEncoded(reply.text("arn"))
    }

    func vote(_ person: String, _ session: String, _ members: String) -> Reply {
        send("PUT /_mpa/approvers/\(person)/sessions/\(session)", members)
    }
}
