import ArgumentParser
import Emulator
import Logging

/// The options of `serve`, from flags and variables.
struct ServeOptions: ParsableArguments {
    @Option(help: "The address to listen on. (default: 127.0.0.1)")
    var host: String?
    @Option(help: "The port to listen on; 0 takes a free one. (default: 6720)")
    var port: String?
    @Option(help: "Keep everything in this SQLite file. (default: in memory)")
    var database: String?
    @Option(help: "The account of calls whose access key id is not 12 digits.")
    var account: String?
    @Option(
        help: "The Regions that are served: any, or a comma-separated list. (default: us-east-1)")
    var regions: String?
    @Option(help: "Minimum of approvers and approvals: aws (3 and 2) or model (1 and 1).")
    var limits: String?
    @Option(help: "Seconds that asynchronous steps take on the emulator's clock. (default: 0)")
    var transitionDelay: String?
    @Option(help: "trace, debug, info, notice, warning, error or critical. (default: info)")
    var logLevel: String?
    @Option(help: "text or json. (default: text)")
    var logFormat: String?
    @Option(help: "Event loops, 1 to 64. (default: 2)")
    var threads: String?

    /// - Throws: ValidationError, which exits with 64, for a value that does not fit.
    func configuration() throws -> Configuration {
        var result = Configuration()
        try Setting("host", host).apply(to: &result.host) { $0.isEmpty ? nil : $0 }
        try Setting("port", port).apply(to: &result.port) { UInt16($0) }
        var path = ""
        try Setting("database", database).apply(to: &path) { $0.isEmpty ? nil : $0 }
        result.databasePath = path.isEmpty ? nil : path
        try Setting("account", account).apply(to: &result.account, ServeOptions.account)
        try Setting("regions", regions).apply(to: &result.regions, ServeOptions.regions)
        try Setting("limits", limits).apply(to: &result.limits) { .init(rawValue: $0) }
        try Setting("transition-delay", transitionDelay).apply(
            to: &result.transitionDelayMilliseconds, ServeOptions.milliseconds)
        try Setting("log-level", logLevel).apply(to: &result.logLevel) { .init(rawValue: $0) }
        try Setting("log-format", logFormat).apply(to: &result.logFormat) { .init(rawValue: $0) }
        try Setting("threads", threads).apply(to: &result.threads) { text in
            Int(text).flatMap { (1...64).contains($0) ? $0 : nil }
        }
        return result
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
