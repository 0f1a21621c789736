import AWSProtocol
package import Logging
import System

/// Everything that the emulator tells while it runs: one line for each request and each message.
package struct Log: Sendable {
    package typealias Sink = @Sendable ([UInt8]) -> Void

    package let level: Logger.Level
    private let format: Configuration.LogFormat
    private let sink: Sink

    package init(
        level: Logger.Level, format: Configuration.LogFormat,
        sink: @escaping Sink = { FileDescriptor.standardError.write($0) }
    ) {
        self.level = level
        self.format = format
        self.sink = sink
    }

    /// A logger for messages, in the same form and to the same place.
    package var logger: Logger {
        var logger = Logger(label: "mpa-local") { _ in LineLogHandler(log: self) }
        logger.logLevel = level
        return logger
    }

    /// One line for one request; sensitive members are never in it.
    func request(_ trace: Trace, status: Int, microseconds: Int64) {
        guard level <= .info else { return }
        switch format {
        case .json:
            write(
                Structure([
                    "time": .timestamp(WallClock.milliseconds()),
                    "level": .string("info"),
                    "method": .string(trace.method),
                    "path": .string(trace.path),
                    "operation": trace.operation.map(Document.string),
                    "status": .integer(Int64(status)),
                    "error": trace.error.map(Document.string),
                    "durationMicroseconds": .integer(microseconds),
                    "requestId": .string(trace.requestID),
                    "account": trace.account.map(Document.string),
                ]))
        case .text:
            var text = "\(trace.method) \(trace.path)"
            if let operation = trace.operation { text += " \(operation)" }
            text += " \(status)"
            if let error = trace.error { text += " \(error)" }
            text += " \(microseconds)us \(trace.requestID)"
            if let account = trace.account { text += " \(account)" }
            write(.info, text)
        }
    }

    func message(_ level: Logger.Level, _ text: String) {
        switch format {
        case .json:
            write(
                Structure([
                    "time": .timestamp(WallClock.milliseconds()),
                    "level": .string(level.rawValue),
                    "message": .string(text),
                ]))
        case .text: write(level, text)
        }
    }

    private func write(_ structure: Structure) {
        sink(JSONWriter.encode(structure) + [UInt8(ascii: "\n")])
    }

    private func write(_ level: Logger.Level, _ text: String) {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        line.append(contentsOf: Timestamp.text(WallClock.milliseconds()).utf8)
        line.append(UInt8(ascii: " "))
        line.append(contentsOf: level.rawValue.utf8)
        line.append(UInt8(ascii: " "))
        let start = line.count
        line.append(contentsOf: text.utf8)
        // What a client sent stays on its line and sends no commands to the terminal.
        for index in start..<line.count where line[index] < 0x20 || line[index] == 0x7f {
            line[index] = UInt8(ascii: "?")
        }
        line.append(UInt8(ascii: "\n"))
        sink(line)
    }
}

/// swift-log's messages as lines of the log.
private struct LineLogHandler: LogHandler {
    let log: Log
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(log: Log) { self.log = log }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let pairs = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
        log.message(event.level, "\(event.message)\(pairs.joined())")
    }
}
