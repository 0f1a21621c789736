/// Which calls a rule is for; what is left out does not matter.
package struct FaultMatch: Sendable, Equatable {
    package var operations: [String] = []
    package var account: String?
    /// With `*` and `?`, like `resource`.
    package var principal: String?
    package var resource: String?
    /// The attempt of the SDK, 1 for the first.
    package var attempt: Int64?
    /// The one call of that number among those that fit.
    package var nth: Int64?
    package var every: Int64?
    package var probability: Double?
    /// The same seed gives the same calls.
    package var seed: Int64 = 0
    /// On the emulator's clock; `until` is not included.
    package var from: Int64?
    package var until: Int64?
    /// How many calls it decides at most.
    package var times: Int64?

    package init() {}
}
