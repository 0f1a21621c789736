import AWSProtocol
import MPA

extension ControlRoute {
    private static let identityID = Member(
        "identityId", ControlShapes.person, .uri, required: true)
    private static let habitMembers = [
        Member("onInvitation", ControlShapes.choice(Habit.OnInvitation.self)),
        Member("onSession", ControlShapes.choice(Habit.OnSession.self)),
        Member("after", ControlShapes.duration(.either)),
    ]
    private static let habit = ControlShapes.object(
        "Habit",
        [
            .always("identityId", ControlShapes.person),
            .always("onInvitation", ControlShapes.choice(Habit.OnInvitation.self)),
            .always("onSession", ControlShapes.choice(Habit.OnSession.self)),
            .always("after", ControlShapes.duration(.seconds)),
        ])

    static let habitRoutes = [
        ControlRoute(
            "ListHabits", "GET", "/habits", "Lists who answers without being asked, and how",
            answers: ControlShapes.page("HabitPage", "habits", of: habit)
        ) { call in
            .members(
                .page("habits", try call.service.habits().map { $1.document(of: $0) }))
        },
        ControlRoute(
            "GetHabit", "GET", "/habits/{identityId}", "Tells an identity's habit", [identityID],
            answers: habit, errors: [ProblemShapes.notFound]
        ) { call in
            let id = call.text("identityId")
            let found = try call.service.habits().first { $0.identity.hasBytes(of: id) }
            let habit = try unwrap(
                found, "The identity \(id) has no habit of its own; /_mpa/settings holds for it.")
            return .members(habit.habit.document(of: id))
        },
        ControlRoute(
            "PutHabit", "PUT", "/habits/{identityId}",
            "Gives an identity a habit in place of another; what is left out is WAIT, and at once",
            [identityID] + habitMembers, answers: habit
        ) { call in
            let habit = Habit(
                onInvitation: call.value("onInvitation") ?? .wait,
                onSession: call.value("onSession") ?? .wait,
                afterMilliseconds: call.integer("after") ?? 0)
            let id = call.text("identityId")
            try call.service.put(habit, of: id)
            return .members(habit.document(of: id))
        },
        ControlRoute(
            "DeleteHabit", "DELETE", "/habits/{identityId}", "Takes an identity's habit away",
            [identityID], answers: nil, errors: [ProblemShapes.notFound]
        ) { call in
            try call.service.forgetHabit(of: call.text("identityId"))
            return .nothing
        },
    ]
}

extension Habit {
    fileprivate func document(of identity: String) -> Structure {
        Structure([
            "identityId": .string(identity), "onInvitation": .string(onInvitation.rawValue),
            "onSession": .string(onSession.rawValue), "after": seconds(afterMilliseconds),
        ])
    }
}
