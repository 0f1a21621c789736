import Foundation
import HTTPServer

/// One case of `fixtures/wire`: requests that come before, the request, and the answer expected.
struct WireCase: Codable, CustomStringConvertible {
    struct Message: Codable {
        var method: String
        var target: String
        var headers: [String: String]
        var body: String

        /// The same with what earlier answers told.
        func filled(from answers: [[UInt8]]) throws -> Message {
            var copy = self
            copy.target = try WireCase.filled(target, from: answers, escaping: true)
            copy.body = try WireCase.filled(body, from: answers)
            return copy
        }

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
    /// What people do by themselves, in the words of `--approvers`.
    var approvers: String?
    /// The clock moves on by so much before the request.
    var advanceMilliseconds: Int64?
    /// The tables are taken away before the request.
    var breakStorage: Bool?
    private(set) var file: URL?

    var description: String {
        file.map { $0.pathComponents.suffix(2).joined(separator: "/") } ?? "case"
    }

    /// Text in which `${2.Arn}` stands for the member `Arn` of the second setup request's answer.
    static func filled(
        _ text: String, from answers: [[UInt8]], escaping: Bool = false
    ) throws -> String {
        let reference = try Regex(#"\$\{(\d+)\.(\w+)\}"#)
        return text.replacing(reference) { match in
            let number = match.output[1].substring.flatMap { Int($0) } ?? 0
            let member = match.output[2].substring.map(String.init) ?? ""
            let answer = try? JSONSerialization.jsonObject(with: Data(answers[number - 1]))
            let value = (answer as? [String: Any])?[member] as? String ?? "nothing"
            let unreserved = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
            let escaped = value.addingPercentEncoding(withAllowedCharacters: unreserved)
            return escaping ? escaped ?? value : value
        }
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
