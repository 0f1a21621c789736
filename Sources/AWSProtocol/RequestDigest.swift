import Crypto

/// What makes two requests equal.
package enum RequestDigest {
    /// SHA-256 over every member but the idempotency token; the order in which members and map keys
    /// were sent does not count, the order of list items does.
    package static func sha256(_ input: Structure, _ shape: Shape) -> [UInt8] {
        var counted = Structure()
        for member in shape.members where !member.isIdempotencyToken {
            counted.append(member.name, input[member.name])
        }
        return Array(SHA256.hash(data: JSONWriter.encode(counted)))
    }
}
