public import FoundationEssentials

extension MPALocal {
    /// A request to the API, as the journal keeps it, and its answer.
    public struct RecordedRequest: Decodable, Sendable, Equatable {
        /// Its place in the order of arrival, from 1.
        public let number: Int
        /// The id that the answer had in `x-amzn-requestid`.
        public let requestId: String
        /// On the emulator's clock.
        public let time: Date
        /// Nil for a request that did not get as far.
        public let account: String?
        /// The ARN of the caller.
        public let principal: String?
        /// Such as `CreateApprovalTeam`; nil for a request that names none.
        public let operation: String?
        /// What was asked, decoded.
        public let input: JSON?
        /// The HTTP status of the answer.
        public let status: Int
        /// The error code, such as `ConflictException`.
        public let error: String?
        /// What was answered; nil where that is no JSON object.
        public let answer: JSON?
        /// The attempt that the SDK told.
        public let sdkAttempt: Int?
        /// What all attempts of one call have in common.
        public let sdkInvocationId: String?
        /// The name of the fault rule that decided.
        public let fault: String?
        /// True where a `ClientToken` was answered from memory.
        public let isIdempotentReplay: Bool
    }

    /// Calls that a test should have made.
    public struct Expectation: Encodable, Sendable, Equatable {
        /// How many calls are expected; at least one unless it is said otherwise.
        public struct Count: Encodable, Sendable, Equatable {
            private var exactly: Int?
            private var atLeast: Int?
            private var atMost: Int?

            /// Just so many.
            public static func exactly(_ count: Int) -> Count { Count(exactly: count) }
            /// So many or more.
            public static func atLeast(_ count: Int) -> Count { Count(atLeast: count) }
            /// So many or fewer.
            public static func atMost(_ count: Int) -> Count { Count(atMost: count) }

            private init(exactly: Int? = nil, atLeast: Int? = nil, atMost: Int? = nil) {
                self.exactly = exactly
                self.atLeast = atLeast
                self.atMost = atMost
            }
        }

        /// The operation, such as `CreateApprovalTeam`.
        public var operation: String
        /// A part of the input: members that are not named do not matter, null means absent.
        public var input: JSON?
        /// Who called.
        public var account: String?
        /// The HTTP status of the answer.
        public var status: Int?
        /// How many calls; nil for at least one.
        public var count: Count?

        /// Calls of an operation.
        public init(
            _ operation: String, input: JSON? = nil, account: String? = nil, status: Int? = nil,
            count: Count? = nil
        ) {
            self.operation = operation
            self.input = input
            self.account = account
            self.status = status
            self.count = count
        }
    }

    /// Whether a test made the calls that it should have made.
    public struct Verification: Decodable, Sendable, Equatable, CustomStringConvertible {
        /// What does not hold.
        public struct Failure: Decodable, Sendable, Equatable {
            /// `count`, `order` or `other`.
            public let reason: String
            /// The place of the expectation in the list, from 0.
            public let expectation: Int?
            /// In words, with the nearest miss and what differs.
            public let detail: String
            /// The calls that come nearest, the nearest first.
            public let nearest: [Miss]
        }

        /// A call that is not the one expected.
        public struct Miss: Decodable, Sendable, Equatable {
            /// Its place in the order of arrival.
            public let number: Int
            /// The id that the answer had in `x-amzn-requestid`.
            public let requestId: String
            /// The operation that it asked for.
            public let operation: String?
            /// The HTTP status of its answer.
            public let status: Int
            /// What differs; nil where nothing does.
            public let differences: [Difference]?
        }

        /// What differs at one place.
        public struct Difference: Decodable, Sendable, Equatable {
            /// A JSON path in the input, or `account` or `status`.
            public let path: String
            /// What the expectation has there; nil for nothing.
            public let expected: JSON?
            /// What the call has there; nil for nothing.
            public let found: JSON?
        }

        /// True where all holds.
        public let verified: Bool
        private let failed: [Failure]?

        /// What does not hold; empty where all does.
        public var failures: [Failure] { failed ?? [] }

        /// What does not hold, in words.
        public var description: String {
            verified ? "verified" : failures.map(\.detail).joined(separator: " ")
        }

        private enum CodingKeys: String, CodingKey {
            case verified
            case failed = "failures"
        }
    }
}
