/// A one-time code that lets an approver vote, in force until it is used or replaced.
package struct VerificationCode: Sendable, Equatable {
    /// After so many wrong ones the code is void.
    package static let wrongAttemptsMax: Int64 = 5

    package let sessionARN: String
    package let approverID: String
    package let code: String
    package var wrongAttempts: Int64 = 0

    package init(sessionARN: String, approverID: String, code: String, wrongAttempts: Int64 = 0) {
        self.sessionARN = sessionARN
        self.approverID = approverID
        self.code = code
        self.wrongAttempts = wrongAttempts
    }
}
