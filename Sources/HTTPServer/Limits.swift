/// Every bound of the HTTP front end.
package struct Limits: Sendable {
    /// A larger body is answered 413.
    package var bodyBytesMax = 1 << 20
    /// Bodies for a target that begins so may be larger.
    package var largeBodyTargets: [[UInt8]] = []
    package var largeBodyBytesMax = 64 << 20
    /// Request line and header fields together; more is answered 431.
    package var headerBytesMax = 32 << 10
    /// Room beside the header: for libmicrohttpd's notes on its fields and the head of the answer.
    package var headerRoomBytes = 8 << 10
    /// Further connections wait in the listen queue or are closed.
    package var connectionsMax = 4_096
    /// Further requests that would wait for something are answered at once.
    package var waitingMax = 2_048
    package var listenQueueMax: Int32 = 1_024
    /// A connection that sends nothing is closed after this time.
    package var idleTimeoutSeconds = 60
    /// A request must be complete this long after it began, however steadily its bytes trickle in.
    package var requestTimeoutMilliseconds = 30_000
    /// An event loop whose request takes that long is given no client while another one is free.
    package var heldUpMilliseconds: Int64 = 50
    /// A stop waits this long for running requests.
    package var drainTimeoutMilliseconds = 8_000

    package init() {}

    func bodyBytesMax(for target: [UInt8]) -> Int {
        largeBodyTargets.contains { target.starts(with: $0) } ? largeBodyBytesMax : bodyBytesMax
    }

    /// The memory of a connection, in which header and answer have to find room.
    var connectionBytes: Int { headerBytesMax + headerRoomBytes }
}
