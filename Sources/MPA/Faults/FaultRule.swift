/// One way in which calls fail, as a test asks for it.
package struct FaultRule: Sendable, Equatable {
    package static let idCharactersMax = 100
    package static let messageCharactersMax = 10_000
    package static let delayMillisecondsMax: Int64 = 600_000

    package let id: String
    package let match: FaultMatch
    package let effect: FaultEffect
    /// Taken although it may never match or tells what its operations do not declare.
    package let isForced: Bool
    /// How many calls its conditions held for, whether or not it was their turn.
    package var calls: Int64
    /// How many calls it decided.
    package var hits: Int64

    package init(
        id: String, match: FaultMatch = FaultMatch(), effect: FaultEffect, isForced: Bool = false,
        calls: Int64 = 0, hits: Int64 = 0
    ) {
        self.id = id
        self.match = match
        self.effect = effect
        self.isForced = isForced
        self.calls = calls
        self.hits = hits
    }
}
