extension MPALocal {
    /// The rules by which calls fail: the first one whose turn it is decides.
    public struct Faults: Sendable {
        let server: MPALocal

        /// How a rule has fared.
        public struct Count: Decodable, Sendable, Equatable {
            /// The name of the rule.
            public let id: String
            /// How many calls fitted.
            public let calls: Int
            /// How many of them it decided.
            public let hits: Int
        }

        /// Lets calls fail that a rule matches.
        ///
        /// - Returns: The rule's name and count.
        /// - Throws: ``MPALocalError`` of status 400 for a rule that can never match, with the
        ///   JSON path of the reason; 409 for a name that is taken.
        @discardableResult
        public func add(_ rule: FaultRule) throws(MPALocalError) -> Count {
            try server.call("POST", ["faults"], rule)
        }

        /// Every rule, in their order.
        public func list() throws(MPALocalError) -> [Count] {
            let page: Page = try server.call("GET", ["faults"])
            return page.faults
        }

        /// How a rule has fared.
        ///
        /// - Throws: ``MPALocalError`` of status 404 for a name of none.
        public func count(_ id: String) throws(MPALocalError) -> Count {
            try server.call("GET", ["faults", id])
        }

        /// Deletes a rule.
        ///
        /// - Throws: ``MPALocalError`` of status 404 for a name of none.
        public func remove(_ id: String) throws(MPALocalError) {
            let _: Nothing = try server.call("DELETE", ["faults", id])
        }

        /// Deletes every rule.
        public func removeAll() throws(MPALocalError) {
            let _: Nothing = try server.call("DELETE", ["faults"])
        }

        private struct Page: Decodable {
            let faults: [Count]
        }
    }

    /// The rules by which calls fail.
    public var faults: Faults { Faults(server: self) }
}
