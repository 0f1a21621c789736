import AWSProtocol
import HTTPServer
import MPA

/// A call in the journal: a thousand of them are kept, and few are ever looked at.
struct KeptCall: Sendable {
    private(set) var operation: OperationName?
    private(set) var account: String?
    private(set) var status = 0
    private var packed: [UInt8] = []

    /// True for the place of a call that nobody made yet, or that is forgotten.
    var isEmpty: Bool { packed.isEmpty }

    /// The memory that it takes.
    var bytes: Int { isEmpty ? 0 : packed.capacity + JournalEntry.Limits.baseBytes }

    var requestID: String {
        var unpacker = Unpacker(packed)
        return unpacker.text()
    }

    var entry: JournalEntry { JournalEntry(unpacking: packed, operation, account, status) }

    /// Keeps another call in the memory of the one before, unless that was much larger: memory
    /// that one thread takes and another gives back costs more than all that is written into it.
    mutating func replace(with note: CallNote, _ outcome: CallOutcome) {
        operation = outcome.operation
        account = outcome.account
        status = outcome.status
        let (request, answer) = (note.request.kept, outcome.keptAnswer)
        let capacity =
            512 + request.target.count + request.body.count + request.headers.block.count
            + request.headers.count * 4 + (answer?.count ?? 0)
        var memory: [UInt8] = []
        if packed.capacity <= Self.wasteMax * capacity { swap(&memory, &packed) }
        var packer = Packer(reusing: consume memory, capacity: capacity)
        packer.add(note, request, outcome, answer)
        packed = packer.bytes
        // Where an input was taken back that was too large.
        if packed.capacity > Self.wasteMax * capacity { shrink() }
    }

    private mutating func shrink() {
        var memory: [UInt8] = []
        memory.reserveCapacity(packed.count)
        memory += packed
        packed = memory
    }

    /// So many times what a call needs may be left to it.
    private static let wasteMax = 4
}
