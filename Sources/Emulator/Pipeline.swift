import AWSProtocol
import Control
package import HTTPServer
package import MPA
import Logging
import Portal
import System

/// The way of a request through the house, from raw bytes to raw bytes.
package struct Pipeline: Sendable {
    private let router = Router(API.operations)
    private let service: Service
    private let journal: Journal?
    /// Nil where there are no control routes.
    private var control: ControlPlane?
    /// Nil where there are no web pages.
    private var portal: Portal?
    /// What paths may begin with, as those of the public URL do.
    private let prefix: [UInt8]
    private let authentication: Authentication
    private let limits: Limits
    private let log: Log

    package init(
        _ configuration: Configuration, service: Service, storage: Storage, log: Log
    ) {
        self.service = service
        self.log = log
        journal = Journal(
            entriesMax: configuration.journal,
            showsSensitive: configuration.journalSensitive == .on)
        authentication = Authentication(configuration, service: service)
        limits = configuration.http
        prefix = Array((configuration.publicURL?.prefix ?? "").utf8)
        guard configuration.control == .on else { return }
        var control = ControlPlane(
            service: service, version: version, storage: storage.description, journal: journal,
            guardian: ControlGuard(
                allowedHosts: configuration.allowedHosts + [configuration.host],
                publicURL: configuration.publicURL,
                token: configuration.controlToken))
        if configuration.portal == .on { portal = Portal() }
        let pipeline = self
        control.performAgain = { pipeline.replyAPI(to: $0) }
        self.control = control
    }

    package func reply(to request: Request) -> Reply {
        let request = request.inOriginForm.below(prefix)
        guard Portal.mayOwn(request.target) || ControlPlane.owns(request.target), let control else {
            return replyAPI(to: request)
        }
        let start = WallClock.monotonicMicroseconds()
        if let portal, Portal.mayOwn(request.target), let page = portal.response(to: request) {
            let response = control.guardian.refusal(ofPage: request) ?? page
            return .response(finish(response, newControlTrace(request), start))
        }
        guard ControlPlane.owns(request.target) else { return replyAPI(to: request) }
        let trace = newControlTrace(request)
        switch control.reply(to: request) {
        case .response(let response): return .response(finish(response, trace, start))
        case .waiting(let waiting):
            waiting.decorate { finish($0, trace, start) }
            return .waiting(waiting)
        }
    }

    /// The answer to a request whose header alone rules it out.
    package func refuse(_ request: Request, _ refusal: Refusal) -> Response {
        let error: FrameworkError =
            switch refusal {
            case .targetTooLong: .targetTooLong(bytesMax: limits.headerBytesMax)
            case .headerTooLarge: .headerTooLarge(bytesMax: limits.headerBytesMax)
            case .malformed(let text): .malformedRequest(text)
            }
        return logged(request) { failure(error.document, .restJSON1, &$0) }
    }

    /// The API's answer, as a fault that was applied lets it leave.
    private func replyAPI(to request: Request) -> Reply {
        let start = WallClock.monotonicMicroseconds()
        var trace = newTrace(request)
        if journal != nil { trace.note = note(of: request) }
        let response = answerAPI(request, &trace)
        guard let fault = trace.fault else { return .response(finish(response, trace, start)) }
        trace.note?.fault = fault.ruleID
        let end = trace
        return fault.reply(with: response) { finish($0, end, start) }
    }

    private func logged(_ request: Request, _ answer: (inout Trace) -> Response) -> Response {
        let start = WallClock.monotonicMicroseconds()
        var trace = newTrace(request)
        if journal != nil { trace.note = note(of: request) }
        let response = answer(&trace)
        return finish(response, trace, start)
    }

    private func newTrace(_ request: Request) -> Trace {
        Trace(
            method: request.method, target: request.target, requestID: service.ids.requests.next())
    }

    private func newControlTrace(_ request: Request) -> Trace {
        Trace(
            method: request.method, target: request.target,
            requestID: service.ids.controlRequests.next())
    }

    private func finish(_ response: Response, _ trace: Trace, _ start: Int64) -> Response {
        var response = response
        response.headers.append(("x-amzn-requestid", trace.requestID))
        if let failure = response.failure { complain(failure, trace) }
        let elapsed = WallClock.monotonicMicroseconds() - start
        log.request(trace, status: response.status, microseconds: elapsed)
        if let note = trace.note { keep(note, trace, response, elapsed) }
        return response
    }

    private func note(of request: Request) -> CallNote? {
        guard control == nil || !ControlPlane.owns(request.target) else { return nil }
        return CallNote(
            request, time: service.clockTime, machineTime: WallClock.milliseconds())
    }

    private func keep(
        _ note: CallNote, _ trace: Trace, _ response: Response, _ microseconds: Int64
    ) {
        journal?.append(
            note,
            CallOutcome(
                requestID: trace.requestID, account: trace.account,
                operation: trace.operation, status: response.status, error: trace.error,
                answer: response.body, microseconds: microseconds))
    }

    private func answerAPI(_ request: Request, _ trace: inout Trace) -> Response {
        var wire = WireProtocol.restJSON1
        do {
            let body = try perform(request, &wire, &trace)
            return Response(
                status: 200, headers: [("Content-Type", wire.contentType)], body: body)
        } catch let answer as FaultAnswer {
            return self.answer(answer, wire, &trace)
        } catch let error as FrameworkError {
            return failure(error.document, wire, &trace)
        } catch {
            let error = error as? ServiceError ?? .internalServer(cause: "\(error)")
            var response = failure(error.document, wire, &trace)
            if case .internalServer(let cause) = error { response.failure = cause }
            return response
        }
    }

    /// Every stage in its order; the first that refuses decides the answer.
    private func perform(
        _ request: Request, _ wire: inout WireProtocol, _ trace: inout Trace
    ) throws -> [UInt8] {
        let target = RawTarget(request.target)
        let scope = authentication.scope(of: request, target: target)
        trace.account = authentication.account(of: scope)
        wire = spoken(by: request, target)
        if request.isBodyTooLarge {
            throw FrameworkError.requestTooLarge(bytesMax: limits.bodyBytesMax)
        }
        guard let target else {
            throw FrameworkError.malformedRequest("The request target is malformed.")
        }
        let match = try route(request, target)
        let operation = API.names[match.place]
        trace.operation = operation
        try check(request, match.operation, wire)
        let decoded = try decode(request, target, match, wire)
        trace.note?.read(decoded)
        try authentication.checkSignature(request, target)
        let caller = try authentication.caller(scope)
        trace.note?.caller = caller
        let input = try decoded.get()
        // The fault plan decides before anything of the call is judged.
        trace.fault = service.fault(
            in: operation, input, caller, sdkRequest: request.headers["amz-sdk-request"])
        if let answer = trace.fault?.answerBeforeWork { throw answer }
        let call = CallDetails(
            requestID: trace.requestID, userAgent: request.headers["user-agent"] ?? "")
        if let text = ConstraintValidator.failure(input, match.operation.input) {
            let refusal = ServiceError.validation(text)
            service.refused(operation, refusal, for: caller, call: call)
            throw refusal
        }
        let answer = try service.perform(operation, input, for: caller, call: call)
        trace.note?.take(answer)
        return encode(answer)
    }

    /// `POST /` is awsJson to whoever names an `X-Amz-Target` or one of its media types.
    private func spoken(by request: Request, _ target: RawTarget?) -> WireProtocol {
        guard request.method == "POST", let target, target.segments.isEmpty else {
            return .restJSON1
        }
        let version = WireProtocol.awsJSON(contentType: request.headers["content-type"])
        return version ?? (request.headers.has("x-amz-target") ? .awsJSON11 : .restJSON1)
    }

    private func route(
        _ request: Request, _ target: RawTarget
    ) throws(FrameworkError) -> Router.Match {
        let method = request.method == "HEAD" ? "GET" : request.method
        if method == "POST", target.segments.isEmpty { return try namedRoute(request) }
        guard let match = router.match(method: method, target: target) else {
            throw .unknownOperation(
                "No operation of AWS Multi-party approval has this route and method.")
        }
        return match
    }

    private func namedRoute(_ request: Request) throws(FrameworkError) -> Router.Match {
        if let named = request.headers["x-amz-target"] {
            guard WireProtocol.awsJSON(contentType: request.headers["content-type"]) != nil else {
                throw .unsupportedMediaType(
                    "The X-Amz-Target \(named) needs the Content-Type "
                        + "\(WireProtocol.awsJSON11.contentType).")
            }
            if let match = router.match(amzTarget: named) { return match }
        }
        throw .unknownOperation("X-Amz-Target names no operation of AWS Multi-party approval.")
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
    ) throws(FrameworkError) -> InputDecoder.Input {
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

    /// What a fault answers in the operation's place.
    private func answer(
        _ answer: FaultAnswer, _ wire: WireProtocol, _ trace: inout Trace
    ) -> Response {
        switch answer {
        case .response(let response): return response
        case .error(let document, let status, let headers):
            var response = failure(document, wire, &trace)
            response.status = status ?? response.status
            response.headers += headers
            return response
        }
    }

    private func complain(_ cause: String, _ trace: Trace) {
        log.logger.error("\(cause)", metadata: ["requestId": "\(trace.requestID)"])
    }
}
