/// What a request says of its own signature, in its header or in its query.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
package struct SigV4Claim: Sendable {
    static let algorithm = "AWS4-HMAC-SHA256"

    let algorithm: String
    let credential: String
    let signedHeaders: [String]
    let signature: String
    let date: SigV4Date
    let sessionToken: String?
    /// How long a presigned request holds; nil for others.
    let lifetimeSeconds: Int64?

    /// Nil for a request without a signature.
    ///
    /// - Throws: incomplete for one that lacks something, or whose date is none.
    package init?(_ request: SigV4Request) throws(SigV4Error) {
        let header = request.header("authorization")
        guard request.query.contains(where: { $0.name.hasBytes(of: "X-Amz-Algorithm") }) else {
            guard let header else { return nil }
            try self.init(header: header, request)
            return
        }
        if header != nil {
            throw .invalid(
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP "
                    + "header.")
        }
        try self.init(query: request)
    }

    private init(header: String, _ request: SigV4Request) throws(SigV4Error) {
        let words = header.utf8.split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") }
            .map { String(Substring($0)) }
        func parameter(_ name: String) -> String? {
            let start = name + "="
            return words.first {
                $0.utf8.starts(with: start.utf8) && $0.utf8.count > name.count + 1
            }
            .map { String($0.dropFirst(start.count)) }
        }
        var problems = ""
        for name in ["Credential", "Signature", "SignedHeaders"] where parameter(name) == nil {
            problems += "Authorization header requires '\(name)' parameter. "
        }
        let amzDate = request.header("x-amz-date")
        let date = amzDate ?? request.header("date")
        if date == nil {
            problems +=
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' "
                + "header. "
        }
        guard problems.isEmpty, let date, let credential = parameter("Credential"),
            let signature = parameter("Signature"), let names = parameter("SignedHeaders")
        else { throw .incomplete(problems + "Authorization=\(header)") }
        algorithm = words.first ?? ""
        (self.credential, self.signature) = (credential, signature)
        signedHeaders = Self.names(names)
        self.date = try Self.date(
            date, amzDate == nil ? SigV4Date(header: date) : SigV4Date(basic: date))
        sessionToken = request.header("x-amz-security-token")
        lifetimeSeconds = nil
    }

    private init(query request: SigV4Request) throws(SigV4Error) {
        var problems = ""
        let needed = ["Algorithm", "Credential", "Signature", "SignedHeaders", "Date"]
        for name in needed where request.item("X-Amz-\(name)") == nil {
            problems += "AWS query-string parameters must include 'X-Amz-\(name)'. "
        }
        guard problems.isEmpty, let algorithm = request.item("X-Amz-Algorithm"),
            let credential = request.item("X-Amz-Credential"),
            let signature = request.item("X-Amz-Signature"),
            let names = request.item("X-Amz-SignedHeaders"),
            let date = request.item("X-Amz-Date")
        else { throw .incomplete(problems + "Re-examine the query-string parameters.") }
        (self.algorithm, self.credential, self.signature) = (algorithm, credential, signature)
        signedHeaders = Self.names(names)
        self.date = try Self.date(date, SigV4Date(basic: date))
        sessionToken = request.item("X-Amz-Security-Token")
        lifetimeSeconds = try Self.lifetime(request.item("X-Amz-Expires"))
    }

    /// Each name once: repeated, short names would make long texts of the values.
    private static func names(_ text: String) -> [String] {
        var seen: Set<String> = []
        return text.utf8.split(separator: UInt8(ascii: ";")).map { token($0) }
            .filter { seen.insert($0).inserted }
    }

    private static func date(_ text: String, _ date: SigV4Date?) throws(SigV4Error) -> SigV4Date {
        guard let date else {
            throw .incomplete(
                "Date must be in ISO-8601 'basic format'. Got '\(text)'. See "
                    + "http://en.wikipedia.org/wiki/ISO_8601")
        }
        return date
    }

    /// Up to a week, as for all services.
    private static func lifetime(_ text: String?) throws(SigV4Error) -> Int64 {
        guard let text else { return SigV4Verifier.skewMilliseconds / 1_000 }
        guard let seconds = Int64(text), (1...604_800).contains(seconds) else {
            throw .incomplete(
                "X-Amz-Expires must be a number of seconds from 1 to 604800, not '\(text)'. "
                    + "Re-examine the query-string parameters.")
        }
        return seconds
    }
}
