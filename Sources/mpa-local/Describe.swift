import ArgumentParser
import MPA
import System

/// `mpa-local describe`: what is emulated, for tools.
struct Describe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Print the emulator's description of the API as JSON.")

    func run() {
        FileDescriptor.standardOutput.write(API.descriptionJSON() + [UInt8(ascii: "\n")])
    }
}
