import Glibc
import Synchronization

/// A thread that lets connections in, and does one thing every so often, until it is told to stop.
final class Attendant: Sendable {
    private let work: Work
    private let thread: pthread_t

    private final class Work: @unchecked Sendable {  // the door is the thread's own
        let bell: Bell
        let tick: @Sendable () -> Int32
        var door: Door
        let isStopping = Atomic(false)

        init(_ bell: Bell, _ door: Door, _ tick: @escaping @Sendable () -> Int32) {
            self.bell = bell
            self.door = door
            self.tick = tick
        }

        func run() {
            var due = monotonicMilliseconds()
            while !isStopping.load(ordering: .acquiring) {
                let now = monotonicMilliseconds()
                if now >= due { due = now + Int64(tick()) }
                let (watched, pause) = door.watch(now: now)
                var descriptors = [
                    pollfd(fd: bell.wakeup, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: watched, events: Int16(POLLIN), revents: 0),
                ]
                let rest = min(due - now, Int64(pause))
                guard poll(&descriptors, 2, Int32(clamping: max(1, rest))) > 0 else { continue }
                if descriptors[1].revents != 0 { door.admit(now: monotonicMilliseconds()) }
                if descriptors[0].revents != 0 {
                    bell.quiet()
                    due = now
                }
            }
        }
    }

    /// `tick` answers after how many milliseconds it has to be called again; a ring calls it at
    /// once.
    init(
        _ bell: Bell, _ door: Door, tick: @escaping @Sendable () -> Int32
    ) throws(HTTPServerError) {
        work = Work(bell, door, tick)
        var thread = pthread_t()
        let context = Unmanaged.passRetained(work)
        let code = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard code == 0 else {
            context.release()
            throw .resources(reason: String(cString: strerror(code)))
        }
        self.thread = thread
    }

    /// Returns once the thread has ended.
    func stop() {
        work.isStopping.store(true, ordering: .releasing)
        work.bell.ring()
        pthread_join(thread, nil)
    }
}
