import Dispatch
import Glibc
import System
import Testing

// In processes of their own: what they write would mix with the output of the tests.
@Suite("Writing to file descriptors")
struct FileDescriptorTests {
    @Test("Text written to standard output arrives there, unbuffered")
    func standardOutput() async throws {
        let result = try #require(
            await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                FileDescriptor.standardOutput.write("listening on ünïcode\n")
                // No buffer is flushed on this way out.
                _exit(EXIT_SUCCESS)
            })
        let text = String(decoding: result.standardOutputContent, as: UTF8.self)
        #expect(text.contains("listening on ünïcode\n"))
    }

    @Test("Text written to standard error arrives there and nowhere else")
    func standardError() async throws {
        let observed: [any PartialKeyPath<ExitTest.Result> & Sendable] = [
            \.standardOutputContent, \.standardErrorContent,
        ]
        let result = try #require(
            await #expect(processExitsWith: .success, observing: observed) {
                FileDescriptor.standardError.write("a complaint")
                _exit(EXIT_SUCCESS)
            })
        let errors = String(decoding: result.standardErrorContent, as: UTF8.self)
        let output = String(decoding: result.standardOutputContent, as: UTF8.self)
        #expect(errors.contains("a complaint"))
        #expect(!output.contains("a complaint"))
    }

    @Test("Bytes beyond the capacity of a pipe all arrive, in order")
    func manyBytes() async throws {
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 % 251) }
        let result = try #require(
            await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                FileDescriptor.standardOutput.write(
                    (0..<300_000).map { UInt8(truncatingIfNeeded: $0 % 251) })
                _exit(EXIT_SUCCESS)
            })
        #expect(result.standardOutputContent.suffix(bytes.count).elementsEqual(bytes))
    }

    @Test("Texts of several threads stay whole")
    func severalThreads() async throws {
        let result = try #require(
            await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                DispatchQueue.concurrentPerform(iterations: 40) { number in
                    // More than a pipe takes at once.
                    let line = String(repeating: number % 2 == 0 ? "a" : "b", count: 100_000)
                    FileDescriptor.standardOutput.write("\n<\(line)>\n")
                }
                _exit(EXIT_SUCCESS)
            })
        let lines = result.standardOutputContent.split(separator: UInt8(ascii: "\n"))
            .filter { $0.first == UInt8(ascii: "<") }
        #expect(lines.count == 40)
        #expect(lines.allSatisfy { $0.count == 100_002 && Set($0).count == 3 })
    }

    @Test("Nothing is written for no bytes")
    func noBytes() async throws {
        await #expect(processExitsWith: .success) {
            var ends: [Int32] = [-1, -1]
            #expect(pipe(&ends) == 0)
            #expect(dup2(ends[1], STDOUT_FILENO) == STDOUT_FILENO)
            close(ends[1])
            FileDescriptor.standardOutput.write("")
            close(STDOUT_FILENO)
            var byte: UInt8 = 0
            #expect(read(ends[0], &byte, 1) == 0)
        }
    }

    @Test("A reader that is gone is no error")
    func readerGone() async {
        await #expect(processExitsWith: .success) {
            signal(SIGPIPE, SIG_IGN)
            var ends: [Int32] = [-1, -1]
            #expect(pipe(&ends) == 0)
            #expect(dup2(ends[1], STDOUT_FILENO) == STDOUT_FILENO)
            close(ends[0])
            FileDescriptor.standardOutput.write("to nobody")
        }
    }

    @Test("A closed descriptor is no error")
    func closedDescriptor() async {
        await #expect(processExitsWith: .success) {
            close(STDOUT_FILENO)
            FileDescriptor.standardOutput.write("to nowhere")
        }
    }

    @Test("A full pipe that does not block is written to the end")
    func fullPipe() async {
        await #expect(processExitsWith: .success) {
            var ends: [Int32] = [-1, -1]
            #expect(pipe(&ends) == 0)
            #expect(dup2(ends[1], STDOUT_FILENO) == STDOUT_FILENO)
            close(ends[1])
            #expect(fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK) == 0)
            var reader = pthread_t()
            let source = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
            source.pointee = ends[0]
            pthread_create(&reader, nil, countUntilEnd, source)
            FileDescriptor.standardOutput.write([UInt8](repeating: 7, count: 300_000))
            close(STDOUT_FILENO)
            var count: UnsafeMutableRawPointer?
            pthread_join(reader, &count)
            #expect(count.map { Int(bitPattern: $0) } == 300_000)
        }
    }
}

/// Reads the descriptor that `context` points to and answers the number of bytes.
private func countUntilEnd(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let descriptor = context?.load(as: Int32.self) else { return nil }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    var total = 0
    while case let count = read(descriptor, &buffer, buffer.count), count > 0 { total += count }
    return UnsafeMutableRawPointer(bitPattern: total)
}
