import AWSProtocol

/// The whole state as one document.
extension Service {
    /// The state as JSON text for people, the same for the same state.
    package func exportState() throws -> [UInt8] {
        try turn { turn, _ in try document(turn) }
    }

    /// Takes the state of a document for all there was, snapshots excepted; wholly or not at all.
    ///
    /// - Throws: ControlError.invalid with the JSON path of the first mistake.
    package func importState(_ text: [UInt8]) throws {
        try turn { _, state in try replaceState(read(text), &state) }
    }

    /// Empties everything but the snapshots, then applies the seed if asked to.
    ///
    /// - Throws: ControlError.conflict where a seed is asked for, and none was given at the start.
    package func reset(withSeed: Bool) throws {
        try turn { _, state in
            if withSeed, state.seed == nil {
                throw ControlError.conflict(
                    "There is no seed to return to. Start mpa-local with --seed FILE.")
            }
            var plan = try read(withSeed ? state.seed : nil)
            // Who follows the events goes on from where it was.
            if plan.contents.events.isEmpty {
                plan.contents.latestSequence = store.events.latestSequence
            }
            try replaceState(plan, &state)
        }
    }

    /// Begins with that state and remembers it for resets; a store with content keeps its own.
    ///
    /// Answers whether the seed was applied.
    @discardableResult
    package func applySeed(_ text: [UInt8]) throws -> Bool {
        try turn { _, state in
            let plan = try read(text)
            state.seed = text
            guard try store.isUntouched() else { return false }
            try replaceState(plan, &state)
            return true
        }
    }

    func document(_ turn: Turn) throws -> [UInt8] {
        let writer = StateWriter(try store.contents(at: turn.now))
        return writer.document(
            now: turn.now, clock: clock.mode, settings: turn.settings, principals: toldPrincipals,
            faults: faults.rules
        ).indentedText
    }

    /// Reads a document, or that of the state in which everything begins.
    func read(_ text: [UInt8]?) throws(ControlError) -> StateReader {
        let empty = Array("{\"formatVersion\": \(StateReader.formatVersion)}".utf8)
        return try StateReader(
            text ?? empty, ids: ids.successor(for: text), standard: standardSettings,
            machineTime: clock.machineTime)
    }

    func replaceState(_ plan: StateReader, _ state: inout State) throws {
        // What has happened until now is told before it is gone.
        state.wakes = state.announce(store.events)
        try store.replace(with: plan.contents, newEpoch: ids.nextEpoch) {
            if plan.clock != .running(offset: 0) { try keep(plan.clock) }
            if plan.choosesSettings { try keep(plan.settings) }
            if let principals = plan.principals { try keep(principals) }
        }
        book.replace(with: plan.principals)
        clock.mode = plan.clock
        state.latest = clock.now()
        state.settings = plan.settings
        faults.replace(with: plan.faults)
        ids.restart(from: plan.ids)
        state.announceReplacement(store.events)
    }
}
