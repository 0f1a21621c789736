package import AWSProtocol
package import HTTPServer
package import MPA
import Synchronization

/// The emulator's own routes, all of them under `/_mpa`.
package struct ControlPlane: Sendable {
    private static let prefix = Array("/_mpa/".utf8)
    private static let router = Router(ControlRoute.all.map(\.operation))
    private static let routes = Dictionary(
        uniqueKeysWithValues: ControlRoute.all.map { ($0.operation.name, $0) })

    let service: Service
    let version: String
    let storage: Structure
    /// Nil while no request is kept.
    let journal: Journal?
    package let guardian: ControlGuard
    let streams = EventStream.Places()
    /// Performs a request of the API.
    package var performAgain: (@Sendable (Request) -> Reply)?

    /// `storage` is what health says of it: its kind, and the path of a file.
    package init(
        service: Service, version: String, storage: Structure, journal: Journal? = nil,
        guardian: ControlGuard = ControlGuard()
    ) {
        self.guardian = guardian
        self.journal = journal
        self.service = service
        self.version = version
        self.storage = storage
    }

    /// True for a target that is the control plane's to answer.
    package static func owns(_ target: [UInt8]) -> Bool { target.starts(with: prefix) }

    /// The answer, or what it waits for.
    package func reply(to request: Request) -> Reply {
        catching {
            try guardian.check(request)
            let (route, call) = try call(request)
            switch try route.perform(call) {
            case .members(let members): return .response(json(route, JSONWriter.encode(members)))
            case .document(let bytes): return .response(json(route, bytes))
            case .nothing: return .response(Response(status: route.status, headers: [], body: []))
            case .awaitEvents(let query): return awaitEvents(query)
            case .reply(let reply): return reply
            }
        }
    }

    /// Waits until there are events, unless there are some already or nobody wants to wait.
    private func awaitEvents(_ query: EventQuery) -> Reply {
        let sleeper = Sleeper()
        if query.waitMilliseconds == 0,
            case .response(let response) = events(query, for: sleeper, isOver: true)
        {
            return .response(response)
        }
        let waiting = Waiting(milliseconds: query.waitMilliseconds) { isOver in
            events(query, for: sleeper, isOver: isOver)
        }
        sleeper.watch(waiting)
        return .waiting(waiting)
    }

    /// The events that there are now; none only when it is over.
    private func events(
        _ query: EventQuery, for sleeper: Sleeper, isOver: Bool
    ) -> Waiting.Outcome {
        do {
            if isOver {
                service.stopWaiting(ObjectIdentifier(sleeper))
            } else if try service.awaitEvents(
                after: query.after, as: ObjectIdentifier(sleeper), { sleeper.wake() })
            {
                return .wait(milliseconds: try service.millisecondsToNextStep())
            }
            let (events, last, _) = try service.events(after: query.after, limit: query.limit)
            let page = Structure([
                "events": .list(events.map(Document.json)), "next": .integer(last),
            ])
            return .response(
                Response(
                    status: 200, headers: [("Content-Type", "application/json")],
                    body: JSONWriter.encode(page)))
        } catch {
            return .response(Problem(error).response)
        }
    }

    /// Every stage in its order; the first that refuses decides the answer.
    private func call(_ request: Request) throws -> (ControlRoute, ControlCall) {
        if request.isBodyTooLarge {
            throw Problem(status: 413, detail: "The request body is too large; send a smaller one.")
        }
        guard let target = RawTarget(request.target) else {
            throw Problem(
                status: 400, detail: "The request target is malformed; percent-encode it anew.")
        }
        let method = request.method == "HEAD" ? "GET" : request.method
        guard let match = Self.router.match(method: method, target: target),
            let route = Self.routes[match.operation.name]
        else { throw noRoute(target) }
        if route.takesBody {
            try checkMediaType(
                request.headers["content-type"], hasBody: !request.body.isEmpty)
        } else {
            try route.checkIsEmpty(request.body)
        }
        let input = try StrictDecoder(match.operation).input(
            labels: match.labels, target: target, body: route.takesBody ? request.body : [])
        let call = ControlCall(
            input: input, plane: self, lastEventID: request.headers["last-event-id"])
        return (route, call)
    }

    private func noRoute(_ target: RawTarget) -> Problem {
        let methods = Self.router.methods(of: target)
        guard !methods.isEmpty else {
            return Problem(
                status: 404,
                detail: "There is no such control route; /_mpa/openapi.json lists them. ARNs in a "
                    + "path are percent-encoded, their slashes too.")
        }
        let all = methods.flatMap { $0 == "GET" ? [$0, "HEAD"] : [$0] }.joined(separator: ", ")
        return Problem(status: 405, detail: "This control route takes \(all).", allow: all)
    }

    private func checkMediaType(_ header: String?, hasBody: Bool) throws {
        let type = header.map(mediaType) ?? ""
        guard hasBody, !type.hasBytes(of: "application/json") else { return }
        throw Problem(
            status: 415,
            detail: "The body must be JSON and say so: send Content-Type: application/json.")
    }

    private func json(_ route: ControlRoute, _ body: [UInt8]) -> Response {
        Response(
            status: route.status, headers: [("Content-Type", "application/json")], body: body)
    }
}

extension ControlPlane {
    private func catching(_ body: () throws -> Reply) -> Reply {
        do {
            return try body()
        } catch {
            return .response(Problem(error).response)
        }
    }
}

extension Problem {
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let fault as InputFault:
            self.init(status: 400, detail: fault.text, path: fault.path)
        case let error as ControlError: self.init(error)
        default:
            self.init(status: 500, detail: "The emulator failed; its storage may be.")
            failure = "\(error)"
        }
    }

    private init(_ error: ControlError) {
        switch error {
        case .notFound(let text): self.init(status: 404, detail: text)
        case .conflict(let text): self.init(status: 409, detail: text)
        case .invalid(let path, let text): self.init(status: 400, detail: text, path: path)
        }
    }
}

/// Whom the service wakes: it must not keep a request alive that is over.
final class Sleeper: Sendable {
    private struct Reference {
        weak var waiting: Waiting?
    }

    private let reference = Mutex(Reference())

    func watch(_ waiting: Waiting) { reference.withLock { $0.waiting = waiting } }

    func wake() { reference.withLock { $0.waiting }?.wake() }
}
