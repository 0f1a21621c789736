/// For those who show what there is, and want to know when it changes.
extension Service {
    /// A number that grows with each change that anybody could see.
    package func revision() throws -> Int64 { try turn { _, state in state.revision } }

    /// The same; while it is not above that number, `wake` is called once as soon as it is.
    package func awaitRevision(
        after number: Int64, as listener: ObjectIdentifier, _ wake: @escaping @Sendable () -> Void
    ) throws -> Int64 {
        try turn { _, state in
            state.revisionListeners[listener] = state.revision > number ? nil : wake
            return state.revision
        }
    }

    /// Calls this listener no more.
    package func stopAwaitingRevision(_ listener: ObjectIdentifier) {
        _ = try? turn { _, state in state.revisionListeners[listener] = nil }
    }

    /// Something changed that lies in no table.
    func noteChange() { try? turn { _, state in state.noteChange() } }
}

extension Service.State {
    /// Wakes those who wait for it, at the end of the turn.
    mutating func noteChange() {
        revision += 1
        wakes += revisionListeners.values
        revisionListeners = [:]
    }
}
