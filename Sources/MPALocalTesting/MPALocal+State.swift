extension MPALocal {
    /// Everything that the emulator keeps, as one document.
    public struct State: Sendable {
        let server: MPALocal

        /// The whole state as JSON, the same for the same state.
        public func export() throws(MPALocalError) -> String {
            String(decoding: try server.answer("GET", ["state"]), as: UTF8.self)
        }

        /// Replaces everything by the state in a document, wholly or not at all.
        ///
        /// - Throws: ``MPALocalError`` with the JSON path of the first mistake.
        public func replace(with document: String) throws(MPALocalError) {
            _ = try server.answer("PUT", ["state"], body: Array(document.utf8))
        }

        /// Forgets all but the snapshots; the clock follows the machine's again.
        public func reset() throws(MPALocalError) {
            _ = try server.answer("POST", ["reset"])
        }

        /// Keeps the state as it is under a name of letters, digits, dots, dashes, underscores.
        public func saveSnapshot(_ name: String) throws(MPALocalError) {
            _ = try server.answer("PUT", ["snapshots", name])
        }

        /// Makes the state again what it was.
        ///
        /// - Throws: ``MPALocalError`` of status 404 for a name that stands for nothing.
        public func restoreSnapshot(_ name: String) throws(MPALocalError) {
            _ = try server.answer("POST", ["snapshots", name, "restore"])
        }
    }

    /// Everything that the emulator keeps.
    public var state: State { State(server: self) }
}
