import CMicrohttpd
import Synchronization

/// A body whose end nobody knows yet: what there is leaves at once, and its connection holds no
/// thread while there is nothing.
package final class BodyStream: Sendable, Equatable {
    package enum Piece: Sendable {
        case bytes([UInt8])
        /// There is nothing now: `wake` will be called as soon as there may be something.
        case wait
        case end
    }

    package protocol Source: Sendable {
        /// After how long without a wake it wants to be asked again.
        var pauseMilliseconds: Int64 { get }

        /// `isIdle` tells that the pause is over, and nobody woke the stream meanwhile.
        func next(isIdle: Bool, wake: @escaping @Sendable () -> Void) -> Piece
    }

    fileprivate let source: any Source

    /// The source lives as long as its connection.
    package init(_ source: any Source) { self.source = source }

    package static func == (one: BodyStream, other: BodyStream) -> Bool { one === other }
}

/// A body stream under way on one connection.
final class StreamedBody {
    private let stream: BodyStream
    private let connection: OpaquePointer
    private let state: ConnectionState?
    private let context: ServerContext
    private var pending: ArraySlice<UInt8> = []
    private var pause: Waiting?

    init(
        _ stream: BodyStream, _ connection: OpaquePointer, _ state: ConnectionState?,
        _ context: ServerContext
    ) {
        self.stream = stream
        self.connection = connection
        self.state = state
        self.context = context
    }

    /// A response that libmicrohttpd asks for its body; nil when there is no memory.
    func makeResponse() -> OpaquePointer? {
        let body = Unmanaged.passRetained(self)
        let made = MHD_create_response_from_callback(
            sizeUnknown, 16 << 10, readStream, body.toOpaque(), forgetStream)
        if made == nil { body.release() }
        return made
    }

    /// How many bytes it wrote: 0 when it suspended the connection, less at the end.
    fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while pending.isEmpty {
            let isIdle = pause.map { monotonicMilliseconds() >= $0.alarm } ?? false
            endPause()
            let isLast = context.isDraining.load(ordering: .relaxed)
            let pause = Waiting(milliseconds: max(0, stream.source.pauseMilliseconds)) { _ in
                .response(Response(status: 0, headers: [], body: []))
            }
            switch stream.source.next(isIdle: isIdle, wake: pause.wake) {
            case .bytes(let bytes): pending = bytes[...]
            case .end: return endOfStream
            case .wait:
                // A server that stops sends what there is, and waits for nothing more.
                if isLast { return endOfStream }
                if state?.hasHungUp == true { return endWithError }
                self.pause = pause
                suspendConnection(connection, until: pause, context)
                return 0
            }
        }
        let count = min(pending.count, buffer.count)
        buffer.copyBytes(from: pending.prefix(count))
        pending = pending.dropFirst(count)
        return count
    }

    fileprivate func endPause() {
        guard let pause else { return }
        context.waitings.remove(pause)
        self.pause = nil
    }
}

// Casts that Swift cannot read: MHD_SIZE_UNKNOWN, MHD_CONTENT_READER_END_OF_STREAM and
// MHD_CONTENT_READER_END_WITH_ERROR.
private let sizeUnknown = UInt64.max
private let endOfStream = -1
private let endWithError = -2

private let readStream: MHD_ContentReaderCallback = { body, _, buffer, max in
    guard let body, let buffer else { return endWithError }
    return Unmanaged<StreamedBody>.fromOpaque(body).takeUnretainedValue().read(
        into: UnsafeMutableRawBufferPointer(start: buffer, count: max))
}

private let forgetStream: MHD_ContentReaderFreeCallback = { body in
    guard let body else { return }
    Unmanaged<StreamedBody>.fromOpaque(body).takeRetainedValue().endPause()
}
