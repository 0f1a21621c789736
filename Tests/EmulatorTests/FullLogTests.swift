import Emulator
import Glibc
import HTTPServer
import Logging
import System
import TestSupport
import Testing

@Suite("A log that nobody reads")
struct FullLogTests {
    @Test("Requests are answered all the same; once it is read it tells how many lines it lost")
    func fullPipe() throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        let lines = try LineQueue(FileDescriptor(number: ends[1]), bytesMax: 4_096) {
            Log.lost($0, .text)
        }
        var configuration = Configuration()
        configuration.port = 0
        let log = Log(level: .info, format: .text, sink: lines.write)
        let emulator = try Emulator.start(configuration, log: log)
        let port = try #require(UInt16(emulator.url.split(separator: ":").last ?? ""))
        let client = try RawClient(port: port)
        // Far more lines than the pipe and the queue take together.
        let count = 3_000
        for _ in 0..<count {
            try client.send("GET /_mpa/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try client.readResponse().status == 200)
        }
        try emulator.stop()
        let told = try tally(ends[0], upTo: count)
        #expect(told.written > 100)
        #expect(told.dropped > 100)
        #expect(told.written + told.dropped == count)
        lines.finish(withinMilliseconds: 600_000)
        close(ends[1])
        close(ends[0])
    }

    /// Counts the lines that are there and those that others say were dropped.
    private func tally(
        _ descriptor: Int32, upTo count: Int
    ) throws -> (written: Int, dropped: Int) {
        var (written, dropped) = (0, 0)
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while written + dropped < count, read(descriptor, &byte, 1) == 1 {
            line.append(byte)
            guard byte == UInt8(ascii: "\n") else { continue }
            let words = String(decoding: line.dropLast(), as: UTF8.self).split(separator: " ")
            if words.contains("dropped") {
                dropped += try #require(Int(words.last ?? ""))
            } else {
                #expect(words.count == 7 && words[3] == "/_mpa/health")
                written += 1
            }
            line = []
        }
        return (written, dropped)
    }
}
