import Synchronization

/// The principals that are known, under a lock of their own: every request asks here first.
final class PrincipalBook: Sendable {
    private struct State {
        /// By the bytes of the access key id: to Swift two texts that differ in their Unicode form
        /// alone are one.
        var known: [[UInt8]: Principal] = [:]
        /// Those of the start, to which a reset returns.
        var standard: [[UInt8]: Principal] = [:]
    }

    /// Without a principal a request costs this one look.
    private let isInUse = Atomic(false)
    private let state = Mutex(State())

    subscript(accessKeyID: String) -> Principal? {
        guard isInUse.load(ordering: .acquiring) else { return nil }
        return state.withLock { $0.known[Array(accessKeyID.utf8)] }
    }

    /// In the order of their access key ids.
    var all: [Principal] { state.withLock { Self.ordered($0.known) } }

    var standard: [Principal] { state.withLock { Self.ordered($0.standard) } }

    /// Nil for those of the start.
    func replace(with principals: [Principal]?) {
        change { $0.known = principals.map(Self.keyed) ?? $0.standard }
    }

    /// Takes these for the ones of the start, and adds them to those that are known.
    func begin(with principals: [Principal]) {
        change { state in
            state.standard = Self.keyed(principals)
            state.known.merge(state.standard) { $1 }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        state.withLock { state in
            body(&state)
            isInUse.store(!state.known.isEmpty, ordering: .releasing)
        }
    }

    private static func keyed(_ principals: [Principal]) -> [[UInt8]: Principal] {
        Dictionary(principals.map { (Array($0.accessKeyID.utf8), $0) }) { $1 }
    }

    private static func ordered(_ principals: [[UInt8]: Principal]) -> [Principal] {
        principals.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }
}
