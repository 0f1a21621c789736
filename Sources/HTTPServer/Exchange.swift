import CMicrohttpd
import Glibc

/// One request under way: what libmicrohttpd hands over piece by piece.
final class Exchange {
    private static let reservedBytesMax = 16 << 10
    /// What is read of a body that large, or made for an answer, may have been many times as much.
    private static let largeBytes = 4 << 20

    let target: [UInt8]
    /// Where the target's first zero byte lies in libmicrohttpd's memory.
    let targetEnd: UInt
    let connection: ConnectionState?
    /// Counted at the gate; one that came after its closing gets no answer.
    let isAdmitted: Bool
    var headers = Headers()
    private(set) var body: [UInt8] = []
    private(set) var isBodyTooLarge = false
    /// The first call of the handler only announces the header; answering it ends the connection.
    var sawHeaders = false
    private var isLarge = false
    /// Whether the answer has no body whatever it says of one.
    var isHead = false
    /// What the request waits for, once it does.
    var waiting: Waiting?

    init(target start: UnsafePointer<CChar>?, connection: ConnectionState?, isAdmitted: Bool) {
        target = Array(bytes(of: start))
        targetEnd = UInt(bitPattern: start) + UInt(target.count)
        self.connection = connection
        self.isAdmitted = isAdmitted
    }

    func receive(_ bytes: UnsafeBufferPointer<UInt8>, max: Int) {
        if body.count + bytes.count > max {
            isBodyTooLarge = true
            body = []
        }
        if !isBodyTooLarge { body.append(contentsOf: bytes) }
    }

    func noteSize(of answer: [UInt8]) {
        isLarge = max(body.count, answer.count) > Self.largeBytes
    }

    /// The C library keeps what many small pieces had taken, for each thread by itself.
    func giveBackMemory() {
        if isLarge { malloc_trim(0) }
    }

    func declare(length: String?, max: Int) {
        guard let length = length.flatMap({ UInt64($0) }) else { return }
        isBodyTooLarge = length > UInt64(max)
        // A client that only announces much gets little.
        if !isBodyTooLarge { body.reserveCapacity(min(Int(length), Self.reservedBytesMax)) }
    }
}

/// The header fields of a request, copied out of libmicrohttpd's buffers.
func headers(of connection: OpaquePointer) -> Headers {
    var headers = Headers()
    // With room for those of an SDK; a block of more than 1 kB takes the allocator much longer.
    headers.reserve(bytes: 960, fields: 16)
    withUnsafeMutablePointer(to: &headers) { pointer in
        _ = MHD_get_connection_values(
            connection, .HEADER_KIND,
            { context, _, name, value in
                guard let headers = context?.assumingMemoryBound(to: Headers.self), let name else {
                    return .YES
                }
                headers.pointee.append(name: bytes(of: name), value: trimmed(value))
                return .YES
            }, pointer)
    }
    return headers
}

/// A field's value without the blanks at its end, which libmicrohttpd leaves on.
private func trimmed(_ value: UnsafePointer<CChar>?) -> UnsafeBufferPointer<UInt8> {
    let all = bytes(of: value)
    var count = all.count
    while count > 0, all[count - 1] == 0x20 || all[count - 1] == 0x09 { count -= 1 }
    return UnsafeBufferPointer(rebasing: all[..<count])
}

/// The bytes of a C string; none for a null pointer.
private func bytes(of text: UnsafePointer<CChar>?) -> UnsafeBufferPointer<UInt8> {
    guard let text else { return UnsafeBufferPointer(start: nil, count: 0) }
    let start = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    return UnsafeBufferPointer(start: start, count: strlen(text))
}
