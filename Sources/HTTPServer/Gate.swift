import Synchronization

/// Counts the requests that are running; once closed, which takes a count of zero, none begins.
///
/// One word holds both, so no request can begin between the look at the count and the closing.
final class Gate: Sendable {
    private static let closed = 1
    private static let request = 2

    private let state = Atomic<Int>(0)

    /// False when the gate has been closed; else each call needs one of `leave`.
    func enter() -> Bool {
        var seen = state.load(ordering: .relaxed)
        while seen & Self.closed == 0 {
            let (isDone, current) = state.weakCompareExchange(
                expected: seen, desired: seen + Self.request, ordering: .acquiringAndReleasing)
            if isDone { return true }
            seen = current
        }
        return false
    }

    func leave() { state.subtract(Self.request, ordering: .releasing) }

    /// Closes for good, unless a request is running; true when it is closed.
    func closeIfIdle() -> Bool {
        let (isDone, current) = state.compareExchange(
            expected: 0, desired: Self.closed, ordering: .acquiringAndReleasing)
        return isDone || current == Self.closed
    }
}
