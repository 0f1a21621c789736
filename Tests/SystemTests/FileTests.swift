import System
import Testing

@Suite("Files")
struct FileTests {
    @Test("A file is read to its end, and not only its first block")
    func whole() throws {
        // Of a kind that is there on every machine that runs this test, and of any size.
        #expect(try File.bytes("/proc/self/exe").count > 64 * 1_024)
        #expect(try File.bytes("/dev/null").isEmpty)
    }

    @Test(
        "What cannot be read is told in the system's words",
        arguments: [
            ("/nowhere/seed.json", "No such file or directory"), ("/proc", "Is a directory"),
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
