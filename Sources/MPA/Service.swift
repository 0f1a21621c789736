package import AWSProtocol
import Synchronization

/// The emulated service: every call of every account goes through one store, one at a time.
package final class Service: Sendable {
    private let store: Store
    private let lock = Mutex(())
    private let settings: ServiceSettings
    private let clock: EmulatorClock

    package init(store: Store, settings: ServiceSettings, clock: EmulatorClock) {
        self.store = store
        self.settings = settings
        self.clock = clock
    }

    /// Settles what is due, then performs the operation on input that is valid.
    ///
    /// What was due stays settled when the operation fails; the operation itself happens wholly
    /// or not at all.
    package func perform(
        _ operation: OperationName, _ input: Structure, for caller: Caller
    ) throws(ServiceError) -> Answer {
        guard let handler = operation.handler else {
            throw .internalServer(cause: "\(operation.rawValue) has no handler")
        }
        let isReadOnly = API.description(of: operation).isReadOnly
        return try lock.withLock { _ throws(ServiceError) in
            let work = Work(caller: caller, now: clock.now(), store: store, settings: settings)
            do {
                try Settlement.settle(store, now: work.now)
                if isReadOnly { return try handler(input, work) }
                return try store.transaction { try handler(input, work) }
            } catch let error as ServiceError {
                throw error
            } catch {
                throw .internalServer(cause: "\(error)")
            }
        }
    }

    /// How many records of each kind there are.
    package func counts() throws -> [(name: String, count: Int64)] {
        try lock.withLock { _ in try store.counts() }
    }
}
