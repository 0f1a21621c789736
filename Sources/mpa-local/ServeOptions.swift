import ArgumentParser

/// The flags of `serve`, as its help lists them; what each takes is told by `ServeSettings`.
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

    /// The texts that were given.
    var given: GivenOptions {
        var given = GivenOptions()
        for (label, value) in Mirror(reflecting: self).children {
            guard let label, let text = (value as? Option<String?>)?.wrappedValue else { continue }
            given.add(text, to: Self.flag(label))
        }
        return given
    }

    /// `transition-delay` for the property `_transitionDelay`, as the parser has it.
    private static func flag(_ label: String) -> String {
        label.drop { $0 == "_" }.reduce(into: "") { flag, letter in
            flag += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
        }
    }
}
