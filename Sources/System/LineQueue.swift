import Glibc

/// Lines on their way to a file descriptor that may take its time.
///
/// Nobody waits for the reader: one thread writes, and what finds no room is dropped, counted and
/// told of in a line of its own once there is room again.
@safe
package final class LineQueue: @unchecked Sendable {  // all state is under `mutex`
    /// Words the line that tells how many were dropped.
    package typealias Notice = @Sendable (_ dropped: Int) -> [UInt8]

    /// The writer gathers lines for so long, rather than wake up for each.
    private static let gatherMilliseconds = 10

    private let descriptor: FileDescriptor
    private let bytesMax: Int
    private let notice: Notice
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var pending: [UInt8] = []
    private var dropped = 0
    private var isWriterIdle = false
    private var isFinishing = false
    private var hasEnded = false

    /// Holds at most `bytesMax` bytes that are not being written yet.
    package init(
        _ descriptor: FileDescriptor, bytesMax: Int = 1 << 20, notice: @escaping Notice
    ) throws(LineQueueError) {
        self.descriptor = descriptor
        self.bytesMax = bytesMax
        self.notice = notice
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(condition, &attributes)
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(self)
        let code = unsafe pthread_create(&thread, nil, runLineQueue, context.toOpaque())
        guard code == 0 else {
            unsafe context.release()
            throw LineQueueError(reason: unsafe String(cString: strerror(code)))
        }
        pthread_detach(thread)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// Takes a line, or drops it; returns at once.
    package func write(_ line: [UInt8]) {
        lock()
        defer { unlock() }
        // After a dropped line the next are dropped too: the notice stands where they are missing.
        guard dropped == 0, pending.count + line.count <= bytesMax else {
            dropped += 1
            return
        }
        pending.append(contentsOf: line)
        if isWriterIdle {
            isWriterIdle = false
            wake()
        }
    }

    /// Writes what is left, unless its reader takes longer than that. Lines after it are lost.
    package func finish(withinMilliseconds milliseconds: Int = 2_000) {
        lock()
        defer { unlock() }
        isFinishing = true
        wake()
        let deadline = Self.moment(afterMilliseconds: milliseconds)
        while !hasEnded, wait(until: deadline) {}
    }

    /// The writer's whole life.
    fileprivate func run() {
        var batch: [UInt8] = []
        while take(&batch) {
            descriptor.writeAlone(batch)
            batch.removeAll(keepingCapacity: true)
        }
    }

    /// Waits for lines and hands over all there are; false at the end.
    private func take(_ batch: inout [UInt8]) -> Bool {
        lock()
        defer { unlock() }
        if !isFinishing { _ = wait(until: Self.moment(afterMilliseconds: Self.gatherMilliseconds)) }
        while pending.isEmpty, dropped == 0 {
            if isFinishing {
                hasEnded = true
                wake()
                return false
            }
            isWriterIdle = true
            unsafe pthread_cond_wait(condition, mutex)
        }
        isWriterIdle = false
        swap(&batch, &pending)
        if dropped > 0 {
            batch.append(contentsOf: notice(dropped))
            dropped = 0
        }
        return true
    }

    private func lock() { unsafe pthread_mutex_lock(mutex) }
    private func unlock() { unsafe pthread_mutex_unlock(mutex) }
    private func wake() { unsafe pthread_cond_broadcast(condition) }

    /// False when the time is over.
    private func wait(until deadline: timespec) -> Bool {
        var deadline = deadline
        return unsafe pthread_cond_timedwait(condition, mutex, &deadline) == 0
    }

    private static func moment(afterMilliseconds milliseconds: Int) -> timespec {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        time.tv_nsec += milliseconds % 1_000 * 1_000_000
        time.tv_sec += milliseconds / 1_000 + time.tv_nsec / 1_000_000_000
        time.tv_nsec %= 1_000_000_000
        return time
    }
}

/// Why a queue has no thread to write its lines.
package struct LineQueueError: Error, CustomStringConvertible {
    let reason: String

    package var description: String { "the log has no thread: \(reason)" }
}

private func runLineQueue(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    unsafe Unmanaged<LineQueue>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
