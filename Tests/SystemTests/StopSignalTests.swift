import Glibc
import System
import Testing

@Suite("Stop signal")
struct StopSignalTests {
    @Test("A stop signal ends the wait and not the process", arguments: [SIGINT, SIGTERM])
    func endsWait(number: Int32) async {
        await #expect(processExitsWith: .exitCode(7)) { [number] in
            takeEverySignal()
            var signal = StopSignal()
            // To this thread: others of the test's process do not block it.
            pthread_kill(pthread_self(), number)
            signal.wait()
            exit(7)
        }
    }

    @Test("A stop signal ends a process that does not wait for it", arguments: [SIGINT, SIGTERM])
    func endsProcess(number: Int32) async {
        await #expect(processExitsWith: .signal(number)) { [number] in
            takeEverySignal()
            pthread_kill(pthread_self(), number)
        }
    }

    @Test("A second wait takes the second signal")
    func secondWait() async {
        await #expect(processExitsWith: .exitCode(7)) {
            takeEverySignal()
            var signal = StopSignal()
            pthread_kill(pthread_self(), SIGINT)
            signal.wait()
            pthread_kill(pthread_self(), SIGTERM)
            signal.wait()
            exit(7)
        }
    }

    @Test("Other signals still end the process")
    func otherSignals() async {
        await #expect(processExitsWith: .signal(SIGHUP)) {
            takeEverySignal()
            _ = StopSignal()
            pthread_kill(pthread_self(), SIGHUP)
        }
    }

    @Test("A client that hangs up does not end the process")
    func hangUp() async {
        await #expect(processExitsWith: .exitCode(7)) {
            _ = StopSignal()
            #expect(writeToNobody() == EPIPE)
            exit(7)
        }
    }

    @Test("A client that hangs up ends a process without it")
    func hangUpUnguarded() async {
        await #expect(processExitsWith: .signal(SIGPIPE)) {
            signal(SIGPIPE, SIG_DFL)
            _ = writeToNobody()
        }
    }
}

/// Threads that run tests block signals, unlike those of a process that has just begun.
private func takeEverySignal() {
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
}

/// The error of writing into a pipe whose reader is gone.
private func writeToNobody() -> Int32 {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return 0 }
    close(ends[0])
    return write(ends[1], "x", 1) < 0 ? errno : 0
}
