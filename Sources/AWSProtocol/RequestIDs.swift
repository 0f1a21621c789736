import Synchronization

/// Makes ids in the form of a lower-case UUID, without a system call for each.
package final class RequestIDs: Sendable {
    private let state: Atomic<UInt64>

    /// The same seed gives the same ids in the same order.
    package init(seed: UInt64) { state = Atomic(seed) }

    package convenience init() { self.init(seed: .random(in: .min ... .max)) }

    /// Goes on as the other one would.
    package func restart(from other: RequestIDs) {
        state.store(other.state.load(ordering: .relaxed), ordering: .relaxed)
    }

    package func next() -> String {
        let step: UInt64 = 0x9e37_79b9_7f4a_7c15
        let start = state.wrappingAdd(step &* 2, ordering: .relaxed).oldValue
        // Version 4, variant 1.
        let high = Self.mixed(start &+ step) & ~0xf000 | 0x4000
        let low = Self.mixed(start &+ step &* 2) & ~(3 << 62) | (1 << 63)
        return Self.text(high, low)
    }

    /// Six decimal digits.
    package func nextCode() -> String {
        let step: UInt64 = 0x9e37_79b9_7f4a_7c15
        let start = state.wrappingAdd(step, ordering: .relaxed).oldValue
        let digits = String(Self.mixed(start &+ step) % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The finaliser of SplitMix64.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = (number ^ (number >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    private static func text(_ high: UInt64, _ low: UInt64) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for nibble in 0..<32 {
            if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
                text.append(UInt8(ascii: "-"))
            }
            let half = nibble < 16 ? high : low
            let value = UInt8(truncatingIfNeeded: half >> UInt64(60 - nibble % 16 * 4)) & 0xf
            text.append(value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
