import Glibc

/// Takes connections off the listening socket and shares them out evenly among the event loops.
///
/// When the loops of libmicrohttpd take them themselves they race, and often one has them all while
/// the others have nothing to do.
struct Door {
    /// An event loop and whom it was given.
    private struct Place {
        let loop: EventLoop
        /// How many were let in there so far: of a burst, its loop has not taken up all yet.
        var given = 0
        /// When the last one was.
        var time: Int64 = 0

        /// How many connections the loop has, those counted that it is about to take up.
        var load: Int { given - loop.counts.ended }
    }

    /// For how long nobody is let in where there is no descriptor, or no room, for one more.
    private static let restMilliseconds: Int32 = 10
    /// After so many at once the thread looks to its other duties.
    private static let burst = 64
    /// A client let in that long ago was taken up by its loop, or never will be.
    private static let takingUpMilliseconds: Int64 = 1_000

    private let listener: Int32
    private var places: [Place]
    private let limits: Limits
    private var next = 0
    private var restsUntil = Int64.min
    private var isClosed = false

    /// `listener` has to be one that does not block.
    init(_ listener: Int32, _ loops: [EventLoop], _ context: ServerContext) {
        self.listener = listener
        places = loops.map { Place(loop: $0) }
        limits = context.limits
    }

    /// What to wait for, none while it rests, and for how many milliseconds at most.
    mutating func watch(now: Int64) -> (descriptor: Int32, milliseconds: Int32) {
        guard !isClosed else { return (-1, .max) }
        if now >= restsUntil, room(now) <= 0 { rest(now) }
        guard now < restsUntil else { return (listener, .max) }
        return (-1, Int32(clamping: restsUntil - now))
    }

    /// Lets in who waits.
    mutating func admit(now: Int64) {
        for _ in 0..<max(0, min(Self.burst, room(now))) {
            let place = quietest(now)
            if places[place].loop.letIn(from: listener) {
                places[place].given += 1
                places[place].time = now
                next = (place + 1) % places.count
            } else if !isWorthAnotherTry(errno, now) {
                return
            }
        }
    }

    /// For how many more there is room.
    private mutating func room(_ now: Int64) -> Int {
        // A loop that could not take one up does not say so.
        for place in places.indices where now - places[place].time > Self.takingUpMilliseconds {
            places[place].given = places[place].loop.counts.taken
        }
        return limits.connectionsMax - places.reduce(0) { $0 + $1.load }
    }

    private mutating func isWorthAnotherTry(_ error: Int32, _ now: Int64) -> Bool {
        switch error {
        case EAGAIN: return false
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            rest(now)
            return false
        case EBADF, EINVAL, ENOTSOCK:
            // What `stop` makes of the socket.
            isClosed = true
            return false
        default: return true  // one that was gone before it was let in
        }
    }

    private mutating func rest(_ now: Int64) { restsUntil = now + Int64(Self.restMilliseconds) }

    /// The loop with the fewest connections; of several, as in a burst, each in its turn.
    private func quietest(_ now: Int64) -> Int {
        var best: (place: Int, load: Int)?
        for offset in places.indices {
            let place = (next + offset) % places.count
            let isHeldUp = places[place].loop.isHeldUp(
                now: now, milliseconds: limits.heldUpMilliseconds)
            let load = places[place].load + (isHeldUp ? 1 << 32 : 0)
            if load < best?.load ?? .max { best = (place, load) }
        }
        return best?.place ?? 0
    }
}
