import Glibc

/// Wakes the thread that waits for it. Any thread may ring it.
final class Bell: Sendable {
    /// Readable after a ring.
    let wakeup: Int32
    private let alarm: Int32

    init() throws(HTTPServerError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw .resources(reason: String(cString: strerror(errno)))
        }
        (wakeup, alarm) = (ends[0], ends[1])
        // Thousands of rings at once are as good as one: none of them may block.
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }

    deinit {
        close(alarm)
        close(wakeup)
    }

    func ring() {
        var byte: UInt8 = 0
        _ = write(alarm, &byte, 1)
    }

    /// Forgets the rings so far.
    func quiet() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(wakeup, &bytes, bytes.count) == bytes.count {}
    }
}
