/// What a person will do by habit at a moment to come.
package struct ScheduledAnswer: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case invitation = "INVITATION"
        case session = "SESSION"
    }

    /// Its place among those of one moment; 0 until it is stored.
    package var id: Int64 = 0
    package let dueTime: Int64
    package let kind: Kind
    /// The team that invites, or the session.
    package let resourceARN: String
    package let approverID: String
    /// Accepts the invitation, or approves.
    package let isPositive: Bool

    package init(
        id: Int64 = 0, dueTime: Int64, kind: Kind, resourceARN: String, approverID: String,
        isPositive: Bool
    ) {
        self.id = id
        self.dueTime = dueTime
        self.kind = kind
        self.resourceARN = resourceARN
        self.approverID = approverID
        self.isPositive = isPositive
    }
}
