import Foundation
import HTTPServer

/// One case of `fixtures/wire`: requests that come before, the request, and the answer expected.
struct WireCase: Codable, CustomStringConvertible {
    struct Message: Codable {
        var method: String
        var target: String
        var headers: [String: String]
        var body: String

        var request: Request {
            Request(
                method: method, target: Array(target.utf8),
                headers: Headers(headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }),
                body: Array(body.utf8))
        }
    }

    struct Answer: Codable, Equatable {
        var status: Int?
        var contentType: String?
        var errorType: String?
        var body: String?
    }

    var setup: [Message]
    var request: Message
    var response: Answer
    var transitionDelayMilliseconds: Int64?
    /// The tables are taken away before the request.
    var breakStorage: Bool?
    private(set) var file: URL?

    var description: String {
        file.map { $0.pathComponents.suffix(2).joined(separator: "/") } ?? "case"
    }

    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let all: [WireCase] = {
        let folder = root.appending(path: "fixtures/wire")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var cases: [WireCase] = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "json" else { continue }
            do {
                var found = try JSONDecoder().decode(WireCase.self, from: Data(contentsOf: file))
                found.file = file
                cases.append(found)
            } catch {
                preconditionFailure("\(file.path): \(error)")
            }
        }
        return cases.sorted { $0.description < $1.description }
    }()

    /// Writes the case anew with the answer that was given.
    func record(_ answer: Answer) throws {
        guard let file else { return }
        var recorded = self
        recorded.response = answer
        recorded.file = nil
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(recorded) + Data("\n".utf8)).write(to: file)
    }
}
