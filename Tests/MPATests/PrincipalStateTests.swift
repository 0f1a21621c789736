@testable import MPA
import Testing

import class Foundation.FileManager
import struct Foundation.UUID

@Suite("Principals")
struct PrincipalStateTests {
    private static let ann =
        #"{"accessKeyId":"ANN","secretAccessKey":"s","account":"111122223333"}"#
    private static let bob =
        #"{"accessKeyId":"BOB","secretAccessKey":"t","sessionToken":"u","#
        + #""principalArn":"arn:aws:sts::111122223333:assumed-role/a/b","allow":["mpa:Get*","#
        + #"{"actions":["mpa:*"],"resources":["arn:aws:mpa:*:*:*"]}],"deny":["mpa:Delete*"]}"#

    private static func document(_ principals: String...) -> [UInt8] {
        Array(#"{"principals":[\#(principals.joined(separator: ","))]}"#.utf8)
    }

    private func keys(_ service: Service) -> [String] {
        service.principals().map(\.accessKeyID)
    }

    @Test("A key alone stands for the root of its account, who may do everything")
    func root() throws {
        let bench = try StateBench()
        try bench.service.applyCredentials(Self.document(Self.ann))
        let principal = try #require(bench.service.principal(accessKeyID: "ANN"))
        #expect(principal.arn == "arn:aws:iam::111122223333:root")
        #expect(principal.permissions == Permissions(allow: nil, deny: []))
        #expect(bench.service.principal(accessKeyID: "ann") == nil)
        #expect(!"\(principal)".contains("secret"))
        #expect("\(principal)" == "ANN of arn:aws:iam::111122223333:root")
    }

    @Test("A principal's ARN tells the account, and an action alone is on everything")
    func whole() throws {
        let bench = try StateBench()
        try bench.service.putPrincipals(Self.document(Self.bob))
        let principal = try #require(bench.service.principal(accessKeyID: "BOB"))
        #expect(principal.account == "111122223333")
        #expect(principal.permissions.allow?.first?.resources == ["*"])
        #expect(principal.permissions.allow?.count == 2)
        #expect(principal.permissions.deny.map(\.actions) == [["mpa:Delete*"]])
    }

    @Test("State documents and snapshots hold them, secrets too, and go round byte for byte")
    func roundTrip() throws {
        let bench = try StateBench()
        let bare = try bench.export()
        #expect(!bare.contains("principals"))
        try bench.load(#""principals":[\#(Self.bob),\#(Self.ann)]"#)
        let text = try bench.export()
        #expect(text.contains(#""secretAccessKey": "t""#))
        try bench.service.saveSnapshot("two")
        try bench.service.forgetPrincipals()
        try bench.service.restoreSnapshot("two")
        #expect(try bench.export() == text)
        let other = try StateBench()
        try other.service.importState(Array(text.utf8))
        #expect(try other.export() == text)
        #expect(keys(other.service) == ["ANN", "BOB"])
    }

    @Test("A document that says nothing of principals returns to those of the credentials file")
    func standard() throws {
        let bench = try StateBench()
        try bench.service.applyCredentials(Self.document(Self.ann))
        try bench.service.putPrincipals(Self.document(Self.bob))
        #expect(keys(bench.service) == ["ANN", "BOB"])
        try bench.service.reset(withSeed: false)
        #expect(keys(bench.service) == ["ANN"])
        try bench.load(#""principals":[]"#)
        #expect(keys(bench.service) == [])
        let text = try bench.export()
        #expect(text.contains(#""principals": []"#))
        try bench.service.reset(withSeed: false)
        try bench.service.importState(Array(text.utf8))
        #expect(keys(bench.service) == [])
    }

    @Test("One that is put again is replaced, and one that is not there is not found")
    func changes() throws {
        let bench = try StateBench()
        try bench.service.putPrincipals(Self.document(Self.ann, Self.bob))
        let changed = Self.ann.replacing("1111", with: "9999")
        try bench.service.putPrincipals(Self.document(changed))
        #expect(bench.service.principal(accessKeyID: "ANN")?.account == "999922223333")
        try bench.service.forgetPrincipal(accessKeyID: "ANN")
        #expect(keys(bench.service) == ["BOB"])
        #expect(throws: ControlError.self) {
            try bench.service.forgetPrincipal(accessKeyID: "ANN")
        }
    }

    @Test("A restart finds those that came in while it ran, and the file's as it says now")
    func restart() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer {
            for end in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: path + end)
            }
        }
        do {
            let bench = try StateBench(store: .file(path))
            try bench.service.applyCredentials(Self.document(Self.ann))
            try bench.service.putPrincipals(Self.document(Self.bob))
        }
        let bench = try StateBench(store: .file(path))
        #expect(keys(bench.service) == ["BOB"])
    }

    static let mistakes: [(text: String, path: String)] = [
        ("[]", "$"), ("{", "$"), ("{}", "$.principals"), (#"{"x":1}"#, "$.x"),
        (#"{"principals":{}}"#, "$.principals"), (#"{"principals":[1]}"#, "$.principals[0]"),
        (#"{"principals":[{}]}"#, "$.principals[0].accessKeyId"),
        (entry(#""accessKeyId":"a b""#), "$.principals[0].accessKeyId"),
        (entry(#""accessKeyId":"A""#), "$.principals[0].secretAccessKey"),
        (key(), "$.principals[0].account"),
        (key(#""account":"1""#), "$.principals[0].account"),
        (key(#""principalArn":"ann""#), "$.principals[0].principalArn"),
        (
            key(#""principalArn":"arn:aws:s3::111122223333:x""#),
            "$.principals[0].principalArn"
        ),
        (
            key(#""account":"444455556666","principalArn":"arn:aws:iam::111122223333:root""#),
            "$.principals[0].account"
        ),
        (rules(#""mpa:*""#), "$.principals[0].allow"),
        (rules(#"["s3:*"]"#), "$.principals[0].allow[0]"),
        (rules(#"["mpa:GetTeam"]"#), "$.principals[0].allow[0]"),
        (rules(#"["mpa:*",{}]"#), "$.principals[0].allow[1].actions"),
        (rules(#"[{"actions":[]}]"#), "$.principals[0].allow[0].actions"),
        (rules(#"[{"actions":["x"]}]"#), "$.principals[0].allow[0].actions[0]"),
        (
            rules(#"[{"actions":["mpa:*"],"resources":["*","team"]}]"#),
            "$.principals[0].allow[0].resources[1]"
        ),
        (rules(#"[{"actions":["mpa:*"],"effect":"x"}]"#), "$.principals[0].allow[0].effect"),
        (
            String(decoding: document(ann, ann), as: UTF8.self),
            "$.principals[1].accessKeyId"
        ),
    ]

    private static func entry(_ members: String) -> String {
        #"{"principals":[{\#(members)}]}"#
    }

    private static func key(_ members: String...) -> String {
        entry(
            ([#""accessKeyId":"A","secretAccessKey":"s""#] + members).joined(separator: ","))
    }

    private static func rules(_ allow: String) -> String {
        key(#""account":"111122223333""#, #""allow":\#(allow)"#)
    }

    @Test("The first mistake is told with its path, and nothing changes", arguments: mistakes)
    func mistake(text: String, path: String) throws {
        let bench = try StateBench()
        try bench.service.applyCredentials(Self.document(Self.ann))
        for take in [bench.service.applyCredentials, bench.service.putPrincipals] {
            var found: String?
            do {
                try take(Array(text.utf8))
            } catch ControlError.invalid(let place, _) { found = place }
            #expect(found == path)
        }
        #expect(keys(bench.service) == ["ANN"])
    }
}
