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
    /// Nearly every start serves, with options and nothing else. For these the tree of commands is
    /// not looked at, which takes an eighth of a start; whatever else there is goes through it.
    static func main() {
        let words = CommandLine.arguments.dropFirst()
        let options = Array(words.first == "serve" ? words.dropFirst() : words)
        guard let serve = try? Serve.parse(options) else { return MPALocal.main() }
        do {
            try serve.run()
        } catch {
            MPALocal.exit(withError: error)
        }
    }
}
