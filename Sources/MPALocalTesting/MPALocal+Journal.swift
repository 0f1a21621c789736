extension MPALocal {
    /// The requests that were made to the API.
    public struct Journal: Sendable {
        let server: MPALocal

        /// The requests that are kept, the oldest first; at most 1,000.
        ///
        /// - Parameters:
        ///   - operation: Only those of one operation, such as `GetSession`.
        ///   - account: Only those of one account.
        ///   - status: Only those that were answered with that HTTP status.
        ///   - number: Only those after that number.
        /// - Throws: ``MPALocalError`` of status 409 where none are kept, 400 for an operation
        ///   that does not exist.
        public func requests(
            _ operation: String? = nil, account: String? = nil, status: Int? = nil,
            after number: Int = 0
        ) throws(MPALocalError) -> [RecordedRequest] {
            let page: Page = try server.call(
                "GET", ["requests"],
                query: [
                    "operation": operation, "account": account, "status": status.map(String.init),
                    "after": String(number), "limit": "1000",
                ])
            return page.requests
        }

        /// Whether the calls were made that are expected.
        ///
        /// ```swift
        /// let result = try server.journal.verify(
        ///     .init("CreateApprovalTeam", input: ["Name": "vault-keepers"]))
        /// #expect(result.verified, "\(result)")
        /// ```
        ///
        /// - Parameters:
        ///   - expectations: The calls that are expected.
        ///   - inOrder: The calls follow each other as the expectations do.
        ///   - noneOther: No other request was made.
        ///   - account: Only requests of that account count.
        ///   - number: Only requests after that number count.
        public func verify(
            _ expectations: Expectation..., inOrder: Bool = false, noneOther: Bool = false,
            account: String? = nil, after number: Int = 0
        ) throws(MPALocalError) -> Verification {
            try server.call(
                "POST", ["requests", "verify"],
                Question(
                    expectations: expectations, order: inOrder, noneOther: noneOther,
                    account: account, after: number))
        }

        /// Forgets the requests; their numbers go on.
        public func clear() throws(MPALocalError) {
            let _: Nothing = try server.call("DELETE", ["requests"])
        }

        private struct Page: Decodable {
            let requests: [RecordedRequest]
        }

        private struct Question: Encodable {
            let expectations: [Expectation]
            let order: Bool
            let noneOther: Bool
            let account: String?
            let after: Int
        }
    }

    /// The requests that were made to the API.
    public var journal: Journal { Journal(server: self) }
}
