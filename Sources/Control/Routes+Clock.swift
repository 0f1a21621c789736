import AWSProtocol
import MPA

extension ControlRoute {
    /// More steps than these are counted, not listed.
    static let firedMax = 10_000

    static let clockRoutes = [
        ControlRoute(
            "GetClock", "GET", "/clock", "Tells the time, and whether it runs or is frozen",
            answers: clock
        ) { call in
            .members(try call.service.readClock().document)
        },
        ControlRoute(
            "SetClock", "PUT", "/clock", "Freezes the clock, sets it or lets it run",
            [
                Member("mode", ControlShapes.choice(["running", "frozen"])),
                Member("time", ControlShapes.time),
            ], answers: firedClock, errors: [ProblemShapes.conflict]
        ) { call in
            let time = call.time("time")
            if let time, time < 0 {
                throw ControlError.invalid(
                    path: "$.time", "The clock begins with the year 1970; set a later time.")
            }
            let isFrozen = call["mode"].map { $0 == "frozen" }
            return .members(
                try call.service.setClock(isFrozen: isFrozen, time: time).firedDocument)
        },
        ControlRoute(
            "AdvanceClock", "POST", "/clock/advance",
            "Moves the clock on, and answers once all that is due has happened",
            [
                Member("duration", ControlShapes.duration(.text)),
                Member("seconds", ControlShapes.duration(.seconds)),
            ], answers: firedClock
        ) { call in
            let given = [call.integer("duration"), call.integer("seconds")].compactMap { $0 }
            guard given.count == 1 else {
                throw ControlError.invalid(
                    path: "$", "Give exactly one of 'duration' (such as PT24H) and 'seconds'.")
            }
            return .members(
                try call.service.advanceClock(milliseconds: given[0]).firedDocument)
        },
    ]

    private static let clock = ControlShapes.object("Clock", clockMembers)
    private static let firedClock = ControlShapes.object(
        "FiredClock",
        clockMembers + [
            .always("fired", ControlShapes.list(of: firedStep)),
            .always("firedCount", ControlShapes.count),
        ])
    private static let firedStep = ControlShapes.object(
        "FiredStep",
        [
            .always("dueTime", ControlShapes.time), .always("name", ControlShapes.text),
            .always("resourceArn", ControlShapes.text),
        ])
    private static let clockMembers: [Member] = [
        .always("now", ControlShapes.time),
        .always("mode", ControlShapes.choice(["running", "frozen"])),
    ]
}

extension Service.ClockReading {
    fileprivate var document: Structure {
        Structure(["now": .timestamp(now), "mode": .string(isFrozen ? "frozen" : "running")])
    }

    fileprivate var firedDocument: Structure {
        var members = document
        members.append(
            "fired",
            .list(fired.prefix(ControlRoute.firedMax).map { .structure($0.description) }))
        members.append("firedCount", .integer(Int64(fired.count)))
        return members
    }
}
