package import AWSProtocol
import Synchronization

/// The emulated service: every call of every account goes through one store, one at a time.
package final class Service: Sendable {
    /// What a turn may change beside the store.
    struct State {
        var settings: ServiceSettings
        /// The latest moment that a turn happened at: the clock of the machine may jump back.
        var latest = Int64.min
        /// People who wait for events, woken after every turn.
        var listeners: [ObjectIdentifier: @Sendable () -> Void] = [:]
        var notifiedSequence: Int64 = 0
        /// Grows with each change that anybody could see.
        var revision: Int64 = 1
        /// People who wait for a change.
        var revisionListeners: [ObjectIdentifier: @Sendable () -> Void] = [:]
        /// People who follow the events.
        var subscriptions: [ObjectIdentifier: EventSubscription] = [:]
        /// Whom to wake at the end of the turn.
        var wakes: [@Sendable () -> Void] = []
        /// The state document of the start, for resets that return to it.
        var seed: [UInt8]?
    }

    let store: Store
    let clock: EmulatorClock
    package let ids: IDStreams
    let book = PrincipalBook()
    let faults = FaultPlan()
    /// The settings of the start, to which a reset returns.
    let standardSettings: ServiceSettings
    private let state: Mutex<State>

    package init(
        store: Store, settings: ServiceSettings, clock: EmulatorClock,
        ids: IDStreams = IDStreams()
    ) throws {
        self.store = store
        self.clock = clock
        self.ids = ids
        standardSettings = settings
        state = Mutex(State(settings: settings))
        try store.events.begin(ids.nextEpoch)
        ids.skipPast(events: store.events.latestSequence)
        try restoreChoices()
    }

    /// Settles what is due, then performs the operation on input that is valid.
    ///
    /// What was due stays settled when the operation fails; the operation itself happens wholly
    /// or not at all. What it puts under way without a delay is settled as well.
    package func perform(
        _ operation: OperationName, _ input: Structure, for caller: Caller,
        call: CallDetails = CallDetails()
    ) throws(ServiceError) -> Answer {
        do {
            return try turn { turn, _ in
                let work = Work(caller: caller, turn: turn)
                let isReadOnly = API.description(of: operation).isReadOnly
                func perform() throws -> Answer {
                    let before = store.events.latestSequence
                    let answer = try operation.handler(input, work)
                    turn.record(operation, input, caller, call, .success(answer), after: before)
                    return answer
                }
                do {
                    try Authorization.check(operation, input, work)
                    return isReadOnly ? try perform() : try store.transaction(perform)
                } catch {
                    let error = Self.serviceError(error)
                    turn.record(operation, input, caller, call, .failure(error))
                    throw error
                }
            }
        } catch {
            throw Self.serviceError(error)
        }
    }

    private static func serviceError(_ error: any Error) -> ServiceError {
        error as? ServiceError ?? .internalServer(cause: "\(error)")
    }

    /// Takes note of a call that was refused before it could be performed.
    package func refused(
        _ operation: OperationName, _ error: ServiceError, for caller: Caller, call: CallDetails
    ) {
        // An event that cannot be kept must not change what the caller reads.
        try? turn { turn, _ in
            turn.record(operation, Structure(), caller, call, .failure(error))
        }
    }

    /// How many records of each kind there are.
    package func counts() throws -> [(name: String, count: Int64)] {
        try turn { _, _ in try store.counts() }
    }

    /// Something beside the turns: nothing that is due happens.
    func locked<Result: Sendable>(_ body: (inout State) throws -> Result) rethrows -> Result {
        try state.withLock { state in try body(&state) }
    }

    /// One turn: settles what is due, runs `body`, settles what that put under way without delay,
    /// and wakes those who wait for events.
    func turn<Result: Sendable>(_ body: (Turn, inout State) throws -> Result) throws -> Result {
        let (result, woken) = try state.withLock { state in
            state.latest = max(state.latest, clock.now())
            let mark = store.changeMark
            let turn = Turn(
                now: state.latest, store: store, settings: state.settings, ids: ids.resources,
                faults: faults)
            try Settlement.settle(turn)
            let result = Swift.Result { try body(turn, &state) }
            if store.nextDueTime <= state.latest {
                try Settlement.settle(
                    Turn(
                        now: state.latest, store: store, settings: state.settings,
                        ids: ids.resources, faults: faults))
            }
            if !state.subscriptions.isEmpty { openEvents(&state) }
            if store.changeMark != mark { state.noteChange() }
            return (result, state.announce(store.events))
        }
        for wake in woken { wake() }
        return try result.get()
    }

    /// Before anybody is told an event's epoch: nobody else has to wait for a file at the start.
    func openEvents(_ state: inout State) {
        guard store.events.mustOpen else { return }
        do {
            try store.openEvents()
        } catch {
            store.events.standApart(ids.nextEpoch)
            state.wakes += state.subscriptions.values.compactMap { $0.pushReplaced(store.events) }
        }
    }
}

extension Service.State {
    /// Hands the events that came since the last time to those who follow them; answers whom to
    /// wake.
    mutating func announce(_ log: EventLog) -> [@Sendable () -> Void] {
        guard log.latestSequence != notifiedSequence else { return takeWakes() }
        if !subscriptions.isEmpty {
            let entries = log.recent(after: notifiedSequence)
            // Of one turn there can be more than the log has room for.
            let lost = log.firstSequence(after: notifiedSequence) - notifiedSequence - 1
            wakes += subscriptions.values.compactMap { $0.push(entries, afterDropped: lost) }
        }
        notifiedSequence = log.latestSequence
        if !listeners.isEmpty {
            wakes += listeners.values
            listeners = [:]
        }
        return takeWakes()
    }

    private mutating func takeWakes() -> [@Sendable () -> Void] {
        guard !wakes.isEmpty else { return [] }
        defer { wakes = [] }
        return wakes
    }
}

extension Turn {
    /// Adds the call to the events, in front of those that it has caused since that number.
    func record(
        _ operation: OperationName, _ input: Structure, _ caller: Caller, _ call: CallDetails,
        _ result: Result<Answer, ServiceError>, after sequence: Int64? = nil
    ) {
        var event = APIEvent(
            operation: operation, caller: caller, time: now, id: ids.nextID(), call: call)
        switch result {
        case .failure(let error): event.failure = APIEvent.Failure(error)
        case .success(let answer):
            event.input = input
            if operation.answersWhatEventsKeep { event.output = answer.structure }
        }
        store.events.insert(
            after: sequence ?? store.events.latestSequence, .call(event.packed))
    }
}
