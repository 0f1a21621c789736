import CMicrohttpd
import Glibc
import Synchronization

// Functions that libmicrohttpd calls. They stand at file scope: a closure that captures, or one
// made on the main actor, compiles as well and dies on the first request.

/// The request line came: the only moment at which the target is still raw.
let began:
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?) ->
        UnsafeMutableRawPointer? = { context, uri, connection in
            guard let context = serverContext(context), let connection else { return nil }
            let state = connectionState(of: connection)
            if let state { context.connections.requestBegan(state) }
            let exchange = Exchange(
                target: uri, connection: state, isAdmitted: context.gate.enter())
            if let uri { hideQuery(in: UnsafeMutablePointer(mutating: uri)) }
            return Unmanaged.passRetained(exchange).toOpaque()
        }

/// Keeps libmicrohttpd from noting every query item in the connection's memory: nobody reads its
/// notes, and with some 600 of them it has no memory left and never answers.
private func hideQuery(in uri: UnsafeMutablePointer<CChar>) {
    // It knows already where the query begins, and reads on from there to the next zero byte.
    if let mark = strchr(uri, 0x3f) { mark[1] = 0 }
}

/// The answer left, or the connection broke.
let ended:
    @convention(c) (
        UnsafeMutableRawPointer?, OpaquePointer?,
        UnsafeMutablePointer<UnsafeMutableRawPointer?>?, MHD_RequestTerminationCode
    ) -> Void = { context, _, state, _ in
        guard let pointer = state?.pointee, let context = serverContext(context) else { return }
        state?.pointee = nil
        let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeRetainedValue()
        if let waiting = exchange.waiting { context.waitings.remove(waiting) }
        if let connection = exchange.connection { context.connections.requestEnded(connection) }
        if exchange.isAdmitted { context.gate.leave() }
        exchange.giveBackMemory()
    }

/// A connection was made, or is about to be closed.
let connected:
    @convention(c) (
        UnsafeMutableRawPointer?, OpaquePointer?,
        UnsafeMutablePointer<UnsafeMutableRawPointer?>?, MHD_ConnectionNotificationCode
    ) -> Void = { context, connection, slot, code in
        guard let loop = eventLoop(context), let connection, let slot else { return }
        let connections = loop.context.connections
        if code == .CONNECTION_NOTIFY_STARTED {
            guard let info = mhd_connection_info(connection, .CONNECTION_INFO_CONNECTION_FD) else {
                return
            }
            let state = connections.opened(info.pointee.connect_fd)
            slot.pointee = Unmanaged.passRetained(state).toOpaque()
            loop.tookUp()
        } else if let pointer = slot.pointee {
            slot.pointee = nil
            connections.closed(
                Unmanaged<ConnectionState>.fromOpaque(pointer).takeRetainedValue())
            loop.letGo()
        }
    }

/// Comes once for the header, once for each piece of the body, and once at the end.
let handle: MHD_AccessHandlerCallback = {
    context, connection, _, method, version, data, size, state in
    guard let loop = eventLoop(context), let connection, let size, let pointer = state?.pointee
    else { return .NO }
    let context = loop.context
    let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeUnretainedValue()
    // The server closed before this one came: what it will not answer it must not do.
    guard exchange.isAdmitted else { return .NO }
    if let waiting = exchange.waiting { return wait(exchange, waiting, connection, context) }
    let max = context.limits.bodyBytesMax(for: exchange.target)
    if !exchange.sawHeaders {
        exchange.sawHeaders = true
        exchange.headers = headers(of: connection)
        exchange.declare(length: exchange.headers["content-length"], max: max)
        let refusal = Refusal.of(exchange, version: version, connection, context.limits)
        // Answered here, before its body, a request also ends the connection: right for these.
        guard refusal != nil || exchange.isBodyTooLarge else { return .YES }
        return answer(exchange, method, connection, loop, refusal)
    }
    if size.pointee > 0 {
        data?.withMemoryRebound(to: UInt8.self, capacity: size.pointee) {
            exchange.receive(UnsafeBufferPointer(start: $0, count: size.pointee), max: max)
        }
        size.pointee = 0
        return .YES
    }
    return answer(exchange, method, connection, loop)
}

private func answer(
    _ exchange: Exchange, _ method: UnsafePointer<CChar>?, _ connection: OpaquePointer,
    _ loop: EventLoop, _ refusal: Refusal? = nil
) -> MHD_Result {
    let context = loop.context
    let request = Request(
        method: method.map { String(cString: $0) } ?? "", target: exchange.target,
        headers: exchange.headers, body: exchange.body,
        isBodyTooLarge: exchange.isBodyTooLarge)
    exchange.isHead = request.method == "HEAD"
    if let state = exchange.connection { context.connections.handlerBegan(state) }
    let reply = loop.work {
        refusal.map { .response(context.refuser(request, $0)) } ?? context.replier(request)
    }
    switch reply {
    case .response(let response): return finish(exchange, response, connection, context)
    case .waiting(let waiting):
        exchange.waiting = waiting
        return wait(exchange, waiting, connection, context)
    }
}

/// Answers, or suspends the connection until it is worth asking again.
private func wait(
    _ exchange: Exchange, _ waiting: Waiting, _ connection: OpaquePointer,
    _ context: ServerContext
) -> MHD_Result {
    context.waitings.remove(waiting)
    let isLast = context.isDraining.load(ordering: .relaxed) || context.waitings.isFull
    if let response = waiting.response(isLast: isLast) {
        exchange.waiting = nil
        return finish(exchange, response, connection, context)
    }
    suspendConnection(connection, until: waiting, context)
    return .YES
}

/// Suspends the connection until somebody wakes it, or its time is over.
func suspendConnection(
    _ connection: OpaquePointer, until waiting: Waiting, _ context: ServerContext
) {
    let isFirst = context.waitings.add(waiting, connectionState(of: connection))
    MHD_suspend_connection(connection)
    let suspended = SuspendedConnection(pointer: connection)
    if !waiting.park(resume: suspended.resume) { suspended.resume() }
    if isFirst { context.bell.ring() }
}

/// A connection that any thread may resume, once.
private struct SuspendedConnection: @unchecked Sendable {  // the one call made of it is thread-safe
    let pointer: OpaquePointer

    func resume() { MHD_resume_connection(pointer) }
}

private func finish(
    _ exchange: Exchange, _ response: Response, _ connection: OpaquePointer,
    _ context: ServerContext
) -> MHD_Result {
    // A body that takes its time has it for as long as it wants.
    if let state = exchange.connection, !response.delivery.takesItsTime {
        context.connections.handlerEnded(state)
    }
    exchange.noteSize(of: response.body)
    guard let made = make(response, connection, exchange, context) else { return .NO }
    defer { MHD_destroy_response(made) }
    for (name, value) in response.headers { MHD_add_response_header(made, name, value) }
    // Of a body without a length libmicrohttpd sends the last chunk also where there is no body.
    let endsAfterHead = exchange.isHead && response.delivery.isStream
    if endsAfterHead || context.isDraining.load(ordering: .relaxed) {
        MHD_add_response_header(made, "Connection", "close")
    }
    return MHD_queue_response(connection, UInt32(response.status), made)
}

/// Nil where nothing is to be sent.
private func make(
    _ response: Response, _ connection: OpaquePointer, _ exchange: Exchange,
    _ context: ServerContext
) -> OpaquePointer? {
    switch response.delivery {
    case .whole:
        return response.body.withUnsafeBytes { bytes in
            // libmicrohttpd copies the bytes; its parameter only lacks a const.
            MHD_create_response_from_buffer(
                bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress),
                .RESPMEM_MUST_COPY)
        }
    case .truncated, .paced:
        return PiecewiseBody(response, connection, exchange.connection, context).makeResponse()
    case .stream(let stream):
        return StreamedBody(stream, connection, exchange.connection, context).makeResponse()
    case .reset:
        resetConnection(connection)
        return nil
    }
}

private func eventLoop(_ pointer: UnsafeMutableRawPointer?) -> EventLoop? {
    pointer.map { Unmanaged<EventLoop>.fromOpaque($0).takeUnretainedValue() }
}

private func serverContext(_ pointer: UnsafeMutableRawPointer?) -> ServerContext? {
    eventLoop(pointer)?.context
}

private func connectionState(of connection: OpaquePointer) -> ConnectionState? {
    guard let info = mhd_connection_info(connection, .CONNECTION_INFO_SOCKET_CONTEXT),
        let pointer = info.pointee.socket_context
    else { return nil }
    return Unmanaged<ConnectionState>.fromOpaque(pointer).takeUnretainedValue()
}
