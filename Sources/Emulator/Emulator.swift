package import HTTPServer
import Logging
import MPA
import System

/// A running emulator: storage, service and HTTP server, wired together.
package struct Emulator: Sendable {
    /// Where it listens, such as `http://127.0.0.1:6720`.
    package let url: String
    /// Where a client on this machine reaches it.
    package let endpoint: String
    private let server: Server
    private let pipeline: Pipeline
    private let service: Service
    private let eventFile: EventFile?
    /// Nil for a storage that ends with the process.
    private let eventKeeper: EventKeeper?

    /// Opens the storage and serves at once.
    package static func start(_ configuration: Configuration, log: Log) throws -> Emulator {
        try start(configuration, try StartDocuments(configuration), log: log)
    }

    /// The same with documents that were read already.
    package static func start(
        _ configuration: Configuration, _ documents: StartDocuments, log: Log
    ) throws -> Emulator {
        let (seed, credentials) = (documents.seed, documents.credentials)
        try rehearse(seed, credentials, log)
        let storage = Storage(path: configuration.databasePath)
        let store = try storage.open()
        let socket = try ListeningSocket(host: configuration.host, port: configuration.port)
        let endpoint = address(reachable(configuration.host), socket.port)
        let clock = EmulatorClock(source: WallClock.milliseconds)
        let service = try Service(
            store: store, settings: configuration.settings(endpoint: endpoint), clock: clock,
            ids: IDStreams(seed: configuration.seedIDs))
        try credentials?.apply(to: service)
        try seed?.apply(to: service, log: log)
        if configuration.signatures == .require, service.principals().isEmpty {
            log.logger.notice(
                "no access key is known yet, so every call is refused: see POST /_mpa/principals")
        }
        let eventFile = try configuration.eventsPath.map { path in
            try EventFile(
                path: path, format: configuration.eventsFormat, service: service,
                logger: log.logger)
        }
        let pipeline = Pipeline(configuration, service: service, storage: storage, log: log)
        let eventKeeper = storage == .memory ? nil : try EventKeeper(service, log.logger)
        let server: Server
        do {
            server = try Server(
                socket: socket, threads: configuration.threads, limits: configuration.httpLimits,
                refuser: pipeline.refuse, replier: pipeline.reply)
        } catch {
            eventKeeper?.finish()
            eventFile?.finish()
            throw error
        }
        return Emulator(
            url: address(configuration.host, socket.port), endpoint: endpoint, server: server,
            pipeline: pipeline, service: service, eventFile: eventFile, eventKeeper: eventKeeper)
    }

    /// The answer to a request that came another way than over HTTP.
    package func reply(to request: Request) -> Reply { pipeline.reply(to: request) }

    /// A mistake in either is told before a database is made or touched.
    private static func rehearse(
        _ seed: Seed?, _ credentials: Credentials?, _ log: Log
    ) throws {
        guard seed != nil || credentials != nil else { return }
        let service = try Service(
            store: .inMemory(), settings: ServiceSettings(),
            clock: EmulatorClock(source: WallClock.milliseconds))
        try credentials?.apply(to: service)
        try seed?.apply(to: service, log: log)
    }

    /// Lets running requests end, then stops. Call it once.
    package func stop() throws {
        server.stop()
        defer { eventFile?.finish() }
        eventKeeper?.finish()
        try service.close()
    }

    private static func address(_ host: String, _ port: UInt16) -> String {
        host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
    }

    /// A server that listens everywhere is reached at the loopback address.
    private static func reachable(_ host: String) -> String {
        switch host {
        case "0.0.0.0", "": "127.0.0.1"
        case "::": "::1"
        default: host
        }
    }
}
