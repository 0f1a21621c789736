import ArgumentParser
import Emulator
import Logging
import System

/// `mpa-local serve`: runs the emulator until a signal ends it.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the API until SIGTERM or SIGINT.",
        discussion: """
            Each option can also be given as a variable, MPA_LOCAL_PORT for --port and so on; the \
            option wins, and an empty variable counts as not set. One line on standard output \
            tells the address; the log goes to standard error.
            """)

    @OptionGroup var options: ServeOptions

    func run() throws {
        let configuration = try options.configuration()
        // Before any thread exists, so that none of them takes the signal.
        var stopSignal = StopSignal()
        OpenFiles.raiseAllowance()
        let log = Log(level: configuration.logLevel, format: configuration.logFormat)
        let emulator: Emulator
        do {
            emulator = try Emulator.start(configuration, log: log)
        } catch {
            FileDescriptor.standardError.write("mpa-local: \(error)\n")
            throw ExitCode.failure
        }
        FileDescriptor.standardOutput.write("listening on \(emulator.url)\n")
        FileDescriptor.standardError.write("export AWS_ENDPOINT_URL_MPA=\(emulator.endpoint)\n")
        stopSignal.wait()
        do {
            try emulator.stop()
        } catch {
            FileDescriptor.standardError.write("mpa-local: \(error)\n")
            throw ExitCode.failure
        }
        log.logger.notice("stopped")
    }
}
