import Synchronization

/// The one clock of the emulated service: running, or frozen and advanced by a test.
package final class EmulatorClock: Sendable {
    private enum Mode {
        case running(offset: Int64)
        case frozen(at: Int64)
    }

    private let source: @Sendable () -> Int64
    private let mode: Mutex<Mode>

    /// A clock that runs with `source`, in milliseconds since 1970.
    package init(source: @escaping @Sendable () -> Int64) {
        self.source = source
        mode = Mutex(.running(offset: 0))
    }

    /// A clock that stands still until it is advanced.
    package init(frozenAt milliseconds: Int64) {
        source = { milliseconds }
        mode = Mutex(.frozen(at: milliseconds))
    }

    package func now() -> Int64 {
        mode.withLock { mode in
            switch mode {
            case .running(let offset): source() + offset
            case .frozen(let milliseconds): milliseconds
            }
        }
    }

    package func advance(milliseconds: Int64) {
        mode.withLock { mode in
            switch mode {
            case .running(let offset): mode = .running(offset: offset + milliseconds)
            case .frozen(let now): mode = .frozen(at: now + milliseconds)
            }
        }
    }
}
