/// The ARN of a policy or, with a version, of one of its versions.
package struct PolicyARN: Sendable, Equatable, CustomStringConvertible {
    package enum Version: Sendable, Equatable {
        case number(Int64)
        /// `$DEFAULT`: whichever is the policy's default when it is asked for.
        case standing
    }

    package let partition: String
    /// The service and the name: the policy's own key.
    package let path: String
    package let version: Version?

    package init(partition: String, path: String, version: Version? = nil) {
        self.partition = partition
        self.path = path
        self.version = version
    }

    /// Reads `arn:aws:mpa:::aws:policy/SERVICE/NAME`, with `/1` or `/$DEFAULT` when qualified.
    ///
    /// A version counts only as it is written in ARNs: `/01` names nothing.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 7, parts[0] == "arn", !parts[1].isEmpty, parts[2] == "mpa",
            parts[3].isEmpty, parts[4].isEmpty, parts[5] == "aws"
        else { return nil }
        let names = parts[6].split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 3 || names.count == 4, names[0] == "policy",
            !names[1].isEmpty, !names[2].isEmpty
        else { return nil }
        partition = String(parts[1])
        path = "\(names[1])/\(names[2])"
        guard names.count == 4 else {
            version = nil
            return
        }
        guard let version = Self.version(names[3]) else { return nil }
        self.version = version
    }

    private static func version(_ text: Substring) -> Version? {
        if text == "$DEFAULT" { return .standing }
        guard let number = Int64(text), number > 0, String(number) == text else { return nil }
        return .number(number)
    }

    package var description: String {
        let policy = "arn:\(partition):mpa:::aws:policy/\(path)"
        return switch version {
        case nil: policy
        case .number(let number): "\(policy)/\(number)"
        case .standing: "\(policy)/$DEFAULT"
        }
    }
}
