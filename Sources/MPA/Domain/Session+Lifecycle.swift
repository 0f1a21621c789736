/// What the votes of a session come to.
package enum SessionOutcome: Sendable, Equatable { case pending, approved, rejected }

/// The votes of a session, counted.
package struct Votes: Sendable, Equatable {
    package let approvers: Int64
    package let approvals: Int64
    package let rejections: Int64

    package init(approvers: Int64, approvals: Int64, rejections: Int64) {
        self.approvers = approvers
        self.approvals = approvals
        self.rejections = rejections
    }

    /// Approved at the threshold, rejected once the threshold is out of reach.
    package func outcome(threshold: Int64) -> SessionOutcome {
        if approvals >= threshold { return .approved }
        if rejections > approvers - threshold { return .rejected }
        return .pending
    }
}

extension Session {
    package var votes: Votes {
        Votes(
            approvers: Int64(responses.count),
            approvals: Int64(responses.count { $0.response == .approved }),
            rejections: Int64(responses.count { $0.response == .rejected }))
    }

    /// A baseline asks for a sign of life, so it ends well when everybody gave one.
    package var outcome: SessionOutcome {
        switch kind {
        case .baseline:
            responses.allSatisfy { $0.response != .none } ? .approved : .pending
        case .protectedOperation, .update, .deletion:
            votes.outcome(threshold: team.threshold)
        }
    }

    /// Whether nothing follows when its time runs out, so that many such sessions can end in one
    /// go.
    package var expiresAlone: Bool { kind == .protectedOperation && status == .pending }

    /// Its checks have passed: approvers can answer.
    package mutating func open() {
        status = .pending
        dueTime = expirationTime
    }

    package mutating func approve(now: Int64) {
        end(.approved, now: now)
        executionStatus = plannedExecution
    }

    package mutating func reject(now: Int64) {
        end(.failed, .rejected, now: now)
    }

    package mutating func expire(now: Int64) {
        end(.failed, .expired, now: now)
    }

    /// Nobody could be asked.
    package mutating func failWithoutApprovers(now: Int64) {
        end(.failed, .allApproversInSession, now: now)
        statusMessage = "Every approver that was asked for is in a baseline session already."
    }

    package mutating func cancel(_ cause: SessionCancellation, now: Int64) {
        end(.cancelled, cause.statusCode, now: now)
        statusMessage = cause.statusMessage
    }

    private mutating func end(_ status: Status, _ code: StatusCode? = nil, now: Int64) {
        self.status = status
        statusCode = code
        completionTime = now
        executionStatus = nil
        dueTime = nil
    }
}

/// Why a session ended before its time.
package enum SessionCancellation: String, Sendable, CaseIterable {
    case configurationChanged = "CONFIGURATION_CHANGED"
    case teamDeleted = "TEAM_DELETED"
    case byUser = "CANCELLED_BY_USER"

    /// The API has a code for one of the causes; events have all three.
    var statusCode: Session.StatusCode? {
        switch self {
        case .configurationChanged: .configurationChanged
        case .teamDeleted, .byUser: nil
        }
    }

    var statusMessage: String {
        switch self {
        case .configurationChanged: "The configuration of the approval team changed."
        case .teamDeleted: "The approval team was deleted."
        case .byUser: "The session was cancelled by CancelSession."
        }
    }
}
