import Dispatch
import Glibc
import System
import Testing

@Suite("Lines on their way to a slow reader")
struct LineQueueTests {
    /// A pipe, with what has been read from it so far.
    private final class Pipe: Sendable {
        let reading: Int32
        let writing: Int32

        init() {
            var ends: [Int32] = [-1, -1]
            #expect(pipe(&ends) == 0)
            (reading, writing) = (ends[0], ends[1])
        }

        deinit { close(reading) }

        func queue(bytesMax: Int = 1 << 20) throws -> LineQueue {
            try LineQueue(FileDescriptor(number: writing), bytesMax: bytesMax) {
                Array("dropped \($0)\n".utf8)
            }
        }

        /// Every line up to the end, for which the writing end must be closed by now or later.
        func lines() -> [String] {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4_096)
            while case let count = read(reading, &buffer, buffer.count), count > 0 {
                bytes += buffer.prefix(count)
            }
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }

    @Test("Lines of one thread arrive whole and in order")
    func order() throws {
        let pipe = Pipe()
        let queue = try pipe.queue()
        let lines = (0..<1_000).map { "line \($0)" }
        for line in lines { queue.write(Array("\(line)\n".utf8)) }
        queue.finish(withinMilliseconds: 600_000)
        close(pipe.writing)
        #expect(pipe.lines() == lines)
    }

    @Test("Lines of many threads arrive whole, those of each thread in its order")
    func manyThreads() throws {
        let pipe = Pipe()
        let queue = try pipe.queue(bytesMax: 64 << 20)
        // More in all than a pipe holds, so the reader has to keep up meanwhile.
        let filler = String(repeating: "x", count: 300)
        DispatchQueue.global().async {
            DispatchQueue.concurrentPerform(iterations: 16) { thread in
                for turn in 0..<500 {
                    queue.write(Array("\(thread) \(turn) \(filler)\n".utf8))
                }
            }
            queue.finish(withinMilliseconds: 600_000)
            close(pipe.writing)
        }
        let lines = pipe.lines().map { $0.split(separator: " ").map(String.init) }
        #expect(lines.count == 8_000)
        #expect(lines.allSatisfy { $0.count == 3 && $0[2] == filler })
        for thread in 0..<16 {
            let turns = lines.filter { $0[0] == "\(thread)" }.map { $0[1] }
            #expect(turns == (0..<500).map(String.init))
        }
    }

    @Test("Without a reader nobody waits; what was dropped is told where it is missing")
    func nobodyReads() throws {
        let pipe = Pipe()
        let queue = try pipe.queue(bytesMax: 1_000)
        let count = 20_000
        for number in 0..<count { queue.write(Array("line \(number)\n".utf8)) }
        DispatchQueue.global().async {
            queue.finish(withinMilliseconds: 600_000)
            close(pipe.writing)
        }
        let lines = pipe.lines()
        var next = 0
        for line in lines {
            let words = line.split(separator: " ")
            let number = try #require(Int(words[1]))
            if words[0] == "line" {
                #expect(number == next)
                next += 1
            } else {
                #expect(words[0] == "dropped")
                next += number
            }
        }
        #expect(next == count)
        #expect(lines.contains { $0.hasPrefix("dropped") })
    }

    // In a process of its own, whose end is also that of the thread that still writes.
    @Test("An end waits for no reader that never comes")
    func finishesUnread() async {
        await #expect(processExitsWith: .success) {
            let pipe = Pipe()
            let queue = try pipe.queue()
            for _ in 0..<1_000 { queue.write([UInt8](repeating: 0x61, count: 1_000)) }
            queue.finish(withinMilliseconds: 20)
            _exit(EXIT_SUCCESS)
        }
    }

    @Test("An end without lines writes nothing")
    func nothing() throws {
        let pipe = Pipe()
        try pipe.queue().finish()
        close(pipe.writing)
        #expect(pipe.lines().isEmpty)
    }

    @Test("A line longer than a pipe holds arrives whole")
    func longLine() throws {
        let pipe = Pipe()
        let queue = try pipe.queue()
        let line = String(repeating: "y", count: 300_000)
        queue.write(Array("\(line)\nafter\n".utf8))
        DispatchQueue.global().async {
            queue.finish(withinMilliseconds: 600_000)
            close(pipe.writing)
        }
        #expect(pipe.lines() == [line, "after"])
    }
}
