@testable import Control
import Foundation
import Testing

/// The description of the state document, held against the reader of the state.
@Suite("Description of the state document")
struct StateDocumentTests {
    let control: ControlFixture

    init() throws { control = try ControlFixture() }

    private func schemas() -> [String: [String: Any]] {
        let document = control.send("GET /_mpa/openapi.json").members
        let components = document["components"] as? [String: Any]
        return components?["schemas"] as? [String: [String: Any]] ?? [:]
    }

    private static let team =
        #""approvalTeams":[{"account":"111122223333","name":"t","approvers":["a","b"]"#
    private static let path = "backup.amazonaws.com/CreateRestoreAccessVault"

    /// Each object by the name of its schema, in a document where it has a member `x`.
    private static let places = [
        ("State", #""x":0"#), ("StateClock", #""clock":{"x":0}"#),
        ("StateSettings", #""settings":{"x":0}"#), ("StateDirectory", #""directory":{"x":0}"#),
        ("StateUser", #""directory":{"users":[{"x":0}]}"#),
        ("StateInstance", #""directory":{"instances":[{"x":0}]}"#),
        ("StateHabit", #""habits":[{"x":0}]"#), ("StatePolicy", #""policies":[{"x":0}]"#),
        ("StatePolicyVersion", #""policies":[{"path":"\#(path)","versions":[{"x":0}]}]"#),
        ("StateIdentitySource", #""identitySources":[{"x":0}]"#),
        ("StateTeam", #""approvalTeams":[{"x":0}]"#),
        (
            "StateApprover",
            #""approvalTeams":[{"account":"111122223333","name":"t","approvers":[{"x":0}]}]"#
        ),
        ("StateDraft", team + #","statusCode":"UPDATE_PENDING_APPROVAL","draft":{"x":0}}]"#),
        ("StateSession", #""sessions":[{"x":0}]"#),
        ("StateResponse", team + #"}],"sessions":[{"teamName":"t","responses":[{"x":0}]}]"#),
        ("StateScheduledAnswer", #""scheduledAnswers":[{"x":0}]"#),
        ("StateClientToken", #""clientTokens":[{"x":0}]"#),
        ("StateMessage", #""outbox":[{"x":0}]"#),
        ("StateVerificationCode", #""verificationCodes":[{"x":0}]"#),
        ("StateEvents", #""events":{"x":0}"#),
    ]

    @Test("It has the members of every object that the reader knows", arguments: places)
    func members(name: String, text: String) throws {
        let reply = control.send("PUT /_mpa/state", #"{"formatVersion":1,\#(text)}"#)
        #expect(reply.status == 400)
        #expect(reply.path?.hasSuffix(".x") == true)
        let list = try #require(reply.detail.split(separator: "the ones known here are ").last)
        let known = list.dropLast().split(separator: ", ").map(String.init)
        let described = try #require(schemas()[name]?["properties"] as? [String: Any])
        #expect(described.keys.sorted() == known.sorted())
    }

    @Test("It has no object that the reader does not know")
    func objects() {
        let described = schemas().keys.filter { $0.hasPrefix("State") }
        #expect(described.sorted() == Self.places.map(\.0).sorted())
    }

    @Test("Both routes of the state refer to it")
    func routes() throws {
        let paths = control.send("GET /_mpa/openapi.json").members["paths"] as? [String: Any]
        let methods = try #require(paths?["/_mpa/state"] as? [String: [String: Any]])
        let response = (methods["get"]?["responses"] as? [String: Any])?["200"]
        for part in [response, methods["put"]?["requestBody"]] {
            let content = (part as? [String: Any])?["content"] as? [String: Any]
            let media = content?["application/json"] as? [String: Any]
            let schema = try #require(media?["schema"] as? [String: String])
            #expect(schema == ["$ref": "#/components/schemas/State"])
        }
    }

    @Test("Where the reader takes a text for an object, so does the description")
    func shortForms() throws {
        let users = schemas()["StateDirectory"]?["properties"] as? [String: [String: Any]]
        let items = try #require(users?["users"]?["items"] as? [String: Any])
        let forms = try #require(items["anyOf"] as? [[String: Any]])
        #expect(forms.map { $0["type"] as? String } == ["string", nil])
        #expect(forms.map { $0["$ref"] as? String } == [nil, "#/components/schemas/StateUser"])
    }
}
