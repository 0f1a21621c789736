import Synchronization

/// The one clock of the emulated service: running, or frozen and advanced by a test.
package final class EmulatorClock: Sendable {
    package enum Mode: Sendable, Equatable {
        /// Runs beside the machine's clock, so many milliseconds before it.
        case running(offset: Int64)
        case frozen(at: Int64)
    }

    private let source: @Sendable () -> Int64
    private let state: Mutex<Mode>

    /// A clock that runs with `source`, in milliseconds since 1970.
    package init(source: @escaping @Sendable () -> Int64) {
        self.source = source
        state = Mutex(.running(offset: 0))
    }

    /// A clock that stands still until it is advanced.
    package init(frozenAt milliseconds: Int64) {
        source = { milliseconds }
        state = Mutex(.frozen(at: milliseconds))
    }

    package var mode: Mode {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    package func now() -> Int64 {
        switch mode {
        case .running(let offset): source() + offset
        case .frozen(let milliseconds): milliseconds
        }
    }

    /// What the clock shows while it follows the machine's.
    package var machineTime: Int64 { source() }

    package func advance(milliseconds: Int64) {
        state.withLock { mode in
            switch mode {
            case .running(let offset): mode = .running(offset: offset + milliseconds)
            case .frozen(let now): mode = .frozen(at: now + milliseconds)
            }
        }
    }

    /// Stands still at that moment.
    package func freeze(at milliseconds: Int64) { mode = .frozen(at: milliseconds) }

    /// Runs on from that moment.
    package func run(from milliseconds: Int64) {
        mode = .running(offset: milliseconds - source())
    }

    /// Shows what the machine's clock shows.
    package func followMachine() { mode = .running(offset: 0) }
}
