/// A mail that AWS would send,
/// https://docs.aws.amazon.com/mpa/latest/userguide/approver.html.
package struct Message: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case invitation = "INVITATION"
        case request = "REQUEST"
        case code = "ONE_TIME_CODE"
    }

    /// Its place in the order of sending; 0 until it is stored.
    package var id: Int64 = 0
    package let time: Int64
    package let kind: Kind
    package let approverID: String
    package let identityID: String
    package let email: String?
    package let subject: String
    package let teamARN: String
    package let sessionARN: String?
    package let expirationTime: Int64?
    package let code: String?

    package init(
        id: Int64 = 0, time: Int64, kind: Kind, approverID: String, identityID: String,
        email: String?, subject: String, teamARN: String, sessionARN: String? = nil,
        expirationTime: Int64? = nil, code: String? = nil
    ) {
        self.id = id
        self.time = time
        self.kind = kind
        self.approverID = approverID
        self.identityID = identityID
        self.email = email
        self.subject = subject
        self.teamARN = teamARN
        self.sessionARN = sessionARN
        self.expirationTime = expirationTime
        self.code = code
    }
}
