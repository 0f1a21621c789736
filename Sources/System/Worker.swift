import Glibc

/// A thread that does one thing whenever it is woken.
@safe
package final class Worker: @unchecked Sendable {  // all state is under `mutex`
    package typealias Work = @Sendable (_ worker: Worker) -> Void

    private let work: Work
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isWoken = false
    private var isFinishing = false
    private var hasEnded = false

    package init(_ work: @escaping Work) throws(WorkerError) {
        self.work = work
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(condition, &attributes)
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(self)
        let code = unsafe pthread_create(&thread, nil, runWorker, context.toOpaque())
        guard code == 0 else {
            unsafe context.release()
            throw WorkerError(reason: unsafe String(cString: strerror(code)))
        }
        pthread_detach(thread)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// Has the work done, soon and once more if it is being done now; returns at once.
    package func wake() {
        unsafe pthread_mutex_lock(mutex)
        isWoken = true
        unsafe pthread_cond_broadcast(condition)
        unsafe pthread_mutex_unlock(mutex)
    }

    /// Has the work done a last time and ends the thread; false if that takes longer.
    package func finish(withinSeconds seconds: Int) -> Bool {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        isFinishing = true
        unsafe pthread_cond_broadcast(condition)
        var deadline = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &deadline)
        deadline.tv_sec += seconds
        while !hasEnded {
            guard unsafe pthread_cond_timedwait(condition, mutex, &deadline) == 0 else { break }
        }
        return hasEnded
    }

    /// The thread's whole life.
    fileprivate func run() {
        var goesOn = true
        while goesOn {
            goesOn = awaitWake()
            work(self)
        }
        unsafe pthread_mutex_lock(mutex)
        hasEnded = true
        unsafe pthread_cond_broadcast(condition)
        unsafe pthread_mutex_unlock(mutex)
    }

    /// False when it is for the last time.
    private func awaitWake() -> Bool {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while !isWoken, !isFinishing { unsafe pthread_cond_wait(condition, mutex) }
        isWoken = false
        return !isFinishing
    }
}

/// Why a worker has no thread.
package struct WorkerError: Error, CustomStringConvertible {
    let reason: String

    package var description: String { "there is no further thread: \(reason)" }
}

private func runWorker(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    unsafe Unmanaged<Worker>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
