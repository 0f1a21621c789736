public import FoundationEssentials

extension MPALocal {
    /// The emulator's clock: what is due happens as it moves.
    public struct Clock: Sendable {
        let server: MPALocal

        /// Something that happened by itself at its time.
        public struct Step: Decodable, Sendable, Equatable {
            /// When it fell due.
            public let dueTime: Date
            /// What happened, such as `SessionExpiration`.
            public let name: String
            /// The team, session or identity source that it happened to.
            public let resourceArn: String
        }

        /// What the clock shows.
        public func now() throws(MPALocalError) -> Date {
            let reading: Reading = try server.call("GET", ["clock"])
            return reading.now
        }

        /// True while it stands still.
        public func isFrozen() throws(MPALocalError) -> Bool {
            let reading: Reading = try server.call("GET", ["clock"])
            return reading.mode == "frozen"
        }

        /// Stands still, at another moment if one is given, until it is advanced.
        ///
        /// - Returns: What has happened by then.
        /// - Throws: ``MPALocalError`` of status 409 for an earlier moment while resources exist.
        @discardableResult
        public func freeze(at time: Date? = nil) throws(MPALocalError) -> [Step] {
            try set("frozen", time)
        }

        /// Runs on, from another moment if one is given.
        ///
        /// - Returns: What has happened by then.
        /// - Throws: ``MPALocalError`` of status 409 for an earlier moment while resources exist.
        @discardableResult
        public func run(from time: Date? = nil) throws(MPALocalError) -> [Step] {
            try set("running", time)
        }

        /// Moves on by so much; what is finer than a millisecond is cut off.
        ///
        /// - Returns: What has happened meanwhile, in its order.
        @discardableResult
        public func advance(by duration: Duration) throws(MPALocalError) -> [Step] {
            let fired: Fired = try server.call(
                "POST", ["clock", "advance"], ["seconds": duration.wholeSeconds])
            return fired.fired
        }

        private func set(_ mode: String, _ time: Date?) throws(MPALocalError) -> [Step] {
            let fired: Fired = try server.call("PUT", ["clock"], Setting(mode: mode, time: time))
            return fired.fired
        }

        private struct Reading: Decodable {
            let now: Date
            let mode: String
        }

        private struct Fired: Decodable {
            let fired: [Step]
        }

        private struct Setting: Encodable {
            let mode: String
            let time: Date?
        }
    }

    /// The emulator's clock.
    public var clock: Clock { Clock(server: self) }
}
