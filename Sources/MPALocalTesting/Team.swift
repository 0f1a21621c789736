public import FoundationEssentials

extension MPALocal {
    /// An approval team as the emulator knows it, with the members of GetApprovalTeam,
    /// https://docs.aws.amazon.com/mpa/latest/APIReference/API_GetApprovalTeam.html.
    public struct Team: Decodable, Sendable, Equatable {
        /// A member of a team.
        public struct Approver: Decodable, Sendable, Equatable {
            /// The id of the approver in the team.
            public let approverId: String
            /// The user of Identity Center.
            public let primaryIdentityId: String
            /// Where the user comes from.
            public let primaryIdentitySourceArn: String
            /// PENDING, ACCEPTED, REJECTED or INVALID.
            public let primaryIdentityStatus: String
            /// When the answer came; nil while there is none.
            public let responseTime: Date?
            /// VOTED, BASELINED or RESPONDED_TO_INVITATION.
            public let lastActivity: String?
            /// When that was.
            public let lastActivityTime: Date?
            /// The baseline that waits for this approver.
            public let pendingBaselineSessionArn: String?
        }

        /// The ARN of the team.
        public let arn: String
        /// The account that owns the team.
        public let accountId: String
        /// The Region of the team.
        public let region: String
        /// The name of the team.
        public let name: String
        /// What was said to describe it.
        public let description: String
        /// ACTIVE, INACTIVE, DELETING or PENDING.
        public let status: String
        /// What is under way or has failed, such as UPDATE_PENDING_APPROVAL.
        public let statusCode: String?
        /// More about the status, in words.
        public let statusMessage: String?
        /// How many members there are.
        public let numberOfApprovers: Int
        /// The members, in the order in which they were given.
        public let approvers: [Approver]
        /// The present version.
        public let versionId: String
        /// When the team was made.
        public let creationTime: Date
        /// When an update was applied last; nil for never.
        public let lastUpdateTime: Date?
        /// The session that decides on an update or a deletion.
        public let updateSessionArn: String?
    }

    /// A request for approval as the emulator knows it, with the members of
    /// [GetSession](https://docs.aws.amazon.com/mpa/latest/APIReference/API_GetSession.html).
    public struct Session: Decodable, Sendable, Equatable {
        /// What one approver says.
        public struct Response: Decodable, Sendable, Equatable {
            /// The id of the approver in the team.
            public let approverId: String
            /// The user of Identity Center.
            public let identityId: String
            /// APPROVED, REJECTED or NO_RESPONSE.
            public let response: String
            /// When the answer came; nil while there is none.
            public let responseTime: Date?
            /// What was said with the vote.
            public let comment: String?
        }

        /// The ARN of the session.
        public let sessionArn: String
        /// PROTECTED_OPERATION, UPDATE, DELETION or BASELINE.
        public let kind: String
        /// The team that decides.
        public let approvalTeamArn: String
        /// The name of that team.
        public let approvalTeamName: String
        /// What the operation is to be done to.
        public let protectedResourceArn: String
        /// The operation, such as `backup:RevokeRestoreAccessBackupVault`.
        public let actionName: String
        /// What was said to describe it.
        public let description: String?
        /// What the service told beside.
        public let metadata: [String: String]
        /// When it began.
        public let initiationTime: Date
        /// When it ends without enough votes.
        public let expirationTime: Date
        /// When it ended; nil while it is open.
        public let completionTime: Date?
        /// CREATING, PENDING, APPROVED, FAILED or CANCELLED.
        public let status: String
        /// REJECTED, EXPIRED, CONFIGURATION_CHANGED or ALL_APPROVERS_IN_SESSION.
        public let statusCode: String?
        /// More about the status, in words.
        public let statusMessage: String?
        /// EXECUTED, FAILED or PENDING.
        public let executionStatus: String?
        /// Who asks.
        public let requesterPrincipalArn: String
        /// The account that asks.
        public let requesterAccountId: String
        /// The Region that the request came from.
        public let requesterRegion: String
        /// What was said with the request.
        public let requesterComment: String?
        /// What each approver says.
        public let approverResponses: [Response]
    }
}
