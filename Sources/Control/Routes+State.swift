import AWSProtocol
import MPA

/// The state as a whole: reset, one document of it, and named snapshots.
extension ControlRoute {
    private static let name = Member(
        "name",
        Shape(
            "SnapshotName",
            .string(
                StringConstraints(
                    length: 1...100,
                    // URLs take dots alone for the way to another folder.
                    pattern: Pattern(#"\.*[a-zA-Z0-9_-][a-zA-Z0-9._-]*"#) { text in
                        text.utf8.allSatisfy(isNameCharacter)
                            && text.utf8.contains { $0 != UInt8(ascii: ".") }
                    }))), .uri, required: true)
    private static let snapshot = ControlShapes.object(
        "Snapshot",
        [
            .always("name", ControlShapes.text), .always("time", ControlShapes.time),
            .always("bytes", ControlShapes.position),
        ])

    static let stateRoutes = documentRoutes + snapshotRoutes

    private static let documentRoutes = [
        ControlRoute(
            "Reset", "POST", "/reset",
            "Forgets all but the snapshots, and begins with the seed if it is asked for",
            [Member("seed", ControlShapes.flag, .query)], answers: nil,
            errors: [ProblemShapes.conflict]
        ) { call in
            try call.service.reset(withSeed: call.boolean("seed") ?? false)
            call.plane.journal?.reset()
            return .nothing
        },
        ControlRoute(
            "GetState", "GET", "/state", "Tells the whole state as one document",
            answers: StateDocument.shape
        ) { call in
            .document(try call.service.exportState())
        },
        ControlRoute(
            "PutState", "PUT", "/state", "Replaces everything by the state in a document",
            [Member("state", StateDocument.shape, .payload, required: true)], answers: nil
        ) { call in
            if case .json(let text) = call.input["state"] { try call.service.importState(text) }
            return .nothing
        },
    ]

    private static let snapshotRoutes = [
        ControlRoute(
            "ListSnapshots", "GET", "/snapshots", "Lists the snapshots",
            answers: ControlShapes.page("SnapshotPage", "snapshots", of: snapshot)
        ) { call in
            let snapshots = try call.service.snapshots().map { snapshot in
                Structure([
                    "name": .string(snapshot.name), "time": .timestamp(snapshot.time),
                    "bytes": .integer(snapshot.bytes),
                ])
            }
            return .members(.page("snapshots", snapshots))
        },
        ControlRoute(
            "GetSnapshot", "GET", "/snapshots/{name}", "Tells the state that was saved", [name],
            answers: StateDocument.shape, errors: [ProblemShapes.notFound]
        ) { call in
            .document(try call.service.snapshot(call.text("name")))
        },
        ControlRoute(
            "SaveSnapshot", "PUT", "/snapshots/{name}",
            "Saves the state under a name, in place of an earlier one", [name], answers: nil,
            errors: [ProblemShapes.conflict]
        ) { call in
            try call.service.saveSnapshot(call.text("name"))
            return .nothing
        },
        ControlRoute(
            "DeleteSnapshot", "DELETE", "/snapshots/{name}", "Deletes a snapshot", [name],
            answers: nil, errors: [ProblemShapes.notFound]
        ) { call in
            try call.service.deleteSnapshot(call.text("name"))
            return .nothing
        },
        ControlRoute(
            "RestoreSnapshot", "POST", "/snapshots/{name}/restore",
            "Makes the state again what it was", [name], answers: nil,
            errors: [ProblemShapes.notFound]
        ) { call in
            try call.service.restoreSnapshot(call.text("name"))
            return .nothing
        },
    ]
}

private func isNameCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "-"):
        true
    default: false
    }
}
