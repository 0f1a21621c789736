import AWSProtocol

/// States that are kept under a name, beside the state itself.
extension Service {
    package static let snapshotsMax = 100

    /// Keeps the state as it is now under a name, in place of what the name stood for.
    package func saveSnapshot(_ name: String) throws {
        try Self.checkName(name)
        try change { turn in
            let names = try turn.store.snapshots.all().map(\.name)
            guard names.contains(name) || names.count < Self.snapshotsMax else {
                throw ControlError.conflict(
                    "There are \(names.count) snapshots already. Delete one first.")
            }
            try turn.store.snapshots.put(name, time: turn.now, document: document(turn))
        }
    }

    /// The state that was saved under a name, as a document.
    ///
    /// - Throws: notFound for a name that stands for nothing.
    package func snapshot(_ name: String) throws -> [UInt8] {
        try turn { turn, _ in
            guard let text = try turn.store.snapshots.document(name) else {
                throw Self.unknown(name)
            }
            return text
        }
    }

    /// Takes that state for all there is, the clock's included.
    ///
    /// - Throws: notFound for a name that stands for nothing.
    package func restoreSnapshot(_ name: String) throws {
        try turn { turn, state in
            guard let text = try turn.store.snapshots.document(name) else {
                throw Self.unknown(name)
            }
            try replaceState(read(text), &state)
        }
    }

    /// - Throws: notFound for a name that stands for nothing.
    package func deleteSnapshot(_ name: String) throws {
        try change { turn in
            guard try turn.store.snapshots.document(name) != nil else { throw Self.unknown(name) }
            try turn.store.snapshots.delete(name)
        }
    }

    /// By name, with the moment on the emulator's clock when each was saved.
    package func snapshots() throws -> [(name: String, time: Int64, bytes: Int64)] {
        try turn { turn, _ in try turn.store.snapshots.all() }
    }

    private static func checkName(_ name: String) throws(ControlError) {
        // The characters are those of a team's name.
        guard name.utf8.count <= 100, Pattern.approvalTeamName.matches(name) else {
            throw .invalid(
                path: "$.name",
                "Name the snapshot with 1 to 100 letters, digits, dots, dashes and underscores.")
        }
    }

    private static func unknown(_ name: String) -> ControlError {
        .notFound("There is no snapshot \(name). Save it first: PUT /_mpa/snapshots/\(name).")
    }
}
