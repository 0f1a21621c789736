import AWSProtocol
import Control
import Emulator
import FoundationEssentials
import HTTPServer

/// An answer without members.
struct Nothing: Codable, Sendable {}

extension MPALocal {
    /// Asks a control route, in this process; `path` is its segments, as they are.
    @discardableResult
    func call<Answer: Decodable>(
        _ method: String, _ path: [String], query: KeyValuePairs<String, String?> = [:],
        _ body: some Encodable = Optional<Nothing>.none
    ) throws(MPALocalError) -> Answer {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Timestamp.text(date.wholeMilliseconds))
        }
        var bytes: [UInt8] = []
        do {
            let data = try encoder.encode(body)
            if data != Data("null".utf8) { bytes = Array(data) }
        } catch {
            throw MPALocalError(status: 400, detail: "This is no JSON: \(error)", path: "$")
        }
        return try decode(answer(method, path, query: query, body: bytes))
    }

    /// The bytes that a control route answers.
    func answer(
        _ method: String, _ path: [String], query: KeyValuePairs<String, String?> = [:],
        body: [UInt8] = []
    ) throws(MPALocalError) -> [UInt8] {
        var target = "/_mpa"
        for segment in path { target += "/" + percentEncoded(segment) }
        var separator = "?"
        for (name, value) in query {
            guard let value else { continue }
            target += separator + name + "=" + percentEncoded(value)
            separator = "&"
        }
        let reply = emulator.reply(
            to: Request(
                method: method, target: Array(target.utf8),
                headers: Headers(body.isEmpty ? [] : [("Content-Type", "application/json")]),
                body: body))
        guard case .response(let response) = reply else {
            throw MPALocalError(status: 0, detail: "The answer is not there yet.", path: nil)
        }
        guard response.status < 400 else {
            let problem: Problem = try decode(response.body)
            throw MPALocalError(
                status: response.status, detail: problem.detail, path: problem.path)
        }
        return response.body
    }

    private struct Problem: Decodable {
        let detail: String
        let path: String?
    }

    private func decode<Answer: Decodable>(_ bytes: [UInt8]) throws(MPALocalError) -> Answer {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let milliseconds = Timestamp.milliseconds(text) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "\(text) is no moment")
            }
            return Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
        }
        do {
            return try decoder.decode(
                Answer.self, from: Data(bytes.isEmpty ? Array("{}".utf8) : bytes))
        } catch {
            throw MPALocalError(
                status: 0, detail: "The answer is not understood: \(error)", path: nil)
        }
    }
}

extension Date {
    /// Since 1970, rounded: a Double is a little off.
    var wholeMilliseconds: Int64 { Int64((timeIntervalSince1970 * 1_000).rounded()) }
}
