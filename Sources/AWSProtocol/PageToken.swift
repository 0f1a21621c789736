import Crypto
import FoundationEssentials

/// Where the next page of a list begins: opaque, and of use only to the list it came from.
package enum PageToken {
    private static let digestBytes = 8
    private static let separator = "\u{1f}"

    /// A token for the page after `position`; `context` is all that the list depends on.
    package static func encode(_ position: [String], context: [String]) -> String {
        let payload = Array(position.joined(separator: separator).utf8)
        return Data(digest(payload, context) + payload).base64EncodedString()
    }

    /// The position, or nil for a token that is garbled or belongs to another list.
    package static func decode(_ token: String, context: [String]) -> [String]? {
        guard let data = Data(base64Encoded: token), data.base64EncodedString() == token,
            data.count > digestBytes
        else { return nil }
        let payload = Array(data.dropFirst(digestBytes))
        guard Array(data.prefix(digestBytes)) == digest(payload, context) else { return nil }
        return String(validating: payload, as: UTF8.self)?.split(
            separator: Character(separator), omittingEmptySubsequences: false
        ).map(String.init)
    }

    private static func digest(_ payload: [UInt8], _ context: [String]) -> [UInt8] {
        var hash = SHA256()
        for part in context {
            hash.update(data: Array("\(part.utf8.count):\(part)".utf8))
        }
        hash.update(data: payload)
        return Array(hash.finalize().prefix(digestBytes))
    }
}
