import AWSProtocol
import MPA

/// What the control plane tells of itself.
extension ControlRoute {
    static let selfRoutes = [
        ControlRoute(
            "GetHealth", "GET", "/health",
            "Tells whether it works, its version, its storage and how many records there are",
            answers: health, errors: [ProblemShapes.unavailable]
        ) { call in
            .members(try call.plane.health())
        },
        ControlRoute(
            "GetDescription", "GET", "/openapi.json", "Describes these routes in OpenAPI 3.1",
            answers: ControlShapes.json
        ) { _ in
            .document(OpenAPI.document)
        },
    ]

    private static let health = ControlShapes.object(
        "Health",
        [
            .always("status", ControlShapes.choice(["ok"])),
            .always("version", ControlShapes.text),
            .always(
                "storage",
                ControlShapes.object(
                    "Storage",
                    [
                        .always("kind", ControlShapes.choice(["memory", "file"])),
                        Member("path", ControlShapes.text),
                    ])),
            .always(
                "counts",
                Shape("Counts", .map(key: ControlShapes.text, value: ControlShapes.count))),
        ])
}

extension ControlPlane {
    fileprivate func health() throws -> Structure {
        guard let counts = try? service.counts() else {
            throw Problem(status: 503, detail: "The storage does not answer.")
        }
        var numbers = Structure()
        for (name, count) in counts { numbers.append(name, .integer(count)) }
        return Structure([
            "status": .string("ok"),
            "version": .string(version),
            "storage": .structure(storage),
            "counts": .structure(numbers),
        ])
    }
}
