public import FoundationEssentials

extension MPALocal {
    /// What AWS would have mailed.
    public struct Outbox: Sendable {
        let server: MPALocal

        /// What a mail is about.
        public enum Kind: String, Codable, Sendable {
            case invitation = "INVITATION"
            case request = "REQUEST"
            case oneTimeCode = "ONE_TIME_CODE"
        }

        /// A mail.
        public struct Message: Decodable, Sendable, Equatable {
            /// Its place in the order of sending, from 1.
            public let id: Int
            /// When it was sent, on the emulator's clock.
            public let time: Date
            /// What it is about.
            public let kind: Kind
            /// The subject line.
            public let subject: String
            /// The team that it is about.
            public let approvalTeamArn: String
            /// The session that it is about; nil for an invitation.
            public let sessionArn: String?
            /// Until when an answer counts.
            public let expirationTime: Date?
            /// The one-time code.
            public let code: String?
            /// The page of the portal that it leads to.
            public let link: String
        }

        /// The newest messages, at most 1,000, the oldest of them first.
        ///
        /// - Parameters:
        ///   - recipient: An approver id, identity id or e-mail address; nil for all.
        ///   - kind: Only mails of that kind.
        public func messages(
            to recipient: String? = nil, kind: Kind? = nil
        ) throws(MPALocalError) -> [Message] {
            let page: Page = try server.call(
                "GET", ["outbox"],
                query: ["recipient": recipient, "kind": kind?.rawValue, "limit": "1000"])
            return page.messages
        }

        private struct Page: Decodable {
            let messages: [Message]
        }
    }

    /// What AWS would have mailed.
    public var outbox: Outbox { Outbox(server: self) }

    /// An API call or an asynchronous step, as
    /// [CloudTrail](https://docs.aws.amazon.com/mpa/latest/userguide/logging-using-cloudtrail.html)
    /// tells it.
    public struct Event: Decodable, Sendable, Equatable {
        /// Its place in the order of events, from 1.
        public let sequence: Int
        /// The operation, or the step such as `SessionExpiration`.
        public let eventName: String
        /// When it happened, on the emulator's clock.
        public let eventTime: Date
        /// AwsApiCall or AwsServiceEvent.
        public let eventType: String
        /// Why a call was refused, as CloudTrail has it, such as `ConflictException`.
        public let errorCode: String?
        /// What was asked, sensitive members hidden; nil for a call that failed.
        public let requestParameters: JSON?
        /// What a call made; nil for most.
        public let responseElements: JSON?
        /// The new status of what a step happened to.
        public let serviceEventDetails: JSON?
    }

    /// The events after that number, the oldest first; at most 1,000.
    ///
    /// - Throws: ``MPALocalError`` of status 409 for a number that no event has yet.
    public func events(after sequence: Int = 0) throws(MPALocalError) -> [Event] {
        let page: EventPage = try call(
            "GET", ["events"], query: ["after": String(sequence), "limit": "1000"])
        return page.events
    }

    private struct EventPage: Decodable {
        let events: [Event]
    }
}
