import Foundation
import System
import Testing

@Suite("Files")
struct FileTests {
    @Test("A file is read to its end, and not only its first block")
    func whole() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
        try Data(bytes).write(to: file)
        #expect(try File.bytes(file.path) == bytes)
        #expect(try File.bytes("/dev/null").isEmpty)
    }

    @Test(
        "What cannot be read is told in the system's words",
        arguments: [
            ("/nowhere/seed.json", "No such file or directory"), ("/proc", "Is a directory"),
            ("/dev/zero", "File too large"),
        ])
    func failure(path: String, text: String) {
        do {
            _ = try File.bytes(path)
            Issue.record("\(path) was read")
        } catch {
            #expect(error.description == text)
        }
    }
}
