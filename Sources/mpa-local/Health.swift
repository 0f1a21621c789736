import ArgumentParser
import Emulator
import HTTPServer
import System

/// `mpa-local health`: for the health check of a container.
struct Health: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Exit 0 when a server answers that it is healthy, else 1.")

    @Option(
        help: """
            Where the server listens. (default: http://127.0.0.1 with the port in MPA_LOCAL_PORT, \
            or else \(Configuration.defaultPort))
            """)
    var url: String?

    @Option(help: "What the control routes ask for. (default: the one in MPA_LOCAL_CONTROL_TOKEN)")
    var controlToken: String?

    func run() throws {
        var given = GivenOptions()
        let url = try url ?? "http://127.0.0.1:\(ServeSettings.port(&given))"
        guard let (host, port) = Self.address(url) else {
            throw ValidationError(
                "The value '\(url)' is invalid for --url: http://HOST:PORT is meant.")
        }
        controlToken.map { given.add($0, to: "control-token") }
        let token = try ServeSettings.controlToken(&given)
        let isControlled = try ServeSettings.control(&given) == .on
        // Without control routes any answer shows that it serves.
        let status = HealthProbe.status(
            host: host, port: port, path: isControlled ? "/_mpa/health" : "/", bearerToken: token)
        guard let status, isControlled ? status == 200 : status < 500 else {
            let reason = status.map { "status \($0)" } ?? "no answer"
            FileDescriptor.standardError.write("mpa-local: \(url): \(reason)\n")
            throw ExitCode.failure
        }
        FileDescriptor.standardOutput.write("healthy\n")
    }

    private static func address(_ url: String) -> (host: String, port: UInt16)? {
        guard url.hasPrefix("http://") else { return nil }
        let authority = url.dropFirst("http://".count).prefix { $0 != "/" }
        guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else {
            return authority.isEmpty ? nil : (unbracketed(authority), 80)
        }
        guard let port = UInt16(authority[authority.index(after: colon)...]),
            colon > authority.startIndex
        else { return nil }
        return (unbracketed(authority[..<colon]), port)
    }

    private static func unbracketed(_ host: Substring) -> String {
        host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : String(host)
    }
}
