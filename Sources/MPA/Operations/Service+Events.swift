/// Events for those who read them, and for those who wait for them.
extension Service {
    /// At most `limit` events after that number, the oldest first; the number of the last one
    /// given, or else that number; and the latest number there is.
    package func events(
        after sequence: Int64, limit: Int
    ) throws -> (events: [[UInt8]], last: Int64, latest: Int64) {
        try turn { turn, _ in
            let log = turn.store.events
            guard sequence <= log.latestSequence else {
                throw ControlError.conflict(
                    "There are \(log.latestSequence) events and none numbered \(sequence): the "
                        + "state was replaced meanwhile. Read on from after=0.")
            }
            try log.read()
            let events = log.recent(after: sequence).prefix(limit).map(\.document)
            let last = log.firstSequence(after: sequence) + Int64(events.count) - 1
            return (events, events.isEmpty ? sequence : last, log.latestSequence)
        }
    }

    /// Calls `wake` once as soon as there are events after that number.
    ///
    /// Answers false, and does not call it, when there are some already.
    package func awaitEvents(
        after sequence: Int64, as listener: ObjectIdentifier,
        _ wake: @escaping @Sendable () -> Void
    ) throws -> Bool {
        try turn { turn, state in
            let isWaiting = turn.store.events.latestSequence == sequence
            state.listeners[listener] = isWaiting ? wake : nil
            return isWaiting
        }
    }

    /// Calls this listener no more.
    package func stopWaiting(_ listener: ObjectIdentifier) {
        locked { state in state.listeners[listener] = nil }
    }

    /// Follows the events after that one, or from now on.
    package func followEvents(after position: EventPosition?) throws -> EventSubscription {
        try turn { turn, state in
            let log = turn.store.events
            openEvents(&state)
            // Nil for a position that this log never had.
            let known = position.flatMap { log.contains($0) ? $0.sequence : nil }
            if position != nil { try log.read(after: known ?? 0) }
            // The turn has not told yet what it has settled.
            state.wakes = state.announce(log)
            let subscription = EventSubscription(epoch: log.epoch)
            state.subscriptions[ObjectIdentifier(subscription)] = subscription
            guard position != nil else { return subscription }
            if known == nil { _ = subscription.pushReplaced(log) }
            let start = known ?? 0
            let missing = log.firstSequence(after: start) - 1 - start
            if missing > 0 { subscription.pushDropped(missing) }
            _ = subscription.push(log.recent(after: start))
            return subscription
        }
    }

    package func unfollowEvents(_ subscription: EventSubscription) {
        locked { state in state.subscriptions[ObjectIdentifier(subscription)] = nil }
        subscription.end()
    }

    /// How long until something happens by itself, on a clock that runs; nil for never.
    package func millisecondsToNextStep() throws -> Int64? {
        try turn { turn, _ in
            guard case .running = clock.mode, turn.store.nextDueTime < .max else { return nil }
            return max(1, turn.store.nextDueTime - turn.now)
        }
    }

    /// The last event before those of this run, and whether these go on from where the last run had
    /// ended.
    package var beginningOfEvents: (position: EventPosition, goesOn: Bool) {
        locked { _ in
            let log = store.events
            return (EventPosition(epoch: log.epoch, sequence: log.firstMark), log.isContinued)
        }
    }

    /// Writes the events that no change has taken along, and lets go of old ones.
    ///
    /// A few at a time: no call waits for all of them. Those that come meanwhile may be left.
    package func keepEvents() throws {
        try byBits { try store.saveEvents(atMost: $0) }
        try byBits { try store.trimEvents(atMost: $0) }
    }

    private func byBits(_ step: (_ limit: Int) throws -> Bool) throws {
        let limit = 200
        for _ in 0...EventLog.eventsMax / limit {
            if try locked({ _ in try step(limit) }) { return }
        }
    }

    /// Writes what is not written yet; call it before the end.
    package func close() throws { try change { turn in try turn.store.events.close() } }
}

extension Service.State {
    /// Says that the events are others now. After a reset they go on as they were, so it says
    /// nothing.
    mutating func announceReplacement(_ log: EventLog) {
        let latest = log.latestSequence
        guard latest != notifiedSequence || !log.recent(after: 0).isEmpty else { return }
        notifiedSequence = latest
        wakes += subscriptions.values.compactMap { $0.pushReplaced(log) }
        wakes += listeners.values
        listeners = [:]
    }
}
