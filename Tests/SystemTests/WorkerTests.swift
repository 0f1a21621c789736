import Dispatch
import Foundation
import Synchronization
@testable import System
import Testing

@Suite("Worker")
struct WorkerTests {
    @Test("It works when it is woken, and once more at its end")
    func work() throws {
        let done = DispatchSemaphore(value: 0)
        let worker = try Worker { _ in done.signal() }
        worker.wake()
        done.wait()
        #expect(worker.finish(withinSeconds: 60))
        done.wait()
        #expect(done.wait(timeout: .now()) == .timedOut)
    }

    @Test("Every so often it works without a wake, and at one all the same")
    func periodic() throws {
        let done = DispatchSemaphore(value: 0)
        let often = try Worker(every: 1) { _ in done.signal() }
        for _ in 0..<3 { done.wait() }
        #expect(often.finish(withinSeconds: 60))
        let once = DispatchSemaphore(value: 0)
        let seldom = try Worker(every: 3_600_000) { _ in once.signal() }
        seldom.wake()
        once.wait()
        #expect(seldom.finish(withinSeconds: 60))
    }

    @Test("A wake while it works is not lost")
    func wakeMeanwhile() throws {
        let begun = DispatchSemaphore(value: 0)
        let goOn = DispatchSemaphore(value: 0)
        let worker = try Worker { _ in
            begun.signal()
            goOn.wait()
        }
        worker.wake()
        begun.wait()
        worker.wake()
        worker.wake()
        goOn.signal()
        begun.wait()
        goOn.signal()
        goOn.signal()
        #expect(worker.finish(withinSeconds: 60))
        begun.wait()
        #expect(begun.wait(timeout: .now()) == .timedOut)
    }

    @Test("Work without an end does not hold up the end for ever")
    func stuck() throws {
        let never = DispatchSemaphore(value: 0)
        let worker = try Worker { _ in never.wait() }
        worker.wake()
        #expect(!worker.finish(withinSeconds: 0))
        never.signal()
        never.signal()
        #expect(worker.finish(withinSeconds: 60))
    }
}

@Suite("File that grows")
struct AppendingFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    @Test("What is appended follows what was there")
    func append() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "f").path
        for text in ["one\n", "two\n"] {
            let file = try AppendingFile(path)
            try file.append(Array(text.utf8))
        }
        #expect(try File.bytes(path) == Array("one\ntwo\n".utf8))
    }

    @Test("A place that cannot be written is told in the system's words")
    func refused() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: File.Failure.self) { _ = try AppendingFile(folder.path) }
        #expect(throws: File.Failure.self) {
            _ = try AppendingFile(folder.appending(path: "none/f").path)
        }
        let pipe = folder.appending(path: "pipe").path
        try #require(mkfifo(pipe, 0o600) == 0)
        // Without a reader it would wait for ever.
        #expect(throws: File.Failure.self) { _ = try AppendingFile(pipe) }
    }

    @Test("A full disk is told")
    func full() throws {
        let file = try AppendingFile("/dev/full")
        #expect(throws: File.Failure.self) { try file.append([0]) }
    }
}
