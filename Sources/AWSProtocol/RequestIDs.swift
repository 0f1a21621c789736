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

    package func next() -> String { nextID().text }

    /// An id that becomes a text only where somebody reads it.
    package func nextID() -> RequestID {
        let step: UInt64 = 0x9e37_79b9_7f4a_7c15
        let start = state.wrappingAdd(step &* 2, ordering: .relaxed).oldValue
        // Version 4, variant 1.
        let high = Self.mixed(start &+ step) & ~0xf000 | 0x4000
        let low = Self.mixed(start &+ step &* 2) & ~(3 << 62) | (1 << 63)
        return RequestID(high: high, low: low)
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
}

/// One of those ids.
package struct RequestID: Sendable, Equatable {
    private static let pattern = Array("00000000-0000-0000-0000-000000000000".utf8)

    private let high: UInt64
    private let low: UInt64

    init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    package init(unpacking unpacker: inout Unpacker) {
        high = UInt64(bitPattern: unpacker.number())
        low = UInt64(bitPattern: unpacker.number())
    }

    package func pack(into packer: inout Packer) {
        packer.add(Int64(bitPattern: high))
        packer.add(Int64(bitPattern: low))
    }

    package var text: String {
        var text = Self.pattern
        var (rest, isLow) = (low, true)
        for place in text.indices.reversed() where text[place] != UInt8(ascii: "-") {
            let digit = UInt8(truncatingIfNeeded: rest & 0xf)
            text[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            rest >>= 4
            // The sixteenth digit from the end is the first of the lower half.
            if isLow, place == 19 { (rest, isLow) = (high, false) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
