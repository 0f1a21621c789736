import CMicrohttpd
import Glibc
import Synchronization

/// How a response leaves; anything but `whole` and `stream` is a fault that somebody asked for.
package enum Delivery: Sendable, Equatable {
    case whole
    /// Promises all of the body, sends so many bytes of it and closes the connection.
    case truncated(bytes: Int)
    /// Pauses before every piece of the body.
    case paced(pieceBytes: Int, pauseMilliseconds: ClosedRange<Int64>)
    /// Sends nothing, and ends the connection as one that broke.
    case reset
    /// Sends what the stream has in place of the body, for as long as it likes.
    case stream(BodyStream)

    var isStream: Bool {
        if case .stream = self { true } else { false }
    }

    /// True where nobody says how long it takes.
    var takesItsTime: Bool {
        switch self {
        case .paced, .stream: true
        case .whole, .truncated, .reset: false
        }
    }
}

/// A body that leaves piece by piece; while it pauses, its connection holds no thread.
final class PiecewiseBody {
    private let bytes: [UInt8]
    private let delivery: Delivery
    private let connection: OpaquePointer
    private let state: ConnectionState?
    private let context: ServerContext
    /// The pauses before all that lies ahead of this place are over, or under way.
    private var pausedUpTo = -1
    private var pause: Waiting?

    init(
        _ response: Response, _ connection: OpaquePointer, _ state: ConnectionState?,
        _ context: ServerContext
    ) {
        bytes = response.body
        delivery = response.delivery
        self.connection = connection
        self.state = state
        self.context = context
    }

    /// A response that libmicrohttpd asks for its body; nil when there is no memory.
    func makeResponse() -> OpaquePointer? {
        let body = Unmanaged.passRetained(self)
        let made = MHD_create_response_from_callback(
            UInt64(bytes.count), 4_096, readPiece, body.toOpaque(), forgetPieces)
        if made == nil { body.release() }
        return made
    }

    /// How many bytes it wrote: 0 when it suspended the connection, less to break it off.
    fileprivate func read(from position: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var count = min(bytes.count - position, buffer.count)
        switch delivery {
        case .whole, .reset, .stream: break
        case .truncated(let max):
            guard position < max else { return breakOff }
            count = min(count, max - position)
        case .paced(let pieceBytes, let milliseconds):
            // A server that stops does not pause any more.
            if !context.isDraining.load(ordering: .relaxed) {
                if pausedUpTo < position {
                    pausedUpTo = position
                    suspend(milliseconds: .random(in: milliseconds))
                    return 0
                }
                count = min(count, pieceBytes)
            }
            endPause()
            // From its last piece on it has its time like any answer.
            if position + count == bytes.count, let state {
                context.connections.handlerEnded(state)
            }
        }
        buffer.copyBytes(from: bytes[position..<position + count])
        return count
    }

    private func suspend(milliseconds: Int64) {
        endPause()
        let pause = Waiting(milliseconds: milliseconds) { _ in
            .response(Response(status: 0, headers: [], body: []))
        }
        self.pause = pause
        suspendConnection(connection, until: pause, context)
    }

    fileprivate func endPause() {
        guard let pause else { return }
        context.waitings.remove(pause)
        self.pause = nil
    }
}

/// MHD_CONTENT_READER_END_WITH_ERROR, a cast that Swift cannot read.
private let breakOff = -2

private let readPiece: MHD_ContentReaderCallback = { body, position, buffer, max in
    guard let body, let buffer else { return breakOff }
    return Unmanaged<PiecewiseBody>.fromOpaque(body).takeUnretainedValue().read(
        from: Int(position), into: UnsafeMutableRawBufferPointer(start: buffer, count: max))
}

private let forgetPieces: MHD_ContentReaderFreeCallback = { body in
    guard let body else { return }
    Unmanaged<PiecewiseBody>.fromOpaque(body).takeRetainedValue().endPause()
}

/// Makes the peer see a reset connection rather than the end of one.
func resetConnection(_ connection: OpaquePointer) {
    guard let info = mhd_connection_info(connection, .CONNECTION_INFO_CONNECTION_FD) else { return }
    // To connect a TCP socket to nothing drops its connection at once; a close would end it first,
    // and libmicrohttpd has the descriptor's number to close.
    var nothing = sockaddr()
    nothing.sa_family = sa_family_t(AF_UNSPEC)
    connect(info.pointee.connect_fd, &nothing, socklen_t(MemoryLayout<sockaddr>.size))
}
