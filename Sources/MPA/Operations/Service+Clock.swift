/// The clock's routes: what is due happens before they answer.
extension Service {
    package struct ClockReading: Sendable {
        package let now: Int64
        package let isFrozen: Bool
        package let fired: [FiredStep]
    }

    /// Where nothing more can be told of the time: the last moment of the year 9999.
    package static let latestTime: Int64 = 253_402_300_799_999
    /// Likewise: the first moment of the year 0000.
    package static let earliestTime: Int64 = -62_167_219_200_000

    /// What the clock shows, without a turn.
    package var clockTime: Int64 { clock.now() }

    package func readClock() throws -> ClockReading { try turn { turn, _ in reading(turn, []) } }

    /// Moves the clock on by so much.
    package func advanceClock(milliseconds: Int64) throws -> ClockReading {
        try setClock { now in
            let (sum, isOver) = now.addingReportingOverflow(milliseconds)
            return isOver ? .max : sum
        }
    }

    /// Freezes the clock or lets it run, from another moment if one is given.
    package func setClock(isFrozen: Bool?, time: Int64?) throws -> ClockReading {
        try setClock(isFrozen: isFrozen) { now in time ?? now }
    }

    private func setClock(
        isFrozen: Bool? = nil, _ target: (Int64) -> Int64
    ) throws -> ClockReading {
        try turn { turn, state in
            let time = target(turn.now)
            try checkTarget(time, turn)
            let isFrozen = isFrozen ?? self.isFrozen
            let before = (clock.mode, state.latest)
            state.latest = time
            if isFrozen { clock.freeze(at: time) } else { clock.run(from: time) }
            do {
                // What could not be written has not happened: who tries again moves it once.
                return try store.transaction {
                    try keep(clock.mode)
                    let fired = try Settlement.settle(turn.at(time))
                    return reading(turn.at(time), fired)
                }
            } catch {
                (clock.mode, state.latest) = before
                throw error
            }
        }
    }

    private func checkTarget(_ time: Int64, _ turn: Turn) throws {
        guard time <= Self.latestTime else {
            throw ControlError.invalid(path: "$", "The clock ends with the year 9999.")
        }
        guard time >= Self.earliestTime else {
            throw ControlError.invalid(path: "$", "The clock begins with the year 0.")
        }
        guard time < turn.now else { return }
        guard try turn.store.isEmpty() else {
            throw ControlError.conflict(
                "Time does not go back while resources exist. Reset first: POST /_mpa/reset.")
        }
    }

    private var isFrozen: Bool {
        switch clock.mode {
        case .frozen: true
        case .running: false
        }
    }

    private func reading(_ turn: Turn, _ fired: [FiredStep]) -> ClockReading {
        ClockReading(now: turn.now, isFrozen: isFrozen, fired: fired)
    }

    /// A restart finds the clock as it was left.
    func keep(_ mode: EmulatorClock.Mode) throws {
        switch mode {
        case .frozen(let time): try store.settings.put("clock", "frozen \(time)")
        case .running(let offset): try store.settings.put("clock", "running \(offset)")
        }
    }
}
