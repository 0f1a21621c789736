import Control
import Emulator
import Logging

/// What the options of `serve` mean, from flags and variables.
enum ServeSettings {
    /// Takes what it knows of from `given`.
    ///
    /// - Throws: ValidationError, which exits with 64, for a value that does not fit.
    static func configuration(_ given: inout GivenOptions) throws -> Configuration {
        var result = Configuration()
        try given.setting("host", "an address").apply(to: &result.host) { $0.isEmpty ? nil : $0 }
        result.port = try port(&given)
        try given.setting("database", "a file's path").apply(toOptional: &result.databasePath, path)
        try given.setting("account", "12 digits").apply(to: &result.account, account)
        try given.setting("regions", "any, or a comma-separated list of Regions").apply(
            to: &result.regions, regions)
        try given.setting("limits", "aws or model").apply(to: &result.limits, named)
        try given.setting("transition-delay", "0 to 31536000 seconds").apply(
            to: &result.transitionDelayMilliseconds, milliseconds)
        try given.setting("approvers", "wait, accept or approve").apply(
            to: &result.approvers, named)
        try given.setting("mfa", "on or off").apply(to: &result.mfa, named)
        try given.setting("session-policies", "enforce or ignore").apply(
            to: &result.sessionPolicies, named)
        try given.setting("seed", "a file's path").apply(toOptional: &result.seedPath, path)
        try given.setting("journal", "0 to 100000 requests").apply(
            to: &result.journal, journalEntries)
        try given.setting("journal-sensitive", "on or off").apply(
            to: &result.journalSensitive, named)
        try given.setting("signatures", "off, parse or require").apply(
            to: &result.signatures, named)
        try given.setting("credentials", "a file's path").apply(
            toOptional: &result.credentialsPath, path)
        try applyControl(&given, to: &result)
        try given.setting("seed-ids", "0 to 18446744073709551615").apply(
            toOptional: &result.seedIDs
        ) { UInt64($0) }
        try given.setting("events-file", "a file's path").apply(
            toOptional: &result.eventsPath, path)
        try given.setting("events-format", "cloudtrail or eventbridge").apply(
            to: &result.eventsFormat, named)
        try given.setting("log-level", "trace, debug, info, notice, warning, error or critical")
            .apply(to: &result.logLevel, named)
        try given.setting("log-format", "text or json").apply(to: &result.logFormat, named)
        try given.setting("threads", "1 to 64").apply(to: &result.threads, threads)
        return result
    }

    private static func applyControl(
        _ given: inout GivenOptions, to result: inout Configuration
    ) throws {
        result.control = try control(&given)
        result.controlToken = try controlToken(&given)
        try given.setting("allowed-hosts", "a comma-separated list of host names").apply(
            to: &result.allowedHosts, hostNames)
        try given.setting("public-url", "a URL such as https://mpa.example.test/path").apply(
            toOptional: &result.publicURL
        ) { PublicURL($0) }
        try given.setting("portal", "on or off").apply(to: &result.portal, named)
    }

    /// Whether there are control routes; `health` has to know, too.
    static func control(_ given: inout GivenOptions) throws -> Configuration.Switch {
        var control = Configuration.Switch.on
        try given.setting("control", "on or off").apply(to: &control, named)
        return control
    }

    /// The token from its flag or its variable; `health` sends it, too.
    static func controlToken(_ given: inout GivenOptions) throws -> String? {
        var token: String?
        try given.setting("control-token", "letters, digits and signs without a blank").apply(
            toOptional: &token
        ) { text in
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
    static func port(_ given: inout GivenOptions) throws -> UInt16 {
        var port = Configuration.defaultPort
        try given.setting("port", "0 to 65535").apply(to: &port) { UInt16($0) }
        return port
    }

    private static func named<Value: RawRepresentable<String>>(_ text: String) -> Value? {
        Value(rawValue: text)
    }

    private static func path(_ text: String) -> String? {
        text.isEmpty ? nil : text
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
