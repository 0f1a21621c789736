import ArgumentParser
import Control
import Emulator
import Logging

/// The options of `serve`, from flags and variables.
struct ServeOptions: ParsableArguments {
    // Unconditional, so that the text after a flag is its value even where it begins with a dash.
    @Option(parsing: .unconditional, help: "The address to listen on. (default: 127.0.0.1)")
    var host: String?
    @Option(
        parsing: .unconditional, help: "The port to listen on; 0 takes a free one. (default: 6720)")
    var port: String?
    @Option(
        parsing: .unconditional, help: "Keep everything in this SQLite file. (default: in memory)")
    var database: String?
    @Option(
        parsing: .unconditional,
        help: "The account of calls whose key is not 12 digits. (default: 123456789012)")
    var account: String?
    @Option(
        parsing: .unconditional,
        help: "The Regions that are served: any, or a comma-separated list. (default: us-east-1)")
    var regions: String?
    @Option(
        parsing: .unconditional,
        help: "Fewest approvers and approvals: aws (3 and 2) or model (1 and 1). (default: aws)")
    var limits: String?
    @Option(
        parsing: .unconditional,
        help: "Seconds that asynchronous steps take on the emulator's clock. (default: 0)")
    var transitionDelay: String?
    @Option(
        parsing: .unconditional,
        help: "What people do by themselves: wait, accept invitations, or approve. (default: wait)")
    var approvers: String?
    @Option(
        parsing: .unconditional,
        help: "Whether votes need a one-time code: on or off. (default: off)")
    var mfa: String?
    @Option(
        parsing: .unconditional,
        help:
            "Whether sessions need a policy that allows them: enforce or ignore. (default: enforce)"
    )
    var sessionPolicies: String?
    @Option(parsing: .unconditional, help: "A state document to begin with. (default: none)")
    var seed: String?
    @Option(
        parsing: .unconditional,
        help: "How many requests the journal keeps; 0 turns it off. (default: 1000)")
    var journal: String?
    @Option(
        parsing: .unconditional,
        help: "Whether the journal shows sensitive members: on or off. (default: off)")
    var journalSensitive: String?
    @Option(
        parsing: .unconditional,
        help: "What is asked of signatures: off, parse or require. (default: off)")
    var signatures: String?
    @Option(
        parsing: .unconditional, help: "A file of access keys and their holders. (default: none)")
    var credentials: String?
    @Option(
        parsing: .unconditional,
        help: "Whether there are control routes, below /_mpa: on or off. (default: on)")
    var control: String?
    @Option(
        parsing: .unconditional,
        help: "The bearer token that control routes ask for. (default: none)")
    var controlToken: String?
    @Option(
        parsing: .unconditional,
        help: """
            Host names for control routes and web pages beside localhost and IP addresses, \
            comma-separated. (default: none)
            """)
    var allowedHosts: String?
    @Option(
        parsing: .unconditional,
        help: "Where browsers reach this, as behind a proxy. (default: where it listens)")
    var publicUrl: String?
    @Option(
        parsing: .unconditional,
        help: "Whether there are web pages, portal and console: on or off. (default: on)")
    var portal: String?
    @Option(
        parsing: .unconditional,
        help: "A number from which all ids are made, the same each time. (default: random)")
    var seedIds: String?
    @Option(parsing: .unconditional, help: "Write every event to this file. (default: none)")
    var eventsFile: String?
    @Option(
        parsing: .unconditional,
        help: "The form of events in that file: cloudtrail or eventbridge. (default: cloudtrail)")
    var eventsFormat: String?
    @Option(
        parsing: .unconditional,
        help: "trace, debug, info, notice, warning, error or critical. (default: info)")
    var logLevel: String?
    @Option(parsing: .unconditional, help: "text or json. (default: text)")
    var logFormat: String?
    @Option(parsing: .unconditional, help: "Event loops, 1 to 64. (default: 2)")
    var threads: String?

    /// - Throws: ValidationError, which exits with 64, for a value that does not fit.
    func configuration() throws -> Configuration {
        var result = Configuration()
        try Setting("host", host, "an address").apply(to: &result.host) { $0.isEmpty ? nil : $0 }
        result.port = try Self.port(port)
        try Setting("database", database, "a file's path").apply(to: &result.databasePath) {
            $0.isEmpty ? nil : $0
        }
        try Setting("account", account, "12 digits").apply(to: &result.account, Self.account)
        try Setting("regions", regions, "any, or a comma-separated list of Regions")
            .apply(to: &result.regions, Self.regions)
        try Setting("limits", limits, "aws or model").apply(to: &result.limits, Self.named)
        try Setting("transition-delay", transitionDelay, "0 to 31536000 seconds")
            .apply(to: &result.transitionDelayMilliseconds, Self.milliseconds)
        try Setting("approvers", approvers, "wait, accept or approve")
            .apply(to: &result.approvers, Self.named)
        try Setting("mfa", mfa, "on or off").apply(to: &result.mfa, Self.named)
        try Setting("session-policies", sessionPolicies, "enforce or ignore")
            .apply(to: &result.sessionPolicies, Self.named)
        try Setting("seed", seed, "a file's path").apply(to: &result.seedPath) {
            $0.isEmpty ? nil : $0
        }
        try Setting("journal", journal, "0 to 100000 requests")
            .apply(to: &result.journal, Self.journalEntries)
        try Setting("journal-sensitive", journalSensitive, "on or off")
            .apply(to: &result.journalSensitive, Self.named)
        try Setting("signatures", signatures, "off, parse or require")
            .apply(to: &result.signatures, Self.named)
        try Setting("credentials", credentials, "a file's path")
            .apply(to: &result.credentialsPath) { $0.isEmpty ? nil : $0 }
        try applyControl(to: &result)
        try Setting("seed-ids", seedIds, "0 to 18446744073709551615")
            .apply(toOptional: &result.seedIDs) { UInt64($0) }
        try Setting("events-file", eventsFile, "a file's path")
            .apply(toOptional: &result.eventsPath) { $0.isEmpty ? nil : $0 }
        try Setting("events-format", eventsFormat, "cloudtrail or eventbridge")
            .apply(to: &result.eventsFormat, Self.named)
        try Setting("log-level", logLevel, "trace, debug, info, notice, warning, error or critical")
            .apply(to: &result.logLevel, Self.named)
        try Setting("log-format", logFormat, "text or json")
            .apply(to: &result.logFormat, Self.named)
        try Setting("threads", threads, "1 to 64").apply(to: &result.threads, Self.threads)
        return result
    }

    private func applyControl(to result: inout Configuration) throws {
        result.control = try Self.control(control)
        result.controlToken = try Self.controlToken(controlToken)
        try Setting("allowed-hosts", allowedHosts, "a comma-separated list of host names")
            .apply(to: &result.allowedHosts, Self.hostNames)
        try Setting("public-url", publicUrl, "a URL such as https://mpa.example.test/path")
            .apply(toOptional: &result.publicURL) { PublicURL($0) }
        try Setting("portal", portal, "on or off").apply(to: &result.portal, Self.named)
    }

    /// Whether there are control routes; `health` has to know, too.
    static func control(_ given: String?) throws -> Configuration.Switch {
        var control = Configuration.Switch.on
        try Setting("control", given, "on or off").apply(to: &control, named)
        return control
    }

    /// The token from its flag or its variable; `health` sends it, too.
    static func controlToken(_ given: String?) throws -> String? {
        var token: String?
        try Setting("control-token", given, "letters, digits and signs without a blank")
            .apply(toOptional: &token) { text in
                let isPrintable = text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
                return !text.isEmpty && isPrintable ? text : nil
            }
        return token
    }

    private static func hostNames(_ text: String) -> [String]? {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return names.allSatisfy(ControlGuard.isHostName) ? names : nil
    }

    /// The port from its flag, its variable or the default; `health` asks there, too.
    static func port(_ given: String?) throws -> UInt16 {
        var port = Configuration.defaultPort
        try Setting("port", given, "0 to 65535").apply(to: &port) { UInt16($0) }
        return port
    }

    private static func named<Value: RawRepresentable<String>>(_ text: String) -> Value? {
        Value(rawValue: text)
    }

    private static func threads(_ text: String) -> Int? {
        Int(text).flatMap { (1...64).contains($0) ? $0 : nil }
    }

    private static func journalEntries(_ text: String) -> Int? {
        Int(text).flatMap { Configuration.journalRange.contains($0) ? $0 : nil }
    }

    private static func account(_ text: String) -> String? {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return text.utf8.count == 12 && text.utf8.allSatisfy(digits.contains) ? text : nil
    }

    private static func regions(_ text: String) -> Configuration.Regions? {
        if text == "any" { return .any }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return names.allSatisfy(Configuration.Regions.any.contains) ? .listed(names) : nil
    }

    private static func milliseconds(_ text: String) -> Int64? {
        guard let seconds = Double(text), seconds >= 0, seconds <= 31_536_000 else { return nil }
        return Int64((seconds * 1_000).rounded())
    }
}
