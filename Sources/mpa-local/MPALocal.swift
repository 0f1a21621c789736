import ArgumentParser
import Emulator

/// The command line.
struct MPALocal: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mpa-local",
        abstract: "A local stand-in for AWS Multi-party approval, for tests.",
        discussion: """
            Without a command it serves, with the options that 'mpa-local serve --help' lists: \
            --port, --database and so on.
            """,
        version: version,
        subcommands: [Serve.self, Health.self, Describe.self],
        defaultSubcommand: Serve.self)
}

@main
enum Program {
    /// Nearly every start serves, with flags and their values and nothing else. For these the
    /// parser is not asked, which takes a third of a start; whatever else there is goes through it,
    /// also what is wrong, so that there is one place that says so.
    static func main() {
        guard let configuration = plainConfiguration() else { return MPALocal.main() }
        do {
            try Serve.serve(configuration)
        } catch {
            MPALocal.exit(withError: error)
        }
    }

    private static func plainConfiguration() -> Configuration? {
        let words = CommandLine.arguments.dropFirst()
        guard var given = GivenOptions(plain: words.first == "serve" ? words.dropFirst() : words),
            let configuration = try? ServeSettings.configuration(&given), given.isEmpty
        else { return nil }
        return configuration
    }
}
