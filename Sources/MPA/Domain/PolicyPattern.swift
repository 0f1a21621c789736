/// A text of a policy in which `*`, `?` and `${…}` may stand for other texts,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html.
package struct PolicyPattern: Sendable, Equatable {
    private enum Part: Sendable, Equatable {
        case scalar(Unicode.Scalar)
        /// `?`
        case anyOne
        /// `*`
        case anyRun
        case variable(String)
    }

    private let parts: [Part]

    /// Without `variables`, as before the policy language of 2012-10-17, `${…}` is plain text.
    package init(_ text: String, wildcards: Bool = true, variables: Bool = true) {
        var parts: [Part] = []
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "*" where wildcards: parts.append(.anyRun)
            case "?" where wildcards: parts.append(.anyOne)
            case "$" where variables:
                parts.append(Self.variable(from: &rest) ?? .scalar("$"))
            default: parts.append(.scalar(scalar))
            }
        }
        self.parts = parts
    }

    /// What the `$` before `rest` begins; nil, and nothing is taken, if it is no variable.
    private static func variable(from rest: inout Substring.UnicodeScalarView) -> Part? {
        guard rest.first == "{", let end = rest.firstIndex(of: "}") else { return nil }
        let name = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
        // `${*}`, `${?}` and `${$}` are the signs themselves.
        if let sign = name.first, name.count == 1, "*?$".unicodeScalars.contains(sign) {
            return .scalar(sign)
        }
        return .variable(String(name))
    }

    /// True for a text that the pattern stands for; none if a variable of it has no value.
    func matches(
        _ text: String, in context: PolicyContext, ignoringCase: Bool = false
    ) -> Bool {
        guard let parts = resolved(in: context) else { return false }
        guard ignoringCase else { return Self.matches(parts[...], text.unicodeScalars) }
        return Self.matches(Self.lowercased(parts)[...], text.lowercased().unicodeScalars)
    }

    /// As `matches`, part by part of two ARNs: no wildcard reaches over one of their five colons.
    func matchesARN(_ text: String, in context: PolicyContext) -> Bool {
        guard let parts = resolved(in: context) else { return false }
        let wanted = parts.split(
            separator: .scalar(":"), maxSplits: 5, omittingEmptySubsequences: false)
        let found = text.unicodeScalars.split(
            separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard wanted.count == 6, found.count == 6 else { return false }
        return zip(wanted, found).allSatisfy { Self.matches($0, $1) }
    }

    /// True for a text that the pattern, one without variables, stands for.
    func matches(_ text: String) -> Bool { Self.matches(parts[...], text.unicodeScalars) }

    /// The pattern with its variables replaced: in their values nothing is a wildcard.
    private func resolved(in context: PolicyContext) -> [Part]? {
        var result: [Part] = []
        for part in parts {
            guard case .variable(let name) = part else {
                result.append(part)
                continue
            }
            guard let value = context[name] else { return nil }
            result += value.unicodeScalars.map(Part.scalar)
        }
        return result
    }

    private static func lowercased(_ parts: [Part]) -> [Part] {
        parts.flatMap { part in
            guard case .scalar(let scalar) = part else { return [part] }
            return String(scalar).lowercased().unicodeScalars.map(Part.scalar)
        }
    }

    /// Goes back to the last `*` alone: time grows with the product of both lengths, no faster.
    private static func matches<Text: BidirectionalCollection<Unicode.Scalar>>(
        _ parts: ArraySlice<Part>, _ text: Text
    ) -> Bool {
        var (part, place) = (parts.startIndex, text.startIndex)
        var retry: (part: Int, place: Text.Index)?
        while place < text.endIndex {
            if part < parts.endIndex, parts[part] == .anyRun {
                retry = (part + 1, place)
                part += 1
            } else if part < parts.endIndex, fits(parts[part], text[place]) {
                part += 1
                place = text.index(after: place)
            } else if let last = retry {
                place = text.index(after: last.place)
                retry = (last.part, place)
                part = last.part
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { $0 == .anyRun }
    }

    private static func fits(_ part: Part, _ scalar: Unicode.Scalar) -> Bool {
        switch part {
        case .scalar(let wanted): wanted == scalar
        case .anyOne: true
        case .anyRun, .variable: false
        }
    }
}
