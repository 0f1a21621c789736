/// Verifies signatures of Signature Version 4, in the order of the front end that AWS's services
/// share: the first thing wrong is what the client is told.
package struct SigV4Verifier: Sendable {
    /// How far a client's clock may be off.
    static let skewMilliseconds: Int64 = 5 * 60 * 1_000

    private let service: String
    private let isRegion: @Sendable (String) -> Bool

    /// `isRegion` tells which Regions a signature may be made for.
    package init(service: String, isRegion: @escaping @Sendable (String) -> Bool) {
        self.service = service
        self.isRegion = isRegion
    }

    /// Looks at the form alone; a request without a signature is in order.
    package func checkForm(_ request: SigV4Request) throws(SigV4Error) {
        guard let claim = try SigV4Claim(request) else { return }
        try Self.checkAlgorithm(claim)
        _ = try Self.elements(claim)
    }

    /// Looks at everything; `now` is the machine's time, and `key` finds what belongs to an access
    /// key id.
    package func verify(
        _ request: SigV4Request, now: Int64, key: (_ accessKeyID: String) -> SigV4Key?
    ) throws(SigV4Error) {
        try verify(request, now: now, form: SigV4Canonical.Form(), key: key)
    }

    func verify(
        _ request: SigV4Request, now: Int64, form: SigV4Canonical.Form,
        key: (_ accessKeyID: String) -> SigV4Key?
    ) throws(SigV4Error) {
        guard let claim = try SigV4Claim(request) else { throw .missing }
        try Self.checkTime(claim, SigV4Date(milliseconds: now))
        guard claim.signedHeaders.contains(where: { $0.hasBytes(of: "host") }) else {
            throw .invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.")
        }
        try Self.checkAlgorithm(claim)
        let elements = try Self.elements(claim)
        try checkScope(elements, claim.date)
        guard let key = key(elements[0]) else { throw .unrecognized }
        let canonical = SigV4Canonical(
            request: request, signedHeaders: claim.signedHeaders, form: form
        ).text
        let scope = Array(elements.dropFirst())
        let text = Self.stringToSign(canonical, claim.date, scope)
        guard key.isSignature(claim.signature, of: text, scope: scope) else {
            throw .mismatch(canonical: canonical, stringToSign: text)
        }
        guard key.isToken(claim.sessionToken) else { throw .unrecognized }
    }

    private static func checkTime(_ claim: SigV4Claim, _ now: SigV4Date) throws(SigV4Error) {
        let lifetime = claim.lifetimeSeconds.map { $0 * 1_000 } ?? skewMilliseconds
        let oldest = now.moved(milliseconds: -lifetime)
        if claim.date.milliseconds < oldest.milliseconds {
            throw .invalid(
                "Signature expired: \(claim.date.text) is now earlier than \(oldest.text) "
                    + "(\(now.text) - \(spoken(lifetime)))")
        }
        let newest = now.moved(milliseconds: skewMilliseconds)
        if claim.date.milliseconds > newest.milliseconds {
            throw .invalid(
                "Signature not yet current: \(claim.date.text) is still later than \(newest.text) "
                    + "(\(now.text) + \(spoken(skewMilliseconds)))")
        }
    }

    private static func spoken(_ milliseconds: Int64) -> String {
        milliseconds % 60_000 == 0
            ? "\(milliseconds / 60_000) min." : "\(milliseconds / 1_000) sec."
    }

    private static func checkAlgorithm(_ claim: SigV4Claim) throws(SigV4Error) {
        guard claim.algorithm.hasBytes(of: SigV4Claim.algorithm) else {
            throw .incomplete(
                "Unsupported AWS 'algorithm': '\(claim.algorithm)' (only \(SigV4Claim.algorithm) "
                    + "for now). ")
        }
    }

    /// The five elements of the credential, slashes behind them left out.
    private static func elements(_ claim: SigV4Claim) throws(SigV4Error) -> [String] {
        var elements = claim.credential.utf8.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
        ).map { String(Substring($0)) }
        while elements.last == "" { elements.removeLast() }
        guard elements.count == 5 else {
            throw .incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. "
                    + "keyid/date/region/service/term, got '\(claim.credential)'")
        }
        return elements
    }

    private func checkScope(_ elements: [String], _ date: SigV4Date) throws(SigV4Error) {
        var problems = ""
        if !isRegion(elements[2]) {
            problems += "Credential should be scoped to a valid region, not '\(elements[2])'. "
        }
        if !elements[3].hasBytes(of: service) {
            problems += "Credential should be scoped to correct service: '\(service)'. "
        }
        if !elements[4].hasBytes(of: "aws4_request") {
            problems +=
                "Credential should be scoped with a valid terminator: 'aws4_request', not "
                + "'\(elements[4])'. "
        }
        if !elements[1].hasBytes(of: date.day) {
            problems +=
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date "
                + "from HTTP: '\(elements[1])' != '\(date.day)', from '\(date.text)'."
        }
        if !problems.isEmpty { throw .invalid(problems) }
    }

    static func stringToSign(_ canonical: String, _ date: SigV4Date, _ scope: [String]) -> String {
        """
        \(SigV4Claim.algorithm)
        \(date.text)
        \(scope.joined(separator: "/"))
        \(digest(canonical))
        """
    }
}
