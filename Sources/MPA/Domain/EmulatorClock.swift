import Synchronization

/// The one clock of the emulated service: running, or frozen and advanced by a test.
package final class EmulatorClock: Sendable {
    package enum Mode: Sendable, Equatable {
        /// Runs beside the machine's clock, so many milliseconds before it.
        case running(offset: Int64)
        case frozen(at: Int64)
    }

    private let source: @Sendable () -> Int64
    /// The mode as one number: every request reads it, and a lock would go from one core to the
    /// other each time.
    private let state: Atomic<Int64>

    /// A clock that runs with `source`, in milliseconds since 1970.
    package init(source: @escaping @Sendable () -> Int64) {
        self.source = source
        state = Atomic(Mode.running(offset: 0).number)
    }

    /// A clock that stands still until it is advanced.
    package init(frozenAt milliseconds: Int64) {
        source = { milliseconds }
        state = Atomic(Mode.frozen(at: milliseconds).number)
    }

    package var mode: Mode {
        get { Mode(number: state.load(ordering: .acquiring)) }
        set { state.store(newValue.number, ordering: .releasing) }
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
        // Either way the time grows, and the way stays the same.
        state.add(Mode.running(offset: milliseconds).number, ordering: .acquiringAndReleasing)
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

extension EmulatorClock.Mode {
    /// The time before the way in the last bit. No time of the service's comes near to what needs
    /// that bit; what a file may have for one is the nearest that does not.
    fileprivate var number: Int64 {
        switch self {
        case .running(let offset): Self.shifted(offset)
        case .frozen(let milliseconds): Self.shifted(milliseconds) | 1
        }
    }

    private static func shifted(_ milliseconds: Int64) -> Int64 {
        min(max(milliseconds, Int64.min >> 1), Int64.max >> 1) << 1
    }

    fileprivate init(number: Int64) {
        self = number & 1 == 1 ? .frozen(at: number >> 1) : .running(offset: number >> 1)
    }
}
