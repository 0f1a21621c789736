import AWSProtocol
import MPA
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
            let record = Structure([
                "time": .timestamp(WallClock.milliseconds()),
                "level": .string("info"),
                "method": .string(trace.method),
                "path": .string(trace.path),
                "operation": trace.operation.map { .string($0.rawValue) },
                "status": .integer(Int64(status)),
                "error": trace.error.map(Document.string),
                "durationMicroseconds": .integer(microseconds),
                "requestId": .string(trace.requestID),
                "account": trace.account.map(Document.string),
                "fault": trace.faultID.map(Document.string),
            ])
            sink(Self.json(record))
        case .text:
            sink(Self.end(Self.text(trace, status, microseconds)))
        }
    }

    /// The fields of a request's line; those that it lacks are left out.
    private static func text(_ trace: Trace, _ status: Int, _ microseconds: Int64) -> [UInt8] {
        var line = start(.info)
        line.append(contentsOf: trace.method.utf8)
        // A path is one field, whatever a client put into it.
        let blank = UInt8(ascii: " ")
        line.append(blank)
        // Byte by byte: to Swift a blank before a combining mark is none.
        line.append(contentsOf: trace.path.utf8.lazy.map { $0 == blank ? UInt8(ascii: "?") : $0 })
        add(trace.operation?.rawValue)
        add(String(status))
        add(trace.error)
        add(String(microseconds))
        line.append(contentsOf: "us".utf8)
        add(trace.requestID)
        add(trace.account)
        add(trace.faultID.map { "fault=" + $0 })
        return line

        func add(_ field: String?) {
            guard let field else { return }
            line.append(blank)
            line.append(contentsOf: field.utf8)
        }
    }

    func message(_ level: Logger.Level, _ text: String) {
        sink(Self.line(level, text, format))
    }

    /// The line that stands where others had to be dropped.
    package static func lost(_ count: Int, _ format: Configuration.LogFormat) -> [UInt8] {
        line(.warning, "log lines dropped because nobody read them: \(count)", format)
    }

    private static func line(
        _ level: Logger.Level, _ text: String, _ format: Configuration.LogFormat
    ) -> [UInt8] {
        switch format {
        case .json:
            json(
                Structure([
                    "time": .timestamp(WallClock.milliseconds()),
                    "level": .string(level.rawValue),
                    "message": .string(text),
                ]))
        case .text: end(start(level) + text.utf8)
        }
    }

    private static func json(_ structure: Structure) -> [UInt8] {
        JSONWriter.encode(structure) + [UInt8(ascii: "\n")]
    }

    /// The time and the level, with a blank behind each.
    private static func start(_ level: Logger.Level) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        line.append(contentsOf: Timestamp.text(WallClock.milliseconds()).utf8)
        line.append(UInt8(ascii: " "))
        line.append(contentsOf: level.rawValue.utf8)
        line.append(UInt8(ascii: " "))
        return line
    }

    /// What a client sent stays on its line and sends no commands to the terminal.
    private static func end(_ line: consuming [UInt8]) -> [UInt8] {
        // Few lines hold more: it is faster to look at all bytes than to stop at the first.
        let isPlain = line.reduce(0) { $0 | ($1 < 0x20 || $1 > 0x7e ? 1 : 0) } == 0
        if !isPlain { replaceControls(in: &line) }
        line.append(UInt8(ascii: "\n"))
        return line
    }

    private static func replaceControls(in line: inout [UInt8]) {
        var previous: UInt8 = 0
        for index in line.indices {
            let byte = line[index]
            // The controls of ASCII, and those of Unicode from U+0080 to U+009F.
            let isSecondByte = previous == 0xc2 && byte >= 0x80 && byte <= 0x9f
            if isSecondByte { line[index - 1] = UInt8(ascii: "?") }
            if isSecondByte || byte < 0x20 || byte == 0x7f { line[index] = UInt8(ascii: "?") }
            previous = byte
        }
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
