package import AWSProtocol
import Crypto

/// Whatever makes ids: by chance, or from a number, and then the same calls get the same ids.
///
/// With a number, a state that replaces all there was begins ids of its own: those of a reset are
/// those of the start, and those of a snapshot are the same each time, and never ids in it.
package final class IDStreams: Sendable {
    private let seed: UInt64?
    /// For resources, events and codes.
    let resources: RequestIDs
    /// For requests to the API.
    package let requests: RequestIDs
    /// For requests to the control plane: a harness asks it for its health as often as it likes.
    package let controlRequests: RequestIDs
    private let epochs = RequestIDs()

    /// Nil for ids by chance.
    package init(seed: UInt64? = nil) {
        self.seed = seed
        resources = seed.map(RequestIDs.init(seed:)) ?? RequestIDs()
        requests = seed.map { RequestIDs(seed: Self.mixed($0, 1)) } ?? RequestIDs()
        controlRequests = seed.map { RequestIDs(seed: Self.mixed($0, 2)) } ?? RequestIDs()
    }

    /// A name for a numbering of events: by chance also with a seed, as no other may have it.
    func nextEpoch() -> String { String(epochs.next().prefix(8)) }

    /// What makes the ids that a document lacks, and goes on from there once it is the state.
    func successor(for document: [UInt8]?) -> RequestIDs {
        guard let seed else { return resources }
        guard let document else { return RequestIDs(seed: seed) }
        let digest = SHA256.hash(data: document).prefix(8)
        return RequestIDs(seed: Self.mixed(seed, digest.reduce(0) { $0 << 8 | UInt64($1) }))
    }

    /// A store that was in use before has ids from the number already.
    func skipPast(events count: Int64) {
        guard let seed, count > 0 else { return }
        resources.restart(from: RequestIDs(seed: Self.mixed(seed, UInt64(bitPattern: ~count))))
    }

    /// Goes on from there with all three.
    func restart(from successor: RequestIDs) {
        guard let seed else { return }
        resources.restart(from: successor)
        requests.restart(from: RequestIDs(seed: Self.mixed(seed, 1)))
        controlRequests.restart(from: RequestIDs(seed: Self.mixed(seed, 2)))
    }

    /// Far from what another number gives: ids that are counted up from there never meet.
    private static func mixed(_ seed: UInt64, _ number: UInt64) -> UInt64 {
        var mixed = seed ^ (number &* 0xd134_2543_de82_ef95)
        mixed = (mixed ^ (mixed >> 32)) &* 0xdaba_0b6e_b093_22e3
        mixed = (mixed ^ (mixed >> 32)) &* 0xdaba_0b6e_b093_22e3
        return mixed ^ (mixed >> 32)
    }
}
