import AWSProtocol
import Control
package import HTTPServer
package import MPA
import Logging
import System

/// The way of a request through the house, from raw bytes to raw bytes.
package struct Pipeline: Sendable {
    private let router = Router(API.operations)
    private let requestIDs = RequestIDs()
    private let service: Service
    private let control: ControlPlane
    private let authentication: Authentication
    private let bodyBytesMax: Int
    private let log: Log

    package init(
        _ configuration: Configuration, service: Service, storage: Storage, log: Log
    ) {
        self.service = service
        self.log = log
        control = ControlPlane(service: service, version: version, storage: storage.description)
        authentication = Authentication(configuration)
        bodyBytesMax = configuration.http.bodyBytesMax
    }

    package func answer(_ request: Request) -> Response {
        let start = WallClock.monotonicMicroseconds()
        var trace = Trace(
            method: request.method, target: request.target, requestID: requestIDs.next())
        var response =
            ControlPlane.owns(request.target)
            ? control.answer(request) : answerAPI(request, &trace)
        response.headers.append(("x-amzn-requestid", trace.requestID))
        let elapsed = WallClock.monotonicMicroseconds() - start
        log.request(trace, status: response.status, microseconds: elapsed)
        return response
    }

    private func answerAPI(_ request: Request, _ trace: inout Trace) -> Response {
        var wire = WireProtocol.restJSON1
        do {
            let body = try perform(request, &wire, &trace)
            return Response(
                status: 200, headers: [("Content-Type", wire.contentType)], body: body)
        } catch let error as FrameworkError {
            return failure(error.document, wire, &trace)
        } catch let error as ServiceError {
            if case .internalServer(let cause) = error { complain(cause, trace) }
            return failure(error.document, wire, &trace)
        } catch {
            complain("\(error)", trace)
            return failure(ServiceError.internalServer(cause: "").document, wire, &trace)
        }
    }

    /// Every stage in its order; the first that refuses decides the answer.
    private func perform(
        _ request: Request, _ wire: inout WireProtocol, _ trace: inout Trace
    ) throws -> [UInt8] {
        guard let target = RawTarget(request.target) else {
            throw FrameworkError.malformedRequest("The request target is malformed.")
        }
        let scope = authentication.scope(of: request, target: target)
        trace.account = authentication.account(of: scope)
        let (match, spoken) = try route(request, target, &wire)
        wire = spoken
        trace.operation = match.operation.name
        try check(request, match.operation, wire)
        let input = try decode(request, target, match, wire)
        let caller = try authentication.caller(scope)
        if let text = ConstraintValidator.failure(input, match.operation.input) {
            throw ServiceError.validation(text)
        }
        guard let name = OperationName(rawValue: match.operation.name), name.isEmulated else {
            throw FrameworkError.notEmulated(operation: match.operation.name)
        }
        return encode(try service.perform(name, input, for: caller))
    }

    private func route(
        _ request: Request, _ target: RawTarget, _ wire: inout WireProtocol
    ) throws(FrameworkError) -> (Router.Match, WireProtocol) {
        let contentType = request.headers["content-type"]
        let method = request.method == "HEAD" ? "GET" : request.method
        let named = request.headers["x-amz-target"]
        let isRoot = target.segments.isEmpty && method == "POST"
        let version = isRoot ? WireProtocol.awsJSON(contentType: contentType) : nil
        if isRoot, named != nil || version != nil { wire = version ?? .awsJSON11 }
        if request.isBodyTooLarge { throw .requestTooLarge(bytesMax: bodyBytesMax) }
        if isRoot {
            if let named, version == nil {
                throw .unsupportedMediaType(
                    "The X-Amz-Target \(named) needs the Content-Type \(wire.contentType).")
            }
            if let named, let match = router.match(amzTarget: named) { return (match, wire) }
            throw .unknownOperation("X-Amz-Target names no operation of AWS Multi-party approval.")
        }
        guard let match = router.match(method: method, target: target) else {
            throw .unknownOperation(
                "No operation of AWS Multi-party approval has this route and method.")
        }
        return (match, .restJSON1)
    }

    private func check(
        _ request: Request, _ operation: OperationDescription, _ wire: WireProtocol
    ) throws(FrameworkError) {
        let headers = request.headers
        if wire == .restJSON1 {
            try RequestCheck.contentType(
                headers["content-type"], hasBody: !request.body.isEmpty, operation: operation)
        }
        try RequestCheck.contentEncoding(headers.list("content-encoding"))
        try RequestCheck.accept(headers.list("accept"), wire)
    }

    private func decode(
        _ request: Request, _ target: RawTarget, _ match: Router.Match, _ wire: WireProtocol
    ) throws(FrameworkError) -> Structure {
        let decoder = InputDecoder(match.operation)
        switch wire {
        case .awsJSON10, .awsJSON11: return try decoder.awsJSON(body: request.body)
        case .restJSON1:
            // What is sent to an operation without body members is not looked at.
            let body = match.operation.hasBody ? request.body : []
            return try decoder.restJSON(labels: match.labels, target: target, body: body)
        }
    }

    private func encode(_ answer: Answer) -> [UInt8] {
        switch answer {
        case .structure(let structure): JSONWriter.encode(structure)
        case .document(let bytes, _): bytes
        }
    }

    private func failure(
        _ error: ErrorDocument, _ wire: WireProtocol, _ trace: inout Trace
    ) -> Response {
        trace.error = error.type
        let (status, body) = wire.render(error)
        return Response(
            status: status,
            headers: [("Content-Type", wire.contentType), ("x-amzn-errortype", error.type)],
            body: body)
    }

    private func complain(_ cause: String, _ trace: Trace) {
        log.logger.error("\(cause)", metadata: ["requestId": "\(trace.requestID)"])
    }
}
