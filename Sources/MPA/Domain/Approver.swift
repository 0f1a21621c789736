/// A member of an approval team.
package struct Approver: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        case pending = "PENDING"
        case accepted = "ACCEPTED"
        case rejected = "REJECTED"
        case invalid = "INVALID"
    }

    package enum Activity: String, Sendable, CaseIterable {
        case voted = "VOTED"
        case baselined = "BASELINED"
        case respondedToInvitation = "RESPONDED_TO_INVITATION"
    }

    package let id: String
    package let identityID: String
    package let identitySourceARN: String
    /// What became of the invitation: never `invalid`, which `isInvalid` tells.
    package var answer = Status.pending
    /// The identity cannot be used: unknown, disabled or deleted.
    package var isInvalid = false
    /// When the invitation was sent; absent before validation has passed.
    package var invitationTime: Int64?
    package var responseTime: Int64?
    package var lastActivity: Activity?
    package var lastActivityTime: Int64?
    package var pendingBaselineSessionARN: String?
    /// The address that one-time codes go to, once it is registered.
    package var registeredEmail: String?

    package init(id: String, identityID: String, identitySourceARN: String) {
        self.id = id
        self.identityID = identityID
        self.identitySourceARN = identitySourceARN
    }

    /// As the API tells it.
    package var status: Status { isInvalid ? .invalid : answer }

    /// True while an answer to the invitation is awaited.
    package var isInvited: Bool { invitationTime != nil && answer == .pending && !isInvalid }

    package func isSamePerson(as other: Approver) -> Bool {
        identityID.utf8.elementsEqual(other.identityID.utf8)
            && identitySourceARN.utf8.elementsEqual(other.identitySourceARN.utf8)
    }
}
