import AWSProtocol
import HTTPServer
import MPA

/// One route of the control plane: what it is called, takes and answers, and what it does.
///
/// Router, decoder, validation and the OpenAPI document read this one description.
struct ControlRoute: Sendable {
    typealias Handler = @Sendable (ControlCall) throws -> ControlResult

    let operation: OperationDescription
    let summary: String
    /// The status of its success.
    let status: Int
    /// Header fields that it reads.
    let headers: [Member]
    /// That of the answer.
    let mediaType: String
    let perform: Handler

    init(
        _ name: String, _ method: String, _ path: String, _ summary: String,
        _ members: [Member] = [], headers: [Member] = [], answers output: Shape?,
        status: Int? = nil, mediaType: String = "application/json", errors: [Shape] = [],
        perform: @escaping Handler
    ) {
        let input = Shape("\(name)Request", .structure(members, isUnion: false))
        let takesBody = members.contains { $0.location == .body || $0.location == .payload }
        let inherent =
            ProblemShapes.ofAll + (takesBody ? [ProblemShapes.unsupportedMediaType] : [])
        operation = OperationDescription(
            name, method, "/_mpa" + path, input: input, output: output,
            errors: inherent + errors, readOnly: method == "GET")
        self.summary = summary
        self.status = status ?? (output == nil ? 204 : 200)
        self.headers = headers
        self.mediaType = mediaType
        self.perform = perform
    }

    /// True when the request may carry a body.
    var takesBody: Bool {
        operation.input.members.contains { $0.location == .body || $0.location == .payload }
    }

    /// Refuses what nobody would read; many clients send `{}` for nothing.
    func checkIsEmpty(_ body: [UInt8]) throws(Problem) {
        let text = body.filter { !ControlRoute.whiteSpace.contains($0) }
        guard !text.isEmpty, text != Array("{}".utf8) else { return }
        let query = operation.input.members.filter { $0.location == .query }.map { "?\($0.name)" }
        let advice =
            query.isEmpty
            ? "leave it out." : "leave it out, and choose by \(query.joined(separator: ", "))."
        throw Problem(
            status: 400, detail: "\(operation.name) takes no body: \(advice)", path: "$")
    }

    private static let whiteSpace = Array(" \t\r\n".utf8)

    static let all: [ControlRoute] =
        selfRoutes + clockRoutes + directoryRoutes + settingsRoutes + approverRoutes
        + overviewRoutes + sessionRoutes + recordRoutes + streamRoutes + revisionRoutes
        + journalRoutes + verificationRoutes + stateRoutes + principalRoutes + faultRoutes
}

/// A request on its way: input that is valid, and the plane that serves it.
struct ControlCall: Sendable {
    let input: Structure
    let plane: ControlPlane
    var lastEventID: String?

    var service: Service { plane.service }

    /// A string that the route requires: validation has seen to it by now.
    func text(_ name: String) -> String {
        guard let text = self[name] else {
            preconditionFailure("\(name) is required, yet absent after validation")
        }
        return text
    }

    subscript(_ name: String) -> String? { input[name]?.string }

    func integer(_ name: String) -> Int64? { input[name]?.integer }

    func boolean(_ name: String) -> Bool? {
        if case .boolean(let value) = input[name] { value } else { nil }
    }

    func time(_ name: String) -> Int64? {
        if case .timestamp(let value) = input[name] { value } else { nil }
    }

    /// A value of an enumeration: validation has seen to it that there is one of that name.
    func value<Value: RawRepresentable>(_ name: String) -> Value? where Value.RawValue == String {
        self[name].flatMap(Value.init)
    }
}

/// What a route answers when it succeeds.
enum ControlResult: Sendable {
    case members(Structure)
    /// A whole JSON document.
    case document([UInt8])
    case nothing
    case awaitEvents(EventQuery)
    /// A reply that the route has made itself.
    case reply(Reply)
}

/// Which events somebody wants, and how long they wait for the first of them.
struct EventQuery: Sendable, Equatable {
    let after: Int64
    let limit: Int
    let waitMilliseconds: Int64
}
