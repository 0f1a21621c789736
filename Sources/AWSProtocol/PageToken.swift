import Crypto
import FoundationEssentials

/// Where the next page of a list begins: opaque, and of use only to the list it came from.
package enum PageToken {
    private static let digestBytes = 8

    /// A token for the page after `position`; `context` is all that the list depends on.
    package static func encode(_ position: [String], context: [String]) -> String {
        var writer = JSONWriter()
        writer.write(.list(position.map(Document.string)))
        return Data(digest(writer.bytes, context) + writer.bytes).base64EncodedString()
    }

    /// The position, or nil for a token that is garbled or belongs to another list.
    package static func decode(_ token: String, context: [String]) -> [String]? {
        guard let data = Data(base64Encoded: token), data.base64EncodedString() == token,
            data.count > digestBytes
        else { return nil }
        let payload = Array(data.dropFirst(digestBytes))
        guard Array(data.prefix(digestBytes)) == digest(payload, context) else { return nil }
        return try? texts(payload)
    }

    // The digest is no secret, so a payload may be anything all the same.
    private static func texts(_ payload: [UInt8]) throws(FrameworkError) -> [String] {
        let other = FrameworkError.serialization("A page token holds a list of texts.")
        var reader = JSONReader(payload)
        var texts: [String] = []
        guard try reader.peek() == .array else { throw other }
        try reader.readArray { reader throws(FrameworkError) in
            guard try reader.peek() == .string else { throw other }
            texts.append(try reader.readString())
        }
        try reader.finish()
        return texts
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
