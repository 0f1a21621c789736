import ArgumentParser
import Emulator
import Logging
import MPA
import System

/// `mpa-local serve`: runs the emulator until a signal ends it.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the API until SIGTERM or SIGINT.",
        discussion: """
            Each option can also be given as a variable, MPA_LOCAL_PORT for --port and so on; the \
            option wins. One line on standard output tells the address; the log goes to standard \
            error.
            """)

    @OptionGroup var options: ServeOptions

    func run() throws {
        var given = options.given
        let configuration = try ServeSettings.configuration(&given)
        assert(given.isEmpty, "a flag that nothing is made of")
        try Self.serve(configuration)
    }

    /// - Throws: ExitCode, once the reason is told in one line.
    static func serve(_ configuration: Configuration) throws {
        // A file may be a pipe that nobody writes to: so far a signal ends the process by itself.
        StopSignal.endProcess()
        let documents = try told { try StartDocuments(configuration) }
        // Before any thread exists, so that none of them takes the signal.
        var stopSignal = StopSignal()
        OpenFiles.raiseAllowance()
        let (emulator, log, lines) = try told { try start(configuration, documents) }
        try announce("listening on \(emulator.url)\n")
        stopSignal.wait()
        defer { lines.finish() }
        do {
            try emulator.stop()
        } catch {
            log.logger.error("the last events were not written: \(error)")
            throw ExitCode.failure
        }
        log.logger.notice("stopped")
    }

    private static func start(
        _ configuration: Configuration, _ documents: StartDocuments
    ) throws -> (Emulator, Log, LineQueue) {
        let format = configuration.logFormat
        let lines = try LineQueue(.standardError) { Log.lost($0, format) }
        let log = Log(level: configuration.logLevel, format: format, sink: lines.write)
        Store.ownProcess()
        let emulator = try Emulator.start(configuration, documents, log: log)
        lines.write(Array("export AWS_ENDPOINT_URL_MPA=\(emulator.endpoint)\n".utf8))
        return (emulator, log, lines)
    }

    /// Writes to standard output; where that has no room now, another thread waits for it.
    private static func announce(_ line: String) throws {
        let output = FileDescriptor.standardOutput
        if output.hasRoom {
            output.write(line)
        } else {
            try LineQueue(output) { _ in [] }.write(Array(line.utf8))
        }
    }

    /// - Throws: ExitCode, once the reason is told in one line.
    private static func told<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            FileDescriptor.standardError.write("mpa-local: \(error)\n")
            throw ExitCode.failure
        }
    }
}
