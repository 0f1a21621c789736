import Emulator
import Foundation
import Logging
import Testing

@Suite("Starting with a seed")
struct SeedTests {
    @Test("A seed with a mistake leaves no database behind")
    func mistake() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let seed = folder.appending(path: "seed.json")
        try Data(#"{"formatVersion": 1, "approvalTeams": [{"account": "1"}]}"#.utf8).write(to: seed)
        var configuration = Configuration()
        configuration.port = 0
        configuration.seedPath = seed.path
        configuration.databasePath = folder.appending(path: "mpa.sqlite").path
        let error = #expect(throws: (any Error).self) {
            try Emulator.start(configuration, log: Log(level: .critical, format: .text))
        }
        #expect("\(try #require(error))".contains("$.approvalTeams[0]"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["seed.json"])
    }
}
