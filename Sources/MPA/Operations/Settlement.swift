package import AWSProtocol

/// Applies what has fallen due, before anything is read.
///
/// Steps happen in the order of their due times, each at its own. Of those due at one moment come
/// first the identity sources', then the teams', then the sessions', then what people do by habit;
/// within a kind the older resource comes first.
enum Settlement {
    /// Answers what happened, in its order.
    @discardableResult
    static func settle(_ turn: Turn) throws -> [FiredStep] {
        let store = turn.store
        forgetTokens(store, now: turn.now)
        guard store.nextDueTime <= turn.now else { return [] }
        var fired: [FiredStep] = []
        try store.transaction {
            while let step = try store.earliestStep(), step.dueTime <= turn.now {
                if step.kind == .session {
                    let expired = try expireSessions(turn)
                    fired += expired
                    if !expired.isEmpty { continue }
                }
                if let step = try apply(step, turn.at(step.dueTime)) { fired.append(step) }
            }
        }
        return fired
    }

    /// Expired tokens are not looked at anyway; once an hour they are deleted as well. No call
    /// fails because that could not be written: it is tried again a minute later.
    private static func forgetTokens(_ store: Store, now: Int64) {
        // A full disk undoes the whole transaction, of which this is to be no part.
        guard store.nextPurgeTime <= now, !store.isInTransaction else { return }
        let purge: Void? = try? store.transaction {
            try store.clientTokens.purge(expiredBy: now)
        }
        store.nextPurgeTime = now + (purge == nil ? 1 : 60) * 60 * 1_000
    }

    /// So many sessions are in memory at a time.
    static let expiredAtOnce = 500

    /// Ends the sessions that come before all other steps, as far as none puts a step under way or
    /// takes one back: an hour's sessions may end at once.
    private static func expireSessions(_ turn: Turn) throws -> [FiredStep] {
        let store = turn.store
        let limit = try store.sessionsComeFirst(until: turn.now)
        var sessions = try store.sessions.due(
            by: limit, limit: expiredAtOnce, while: \.expiresAlone)
        // Each session that is due has an event of its own before anybody reads the log: so many
        // after these leave no room for theirs. Only after many is it worth the look.
        let isSeen =
            try sessions.count < expiredAtOnce
            || !store.sessions.areDue(
                by: turn.now, moreThan: expiredAtOnce + EventLog.eventsMax)
        if isSeen {
            for index in sessions.indices { try store.responses.fillVotes(&sessions[index]) }
        }
        return try sessions.map { session in
            // A state document may have a session end before it says.
            let turn = turn.at(session.dueTime ?? session.expirationTime)
            return try turn.expire(session, isSeen: isSeen)
        }
    }

    /// Nil for what has been overtaken meanwhile.
    private static func apply(_ step: Step, _ turn: Turn) throws -> FiredStep? {
        switch step.kind {
        case .identitySource: try turn.settleIdentitySource(step)
        case .approvalTeam: try turn.settleTeam(step)
        case .session: try turn.settleSession(step)
        case .answer: try turn.settleAnswer(step)
        }
    }
}

/// One thing that happened because its time had come.
package struct FiredStep: Sendable, Equatable {
    package let dueTime: Int64
    /// In the field's words, such as `SessionExpiration`.
    package let name: String
    package let resourceARN: String

    /// As the clock's routes tell it.
    package var description: Structure {
        Structure([
            "dueTime": .timestamp(dueTime), "name": .string(name),
            "resourceArn": .string(resourceARN),
        ])
    }
}
