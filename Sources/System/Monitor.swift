import Glibc

/// A lock that its holder can wait on until another thread has changed something.
@safe
final class Monitor: @unchecked Sendable {  // what it guards is its owner's, used under the lock
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(condition, &attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    func locked<Result>(_ body: () -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body()
    }

    // The rest is for whoever holds the lock.

    func wakeAll() { unsafe pthread_cond_broadcast(condition) }

    func wait() { unsafe pthread_cond_wait(condition, mutex) }

    /// False when the time is over.
    func wait(until deadline: timespec) -> Bool {
        var deadline = deadline
        return unsafe pthread_cond_timedwait(condition, mutex, &deadline) == 0
    }

    /// A moment on the clock of `wait(until:)`.
    static func moment(afterMilliseconds milliseconds: Int) -> timespec {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        time.tv_nsec += milliseconds % 1_000 * 1_000_000
        time.tv_sec += milliseconds / 1_000 + time.tv_nsec / 1_000_000_000
        time.tv_nsec %= 1_000_000_000
        return time
    }
}

/// Something that lives on a thread of its own.
protocol ThreadBody: AnyObject, Sendable {
    func run()
}

extension ThreadBody {
    /// Starts its thread, which keeps it alive until `run` returns.
    func startThread() throws(ThreadError) {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(ThreadStart(self))
        let code = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                unsafe Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue().body.run()
                return nil
            }, context.toOpaque())
        guard code == 0 else {
            unsafe context.release()
            throw ThreadError(reason: unsafe String(cString: strerror(code)))
        }
        pthread_detach(thread)
    }
}

private final class ThreadStart {
    let body: any ThreadBody

    init(_ body: any ThreadBody) { self.body = body }
}

/// Why there is no further thread, in the system's words.
package struct ThreadError: Error, CustomStringConvertible {
    let reason: String

    package var description: String { "there is no further thread: \(reason)" }
}
