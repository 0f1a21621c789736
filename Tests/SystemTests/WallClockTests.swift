import Glibc
import System
import Testing

@Suite("Wall clock")
struct WallClockTests {
    @Test("The wall clock tells the time of the system")
    func systemTime() {
        let before = Int64(time(nil))
        let seconds = WallClock.milliseconds() / 1_000
        // Linux keeps the time of `time` up to one tick behind.
        #expect(seconds >= before)
        #expect(seconds <= Int64(time(nil)) + 1)
    }

    @Test("The wall clock counts more finely than seconds")
    func milliseconds() {
        var fractions: Set<Int64> = []
        while fractions.count < 3 { fractions.insert(WallClock.milliseconds() % 1_000) }
        #expect(fractions.isSubset(of: Set(0..<1_000)))
    }

    @Test("The monotonic clock never goes back, and goes on")
    func monotonic() {
        let first = WallClock.monotonicMicroseconds()
        var last = first
        for _ in 0..<10_000 {
            let now = WallClock.monotonicMicroseconds()
            #expect(now >= last)
            last = now
        }
        #expect(last > first)
    }

    @Test("The monotonic clock counts microseconds")
    func microseconds() {
        var before = timespec()
        var after = timespec()
        clock_gettime(CLOCK_MONOTONIC, &before)
        let microseconds = WallClock.monotonicMicroseconds()
        clock_gettime(CLOCK_MONOTONIC, &after)
        #expect(microseconds >= before.tv_sec * 1_000_000 + before.tv_nsec / 1_000)
        #expect(microseconds <= after.tv_sec * 1_000_000 + after.tv_nsec / 1_000)
    }
}
