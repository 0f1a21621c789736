/// A user of the Identity Center directory, as a test declares it.
package struct DirectoryUser: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        case enabled = "ENABLED"
        case disabled = "DISABLED"
        case deleted = "DELETED"
    }

    package let id: String
    package let name: String?
    package let email: String?
    package let status: Status

    package init(id: String, name: String?, email: String?, status: Status) {
        self.id = id
        self.name = name
        self.email = email
        self.status = status
    }
}

/// An Identity Center instance, as a test declares it.
package struct DirectoryInstance: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        case present = "PRESENT"
        case deleted = "DELETED"
        case notValid = "NOT_VALID"
        case accessDenied = "ACCESS_DENIED"
    }

    package let arn: String
    package let status: Status

    package init(arn: String, status: Status) {
        self.arn = arn
        self.status = status
    }
}

/// How a person answers without being asked by a test.
package struct Habit: Sendable, Equatable {
    package enum OnInvitation: String, Sendable, CaseIterable {
        case accept = "ACCEPT"
        case reject = "REJECT"
        case wait = "WAIT"
    }

    package enum OnSession: String, Sendable, CaseIterable {
        case approve = "APPROVE"
        case reject = "REJECT"
        case wait = "WAIT"
    }

    package let onInvitation: OnInvitation
    package let onSession: OnSession
    /// How long the person takes, on the emulator's clock.
    package let afterMilliseconds: Int64

    package init(onInvitation: OnInvitation, onSession: OnSession, afterMilliseconds: Int64) {
        self.onInvitation = onInvitation
        self.onSession = onSession
        self.afterMilliseconds = afterMilliseconds
    }

    /// What people do who have no habit of their own.
    package enum Standard: String, Sendable, CaseIterable {
        case wait
        case accept
        case approve

        package var habit: Habit {
            Habit(
                onInvitation: self == .wait ? .wait : .accept,
                onSession: self == .approve ? .approve : .wait, afterMilliseconds: 0)
        }
    }
}
