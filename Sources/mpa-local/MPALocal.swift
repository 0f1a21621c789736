import ArgumentParser
import Emulator

/// The command line.
@main
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
