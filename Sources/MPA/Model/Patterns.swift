import AWSProtocol

/// The patterns of the API as scanners: a regular expression would be compiled per request.
extension Pattern {
    static let accountID = Pattern(#"\d{12}"#) { text in
        text.utf8.count == 12 && text.utf8.allSatisfy(isDigit)
    }

    static let approvalTeamName = Pattern("[a-zA-Z0-9._-]+") { isName($0.utf8) }

    static let approvalTeamARN = Pattern(
        "arn:aws(-[^:]+)?:mpa:[a-z0-9-]{1,20}:[0-9]{12}:approval-team/[a-zA-Z0-9._-]+"
    ) { text in
        resource(of: text, kind: "approval-team").map { isName($0) } ?? false
    }

    static let sessionARN = Pattern(
        "arn:aws(-[^:]+)?:mpa:[a-z0-9-]{1,20}:[0-9]{12}:session/[a-zA-Z0-9._-]+/[a-zA-Z0-9_-]+"
    ) { text in
        guard let resource = resource(of: text, kind: "session") else { return false }
        let parts = resource.split(separator: slash, omittingEmptySubsequences: false)
        return parts.count == 2 && isName(parts[0]) && isName(parts[1]) && !parts[1].contains(dot)
    }

    static let identityCenterInstanceARN = Pattern(
        "arn:.+:sso:::instance/(?:sso)?ins-[a-zA-Z0-9-.]{16}"
    ) { text in
        // The end has a fixed form, so it is read from there.
        var rest = Array(text.utf8)[...]
        guard rest.count > 20, rest.starts(with: "arn:".utf8) else { return false }
        let id = rest.suffix(16)
        rest.removeLast(16)
        guard id.allSatisfy({ isLetterOrDigit($0) || $0 == hyphen || $0 == dot }),
            drop("ins-", from: &rest)
        else { return false }
        _ = drop("sso", from: &rest)
        guard drop(":sso:::instance/", from: &rest) else { return false }
        return rest.count > 4 && !containsLineEnd(rest)
    }

    static let qualifiedPolicyARN = Pattern(
        policySource + #"/(?:[\d]+|\$DEFAULT)"#
    ) { text in
        guard let end = text.utf8.lastIndex(of: slash) else { return false }
        let version = text.utf8[end...].dropFirst()
        let isVersion =
            version.elementsEqual("$DEFAULT".utf8)
            || (!version.isEmpty && version.allSatisfy(isDigit))
        return isVersion && isPolicy(text.utf8[..<end])
    }

    static let unqualifiedPolicyARN = Pattern(policySource) { isPolicy($0.utf8[...]) }

    static let sessionMetadataText = Pattern(#"[a-zA-Z0-9\p{P}]*"#) { text in
        text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII && isLetterOrDigit(UInt8(scalar.value)) || isPunctuation(scalar)
        }
    }

    private static let policySource =
        #"arn:.{1,63}:mpa:::aws:policy/[a-zA-Z0-9_\.-]{1,1023}/[a-zA-Z0-9_\.-]{1,1023}"#
}

private let hyphen = UInt8(ascii: "-")
private let dot = UInt8(ascii: ".")
private let slash = UInt8(ascii: "/")

/// What follows `arn:aws…:mpa:REGION:ACCOUNT:KIND/`, or nil for another kind of ARN.
private func resource(of text: String, kind: String) -> Substring.UTF8View? {
    let parts = text.utf8.split(
        separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0].elementsEqual("arn".utf8), isPartition(parts[1]),
        parts[2].elementsEqual("mpa".utf8), (1...20).contains(parts[3].count),
        parts[3].allSatisfy(isRegionCharacter), parts[4].count == 12,
        parts[4].allSatisfy(isDigit), parts[5].starts(with: kind.utf8)
    else { return nil }
    let rest = parts[5].dropFirst(kind.utf8.count)
    return rest.first == slash ? rest.dropFirst() : nil
}

private func isPartition(_ text: Substring.UTF8View) -> Bool {
    text.starts(with: "aws".utf8)
        && (text.count == 3 || (text.count > 4 && text.dropFirst(3).first == hyphen))
}

private func isRegionCharacter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || isDigit(byte) || byte == hyphen
}

private func isPolicy(_ text: Substring.UTF8View) -> Bool {
    let parts = text.split(separator: slash, omittingEmptySubsequences: false)
    guard parts.count >= 3, parts.suffix(2).allSatisfy({ isName($0) && $0.count <= 1023 })
    else { return false }
    var head = Array(text[..<parts[parts.count - 3].endIndex])[...]
    guard drop(":mpa:::aws:policy", from: &head), head.starts(with: "arn:".utf8) else {
        return false
    }
    let partition = String(decoding: head.dropFirst(4), as: UTF8.self)
    return (1...63).contains(partition.unicodeScalars.count) && !containsLineEnd(partition.utf8)
}

private func isName(_ bytes: some Collection<UInt8>) -> Bool {
    !bytes.isEmpty
        && bytes.allSatisfy {
            isLetterOrDigit($0) || $0 == hyphen || $0 == dot || $0 == UInt8(ascii: "_")
        }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func containsLineEnd(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
}

private func isPunctuation(_ scalar: UnicodeScalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
        .initialPunctuation, .finalPunctuation, .otherPunctuation:
        true
    default: false
    }
}

/// Cuts `ending` off the end of `text`, if it is there.
private func drop(_ ending: String, from text: inout ArraySlice<UInt8>) -> Bool {
    guard text.suffix(ending.utf8.count).elementsEqual(ending.utf8) else { return false }
    text.removeLast(ending.utf8.count)
    return true
}
