import SQLite
import Testing

import class Foundation.FileManager
import struct Foundation.UUID

@testable import MPA

@Suite("Policy table")
struct PolicyTableTests {
    static func policy(_ path: String, default number: Int64 = 1) -> Policy {
        Policy(path: path, name: "Name of \(path)", type: .awsManaged, defaultVersion: number)
    }

    static func version(
        _ number: Int64, of path: String, status: PolicyVersion.Status = .attachable
    ) -> PolicyVersion {
        PolicyVersion(
            policyPath: path, number: number, status: status, creationTime: number * 1_000,
            lastUpdatedTime: number * 1_000 + 1, document: "{\"Id\":\"\(path) \(number)\"}")
    }

    /// Held here: what a table does ends with its store.
    private let store: Store

    init() throws { store = try .inMemory() }

    /// A store with policies of those paths beside the built-in one, each with so many versions.
    static func store(_ paths: [String], versions: Int64 = 1) throws -> Store {
        let store = try Store.inMemory()
        try fill(store, paths, versions: versions)
        return store
    }

    private static func fill(_ store: Store, _ paths: [String], versions: Int64 = 1) throws {
        for path in paths {
            try store.transaction {
                try store.policies.insert(
                    policy(path), versions: (1...versions).map { version($0, of: path) })
            }
        }
    }

    @Test("A new store has the built-in policy with its one version")
    func builtIn() throws {
        let all = try store.policies.all()
        #expect(all.count == 1 && all[0].versions.count == 1)
        #expect(all[0].policy.path == PolicyTable.builtInPath)
        #expect(all[0].policy.name == "CreateRestoreAccessVault")
        #expect(all[0].policy.type == .awsManaged && all[0].policy.defaultVersion == 1)
        #expect(all[0].versions[0].creationTime == 1_750_118_400_000)
        #expect(all[0].versions[0].status == .attachable)
    }

    @Test("What is stored is found again, whole")
    func roundTrip() throws {
        let old = Self.version(1, of: "a/b", status: .deprecated)
        let new = Self.version(7, of: "a/b")
        let policy = Policy(path: "a/b", name: "B", type: .awsRAM, defaultVersion: 7)
        try store.transaction { try store.policies.insert(policy, versions: [new, old]) }
        #expect(try store.policies.find(path: "a/b") == policy)
        #expect(try store.policies.version(of: "a/b", number: 1) == old)
        #expect(try store.policies.version(of: "a/b", number: 7) == new)
        let all = try store.policies.all()
        #expect(all.map(\.policy.path) == ["a/b", PolicyTable.builtInPath])
        #expect(all[0].policy == policy && all[0].versions == [old, new])
    }

    @Test("What is not there is not found")
    func absent() throws {
        try Self.fill(store, ["a/b"])
        #expect(try store.policies.find(path: "a/c") == nil)
        #expect(try store.policies.find(path: "A/B") == nil)
        #expect(try store.policies.version(of: "a/b", number: 2) == nil)
        #expect(try store.policies.version(of: "a/c", number: 1) == nil)
        #expect(try store.policies.versions(of: "a/c", after: 0, limit: 9).isEmpty)
    }

    @Test("Lists go by path and by number, from a place on, up to a limit")
    func lists() throws {
        try Self.fill(store, ["z/a", "a/b", "a/a"], versions: 3)
        #expect(try store.policies.list(after: "", limit: 2).map(\.path) == ["a/a", "a/b"])
        #expect(
            try store.policies.list(after: "a/b", limit: 9).map(\.path) == [
                PolicyTable.builtInPath, "z/a",
            ])
        #expect(try store.policies.list(after: "z/a", limit: 9).isEmpty)
        #expect(try store.policies.versions(of: "a/b", after: 0, limit: 2).map(\.number) == [1, 2])
        #expect(try store.policies.versions(of: "a/b", after: 2, limit: 2).map(\.number) == [3])
    }

    @Test("A policy cannot be stored twice, nor without its default version")
    func refused() throws {
        try Self.fill(store, ["a/b"])
        #expect(throws: SQLiteError.self) {
            try store.transaction {
                try store.policies.insert(
                    Self.policy("a/b"), versions: [Self.version(1, of: "a/b")])
            }
        }
        #expect(throws: SQLiteError.self) {
            try store.transaction {
                try store.policies.insert(
                    Self.policy("a/c", default: 2), versions: [Self.version(1, of: "a/c")])
            }
        }
        #expect(throws: SQLiteError.self) {
            try store.transaction {
                try store.policies.insert(
                    Self.policy("a/d"), versions: [Self.version(1, of: "a/other")])
            }
        }
        #expect(try store.policies.count() == 2)
    }

    @Test("After deleting all of them the built-in one can be stored anew")
    func reset() throws {
        try Self.fill(store, ["a/b", "a/c"], versions: 2)
        try store.transaction {
            try store.policies.deleteAll()
            #expect(try store.policies.all().isEmpty)
            #expect(try store.policies.version(of: "a/b", number: 1) == nil)
            try store.policies.insertBuiltIn()
        }
        #expect(try store.policies.all().map(\.policy.path) == [PolicyTable.builtInPath])
    }

    private func using(_ path: String, _ body: (Store) throws -> Void) throws {
        let store = try Store.file(path)
        defer { withExtendedLifetime(store) {} }
        try body(store)
    }

    @Test("A file keeps its policies, and gets the built-in one only when it has none")
    func restart() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "mpa.sqlite").path
        try using(path) { store in
            try Self.fill(store, ["a/b"], versions: 2)
        }
        try using(path) { store in
            #expect(try store.policies.all().map(\.versions.count) == [2, 1])
            try store.policies.deleteAll()
        }
        try using(path) { store in
            let all = try store.policies.all()
            #expect(all.map(\.policy.path) == [PolicyTable.builtInPath])
        }
    }
}
