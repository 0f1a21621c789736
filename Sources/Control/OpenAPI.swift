import AWSProtocol

/// The OpenAPI 3.1 document of the control plane, https://spec.openapis.org/oas/v3.1.1.html.
///
/// It is written from the routes' own descriptions, so it cannot say anything else than they do.
enum OpenAPI {
    static let document = JSONWriter.encode(describe(ControlRoute.all))

    static func describe(_ routes: [ControlRoute]) -> Structure {
        var schemas = SchemaWriter()
        let paths = self.paths(routes, &schemas)
        return Structure([
            "openapi": .string("3.1.0"),
            "info": .structure(
                Structure([
                    "title": .string("mpa-local control API"),
                    "description": .string(
                        "People, time and state of the emulator, under the control of a test."),
                    "version": .string("1"),
                ])),
            "paths": .structure(paths),
            "components": .structure(Structure(["schemas": .structure(schemas.components)])),
        ])
    }

    private static func paths(
        _ routes: [ControlRoute], _ schemas: inout SchemaWriter
    ) -> Structure {
        var order: [String] = []
        var operations: [String: Structure] = [:]
        for route in routes {
            let path = route.operation.uri
            if operations[path] == nil { order.append(path) }
            operations[path, default: Structure()].append(
                route.operation.method.lowercased(), .structure(describe(route, &schemas)))
        }
        var paths = Structure()
        for path in order { paths.append(path, operations[path].map(Document.structure)) }
        return paths
    }

    private static func describe(_ route: ControlRoute, _ schemas: inout SchemaWriter) -> Structure
    {
        let members = route.operation.input.members
        var operation = Structure([
            "operationId": .string(route.operation.name), "summary": .string(route.summary),
        ])
        let parameters =
            members.compactMap { parameter($0, &schemas) }
            + route.headers.map { parameter($0, in: "header", &schemas) }
        operation.append("parameters", parameters.isEmpty ? nil : .list(parameters))
        operation.append("requestBody", body(route, &schemas))
        operation.append("responses", .structure(responses(route, &schemas)))
        return operation
    }

    private static func parameter(_ member: Member, _ schemas: inout SchemaWriter) -> Document? {
        let place: String
        switch member.location {
        case .body, .payload: return nil
        case .uri: place = "path"
        case .query: place = "query"
        }
        return parameter(member, in: place, &schemas)
    }

    private static func parameter(
        _ member: Member, in place: String, _ schemas: inout SchemaWriter
    ) -> Document {
        .structure(
            Structure([
                "name": .string(member.name), "in": .string(place),
                "required": .boolean(member.isRequired),
                "schema": schemas.reference(member.shape),
            ]))
    }

    private static func body(_ route: ControlRoute, _ schemas: inout SchemaWriter) -> Document? {
        let input = route.operation.input
        let schema: Document
        let isRequired: Bool
        if let payload = input.members.first(where: { $0.location == .payload }) {
            schema = schemas.reference(payload.shape)
            isRequired = payload.isRequired
        } else {
            let members = input.members.filter { $0.location == .body }
            if members.isEmpty { return nil }
            schema = schemas.reference(
                Shape(input.name, .structure(members, isUnion: false)))
            isRequired = members.contains(where: \.isRequired)
        }
        return .structure(
            Structure([
                "required": .boolean(isRequired), "content": content("application/json", schema),
            ]))
    }

    private static func responses(
        _ route: ControlRoute, _ schemas: inout SchemaWriter
    ) -> Structure {
        var responses = Structure()
        var success = Structure(["description": .string("Done")])
        if let output = route.operation.output {
            success.append("content", content(route.mediaType, schemas.reference(output)))
        }
        responses.append(String(route.status), .structure(success))
        let problem = schemas.reference(
            Shape("Problem", .structure(ProblemShapes.members, isUnion: false)))
        for error in route.operation.errors {
            guard let fault = error.fault else { continue }
            responses.append(
                String(fault.status),
                .structure(
                    Structure([
                        "description": .string(error.name),
                        "content": content(ProblemShapes.mediaType, problem),
                    ])))
        }
        return responses
    }

    private static func content(_ type: String, _ schema: Document) -> Document {
        .structure(Structure([type: .structure(Structure(["schema": schema]))]))
    }
}
