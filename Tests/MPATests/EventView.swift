import Foundation

/// An event as its JSON tells it.
struct EventView {
    let members: [String: Any]
    let text: String

    init(_ bytes: [UInt8]) throws {
        text = String(decoding: bytes, as: UTF8.self)
        let object = try JSONSerialization.jsonObject(with: Data(bytes))
        members = object as? [String: Any] ?? [:]
    }

    var name: String { members["eventName"] as? String ?? "" }
    var isService: Bool { members["eventType"] as? String == "AwsServiceEvent" }
    var errorCode: String? { members["errorCode"] as? String }
    var details: [String: String] { members["serviceEventDetails"] as? [String: String] ?? [:] }
    var parameters: [String: Any]? { members["requestParameters"] as? [String: Any] }
    var elements: [String: Any]? { members["responseElements"] as? [String: Any] }
    var sequence: Int { members["sequence"] as? Int ?? 0 }

    /// Name and what the details say beside ids: `TeamCreationActivationSuccess ACTIVE`.
    var line: String {
        let keys = ["teamStatus", "teamStatusCode", "sessionStatus", "sessionStatusCode"]
        return ([name] + keys.compactMap { details[$0] }).joined(separator: " ")
    }
}

extension [EventView] {
    /// What MPA says of itself, a line for each.
    var lines: [String] { filter(\.isService).map(\.line) }
}
