import Foundation
import Testing

/// The house rules that a compiler does not hold.
@Suite("House rules")
struct TidyTests {
    struct Source: Sendable, CustomStringConvertible {
        let path: String
        let text: String
        var description: String { path }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    }

    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let sources = swiftFiles("Sources")
    static let tests = swiftFiles("Tests")

    private static func swiftFiles(_ folder: String) -> [Source] {
        let files = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        var sources: [Source] = []
        while let name = files?.nextObject() as? String {
            let path = "\(folder)/\(name)"
            guard name.hasSuffix(".swift"),
                let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8)
            else { continue }
            sources.append(Source(path: path, text: text))
        }
        return sources
    }

    @Test("There are sources to look at")
    func found() {
        #expect(Self.sources.count > 50)
        #expect(Self.tests.count > 5)
    }

    @Test("Files end at 400 lines", arguments: sources + tests)
    func fileSize(source: Source) {
        #expect(source.lines.count <= 401)
    }

    @Test("Lines end at 100 columns", arguments: sources + tests)
    func lineSize(source: Source) {
        #expect(source.lines.filter { $0.count > 100 } == [])
    }

    @Test("Functions end at 50 lines", arguments: sources + tests)
    func functionSize(source: Source) throws {
        let opening = try Regex(#"^( *)(?:[a-z@(). ]+ )?(?:func |init[?(<]|deinit)"#)
        var start: (line: Int, indent: String)?
        for (number, line) in source.lines.enumerated() {
            if let match = line.firstMatch(of: opening), let indent = match.output[1].substring {
                start = (number, String(indent))
            } else if let begun = start, line == begun.indent + "}" {
                #expect(number - begun.line < 50, "\(source.path):\(begun.line + 1)")
                start = nil
            }
        }
    }

    /// Which rooms of MPA a room must not name.
    static let rooms: [(room: String, forbidden: [String])] = [
        ("Domain", ["AWSProtocol", "SQLite"]),
        ("Model", ["SQLite"]),
        ("Operations", ["SQLite"]),
        ("Faults", ["SQLite"]),
        ("State", ["SQLite"]),
        ("Store", ["AWSProtocol"]),
    ]

    @Test("The folders of MPA import only what their room may", arguments: rooms)
    func walls(room: String, forbidden: [String]) {
        let files = Self.sources.filter { $0.path.hasPrefix("Sources/MPA/\(room)/") }
        #expect(!files.isEmpty)
        for file in files {
            for line in file.lines where line.hasPrefix("import ") || line.contains(" import ") {
                let module = line.split(separator: " ").last ?? ""
                #expect(!forbidden.contains(String(module)), "\(file.path) imports \(module)")
            }
        }
    }

    @Test("SQL stands in Store and in the SQLite room alone", arguments: sources)
    func sql(source: Source) throws {
        let words = try Regex(
            #"\b(SELECT .* FROM|INSERT INTO|INSERT OR|DELETE FROM|CREATE TABLE)\b"#)
        let isAllowed =
            source.path.hasPrefix("Sources/MPA/Store/") || source.path.hasPrefix("Sources/SQLite/")
        #expect(isAllowed || source.text.firstMatch(of: words) == nil)
    }

    @Test("Domain knows neither the tables, nor the operations, nor the wire")
    func domain() {
        let foreign = [
            "Store", "Statement", "Connection", "Structure", "Document", "Shape", "JSON",
        ]
        for file in Self.sources where file.path.hasPrefix("Sources/MPA/Domain/") {
            let words = Set(
                file.text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
            #expect(words.isDisjoint(with: foreign), "\(file.path)")
        }
    }

    @Test(
        "Only the rooms that wrap C, and System in so many words, hold unsafe code",
        arguments: sources)
    func unsafeCode(source: Source) {
        let wrapsC = ["Sources/HTTPServer/", "Sources/SQLite/", "Sources/System/"]
        guard !wrapsC.contains(where: source.path.hasPrefix) else { return }
        let names = [
            "UnsafePointer", "UnsafeMutable", "UnsafeRaw", "unsafeBitCast", "import Glibc",
        ]
        #expect(!names.contains(where: source.text.contains))
    }

    @Test(
        "No source imports all of Foundation, forces, sleeps or leaves something undone",
        arguments: sources)
    func habits(source: Source) throws {
        let bad = try Regex(
            #"import Foundation$|\btry!|fatalError\(|\b(TODO|FIXME)\b|usleep\(|\.sleep\("#
        ).anchorsMatchLineEndings()
        let found = source.text.matches(of: bad).map { String(source.text[$0.range]) }
        #expect(found == [])
    }

    @Test("No source opens a connection, but for the health check", arguments: sources)
    func connections(source: Source) {
        // What a connection is reset with connects it to nothing.
        let text = source.text.replacing("connect(info.pointee.connect_fd, &nothing", with: "")
        let opens = [
            "connect(", "sendto(", "URLSession", "curl_", "AsyncHTTPClient", "getaddrinfo(",
        ]
        .contains(where: text.contains)
        let mayOpen = ["HealthProbe.swift", "ListeningSocket.swift"]
        #expect(!opens || mayOpen.contains(where: source.path.hasSuffix), "\(source.path)")
    }

    @Test("@unchecked Sendable stands with its reason on the line", arguments: sources)
    func unchecked(source: Source) {
        for line in source.lines where line.contains("@unchecked Sendable") {
            #expect(line.contains("//"), "\(source.path): \(line)")
        }
    }

    @Test("Nothing lies at the top that the design does not name")
    func topLevel() throws {
        let named: Set = [
            "Package.swift", "Sources", "Tests", "Dockerfile", "fixtures", "README.md", "Makefile",
            "CHANGELOG.md", "Package.resolved",
        ]
        let found = try FileManager.default.contentsOfDirectory(atPath: Self.root.path)
            .filter { !$0.hasPrefix(".") }
        #expect(Set(found).subtracting(named).isEmpty)
    }
}
