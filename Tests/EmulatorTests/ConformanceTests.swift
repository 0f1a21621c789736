import AWSProtocol
import Foundation
import MPA
import Testing

/// Requests that real clients were seen to send, where they lie beside the project.
@Suite("Recorded requests")
struct ConformanceTests {
    static let folder = WireCase.root.appending(path: "../shared/conformance")

    static func isPresent(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }

    struct Recording: Decodable {
        struct Case: Decodable {
            struct Sent: Decodable {
                let method: String
                let target: String
            }
            let operation: String?
            let command: String?
            let requests: [Sent]
        }
        let cases: [Case]
    }

    @Test(
        "What boto3 sent routes to the operation that was called",
        .enabled(if: isPresent("boto3-requests.json"), "the recordings are not beside the project"))
    func boto3() throws {
        let data = try Data(contentsOf: Self.folder.appending(path: "boto3-requests.json"))
        let recording = try JSONDecoder().decode(Recording.self, from: data)
        #expect(recording.cases.count > 20)
        for found in recording.cases { expectRoute(found, to: found.operation) }
    }

    @Test(
        "What the AWS CLI sent routes to the operation that was called",
        .enabled(if: isPresent("awscli-requests.json"), "the recordings are not beside the project")
    )
    func awsCLI() throws {
        let data = try Data(contentsOf: Self.folder.appending(path: "awscli-requests.json"))
        let recordings = try JSONDecoder().decode([Recording].self, from: data)
        #expect(recordings.count == 2)
        for found in recordings.flatMap(\.cases) {
            let words = found.command?.split(separator: " ") ?? []
            let name = words.dropFirst(2).first.map { word in
                word.split(separator: "-").map(\.capitalized).joined()
            }
            expectRoute(found, to: name)
        }
    }

    private func expectRoute(_ found: Recording.Case, to operation: String?) {
        let router = Router(API.operations)
        for sent in found.requests {
            let target = RawTarget(Array(sent.target.utf8))
            let match = target.flatMap { router.match(method: sent.method, target: $0) }
            #expect(match?.operation.name == operation, "\(sent.method) \(sent.target)")
        }
    }
}
