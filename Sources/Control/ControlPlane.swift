package import AWSProtocol
package import HTTPServer
package import MPA

/// The emulator's own routes, all of them under `/_mpa`.
package struct ControlPlane: Sendable {
    private static let prefix = Array("/_mpa/".utf8)

    private let service: Service
    private let version: String
    private let storage: Structure

    /// `storage` is what health says of it: its kind, and the path of a file.
    package init(service: Service, version: String, storage: Structure) {
        self.service = service
        self.version = version
        self.storage = storage
    }

    /// True for a target that is the control plane's to answer.
    package static func owns(_ target: [UInt8]) -> Bool { target.starts(with: prefix) }

    package func answer(_ request: Request) -> Response {
        if request.isBodyTooLarge { return problem(413, "The request body is too large.") }
        guard let target = RawTarget(request.target) else {
            return problem(400, "The request target is malformed.")
        }
        switch (request.method, target.segments) {
        case ("GET", ["_mpa", "health"]), ("HEAD", ["_mpa", "health"]): return health()
        case (_, ["_mpa", "health"]):
            return problem(405, "Ask for the health with GET or HEAD.", [("Allow", "GET, HEAD")])
        default:
            return problem(404, "There is no such control route; /_mpa/health is one.")
        }
    }

    private func health() -> Response {
        do {
            let counts = try service.counts()
            var numbers = Structure()
            for (name, count) in counts { numbers.append(name, .integer(count)) }
            let health = Structure([
                "status": .string("ok"),
                "version": .string(version),
                "storage": .structure(storage),
                "counts": .structure(numbers),
            ])
            return Response(
                status: 200, headers: [("Content-Type", "application/json")],
                body: JSONWriter.encode(health))
        } catch {
            return problem(503, "The storage does not answer.")
        }
    }

    /// An error of the control plane, https://www.rfc-editor.org/rfc/rfc9457.
    private func problem(
        _ status: Int, _ detail: String, _ headers: [(name: String, value: String)] = []
    ) -> Response {
        let body = Structure(["status": .integer(Int64(status)), "detail": .string(detail)])
        return Response(
            status: status, headers: [("Content-Type", "application/problem+json")] + headers,
            body: JSONWriter.encode(body))
    }
}
