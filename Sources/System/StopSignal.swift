import Glibc

/// SIGINT and SIGTERM as something to wait for, without handlers.
package struct StopSignal: ~Copyable {
    private var signals = sigset_t()

    /// Lets both end the process, until there is something to wait for them: in a container, as
    /// its first process, nothing does by itself.
    package static func endProcess() {
        for number in [SIGINT, SIGTERM] { _ = signal(number) { _exit(128 + $0) } }
    }

    /// Blocks both for this thread and those it starts: call it before any thread exists.
    package init() {
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGINT)
        unsafe sigaddset(&signals, SIGTERM)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        // A client that hangs up must not end the process.
        _ = signal(SIGPIPE, SIG_IGN)
        // Nor must a file that may not grow: whoever writes is told, and can answer an error.
        _ = signal(SIGXFSZ, SIG_IGN)
    }

    /// Returns when one of them arrives.
    package mutating func wait() {
        var number: Int32 = 0
        while unsafe sigwait(&signals, &number) != 0 {}
    }
}
