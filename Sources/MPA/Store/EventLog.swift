import SQLite

/// The latest events, numbered from 1. Each is rendered when somebody reads it.
package final class EventLog {
    /// Older events make room for newer ones.
    static let eventsMax = 10_000

    package typealias Rendering = @Sendable (_ sequence: Int64) -> [UInt8]

    /// An event that nobody has read yet.
    struct Entry: Sendable {
        let sequence: Int64
        let render: Rendering

        var document: [UInt8] { render(sequence) }
    }

    private let table: EventTable
    /// Nothing is written for a store that ends with the process.
    private let isKept: Bool
    private var entries: [Entry] = []
    /// So many entries at the start are forgotten already: one at a time lets go of what it holds,
    /// so that no call has to wait while thousands do.
    private var forgotten = 0
    private var savedSequence: Int64 = 0
    /// The number of the latest event; 0 before the first.
    private(set) var latestSequence: Int64 = 0

    init(_ table: EventTable, isKept: Bool) throws(SQLiteError) {
        self.table = table
        self.isKept = isKept
        if isKept { try read() }
    }

    func append(_ render: @escaping Rendering) {
        latestSequence += 1
        entries.append(Entry(sequence: latestSequence, render: render))
        // Some more are kept than are shown, for a transaction that takes back what it has said.
        guard entries.count - forgotten > Self.eventsMax + Self.spares else { return }
        entries[forgotten] = Entry(sequence: 0, render: Self.nothing)
        forgotten += 1
        if forgotten == Self.eventsMax {
            entries.removeFirst(forgotten)
            forgotten = 0
        }
    }

    private static let spares = 1_000
    private static let trimmedEvery: Int64 = 100
    private static let nothing: Rendering = { _ in [] }

    /// Adds what caused those after that number, in front of them.
    func insert(after sequence: Int64, _ render: @escaping Rendering) {
        var consequences: [Rendering] = []
        while let last = entries.last, last.sequence > sequence {
            consequences.append(last.render)
            entries.removeLast()
        }
        latestSequence = min(latestSequence, sequence)
        append(render)
        for consequence in consequences.reversed() { append(consequence) }
    }

    /// Where the log stands now.
    var mark: (latest: Int64, saved: Int64) { (latestSequence, savedSequence) }

    /// Forgets what a transaction that failed has said.
    func takeBack(to mark: (latest: Int64, saved: Int64)) {
        while let last = entries.last, last.sequence > mark.latest { entries.removeLast() }
        (latestSequence, savedSequence) = mark
    }

    /// Has everything again as it was when `body` fails, replaced events as well.
    func keeping<Result>(_ body: () throws -> Result) throws -> Result {
        let before = (entries, forgotten, savedSequence, latestSequence)
        do {
            return try body()
        } catch {
            (entries, forgotten, savedSequence, latestSequence) = before
            throw error
        }
    }

    /// At most `limit` events after that number, the oldest first.
    func list(after sequence: Int64, limit: Int) -> [[UInt8]] {
        recent(after: sequence).prefix(limit).map(\.document)
    }

    /// Those after that number which are still kept, the oldest first.
    func recent(after sequence: Int64) -> ArraySlice<Entry> {
        let recent = entries[forgotten...].suffix(Self.eventsMax)
        guard let first = recent.first else { return [] }
        // The numbers follow each other without a gap.
        let skipped =
            sequence < first.sequence
            ? 0 : min(sequence - first.sequence + 1, Int64(recent.count))
        return recent.dropFirst(Int(skipped))
    }

    /// The number of the event that comes first in such a list.
    func firstSequence(after sequence: Int64) -> Int64 {
        let kept = Int64(min(entries.count - forgotten, Self.eventsMax))
        return max(min(sequence, latestSequence), latestSequence - kept) + 1
    }

    /// Writes what is not in the file yet.
    func save() throws(SQLiteError) {
        guard isKept, savedSequence < latestSequence else { return }
        for entry in recent(after: savedSequence) {
            try table.insert(entry.sequence, entry.document)
        }
        // Not each time: the few rows too many that a start finds are not shown.
        if savedSequence / Self.trimmedEvery < latestSequence / Self.trimmedEvery {
            try table.delete(upTo: latestSequence - Int64(Self.eventsMax))
        }
        savedSequence = latestSequence
    }

    /// Takes these events for all there were, the last of them with that number.
    func replace(with documents: [[UInt8]], latestSequence: Int64) throws(SQLiteError) {
        try table.delete(upTo: .max)
        savedSequence = 0
        self.latestSequence = latestSequence
        let first = latestSequence - Int64(documents.count) + 1
        forgotten = 0
        entries = documents.enumerated().map { offset, document in
            Entry(sequence: first + Int64(offset)) { _ in document }
        }
    }

    private func read() throws(SQLiteError) {
        entries = try table.all().map { row in Entry(sequence: row.sequence) { _ in row.document } }
        latestSequence = entries.last?.sequence ?? 0
        savedSequence = latestSequence
    }
}
