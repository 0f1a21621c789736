import ArgumentParser
import MPA
import System

/// `mpa-local describe`: what is emulated, for tools.
struct Describe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Print the emulator's description of the API as JSON.")

    func run() throws {
        let text = API.descriptionJSON() + [UInt8(ascii: "\n")]
        guard FileDescriptor.standardOutput.write(text) else {
            FileDescriptor.standardError.write("mpa-local: standard output takes no more\n")
            throw ExitCode.failure
        }
    }
}
