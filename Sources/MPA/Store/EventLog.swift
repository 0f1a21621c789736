import SQLite

/// The latest events, numbered from 1. Each is rendered when somebody reads it: most never are.
package final class EventLog {
    /// Older events make room for newer ones.
    static let eventsMax = 10_000

    /// What an event is made of. Who reads the log makes its text of it.
    enum Content: Sendable {
        /// The text itself, with the number in it.
        case document([UInt8])
        /// A call to the API, packed.
        case call([UInt8])
        /// To be rendered with that number.
        case deferred(@Sendable (_ sequence: Int64) -> [UInt8])
    }

    struct Entry: Sendable {
        let sequence: Int64
        let content: Content
    }

    private let table: EventTable
    private let settings: SettingTable
    /// Nothing is written for a store that ends with the process.
    private let isKept: Bool
    /// Of two events with one number those of another epoch are others: who goes on from a number
    /// has seen what comes before it only when the epoch is still the same.
    private(set) var epoch = ""
    /// The number of the last event before those of this run, or of the state that took their
    /// place.
    private(set) var firstMark: Int64 = 0
    /// False for events that do not go on from where the last run had ended.
    private(set) var isContinued = false
    /// Whether the file says that a run was cut off, which no later one has to be told.
    private var wasCutOff = false
    /// Whether the file says that there may be events which it does not have yet.
    private var isOpen = false
    /// Whether the file knows nothing of the epoch, and so no later run can go on with it.
    private var isApart = false
    private var entries: [Entry] = []
    /// Up to that number they are in the file alone: a start does not wait for 10,000 rows.
    private var unreadSequence: Int64 = 0
    /// So many entries at the start are forgotten already: one at a time lets go of what it holds,
    /// so that no call has to wait while thousands do.
    private var forgotten = 0
    private var savedSequence: Int64 = 0
    /// Up to that number the file has let go of them.
    private var trimmedSequence: Int64 = 0
    /// The number of the latest event; 0 before the first.
    private(set) var latestSequence: Int64 = 0

    init(_ table: EventTable, _ settings: SettingTable, isKept: Bool) throws(SQLiteError) {
        self.table = table
        self.settings = settings
        self.isKept = isKept
        if isKept {
            latestSequence = try table.latest()
            (savedSequence, unreadSequence) = (latestSequence, latestSequence)
        }
    }

    /// Reads what earlier runs have left, for whoever looks at what comes after that number.
    func read(after sequence: Int64 = 0) throws(SQLiteError) {
        guard sequence < unreadSequence else { return }
        // Unless they are forgotten already.
        if entries.count < Self.eventsMax {
            entries = try table.all(upTo: unreadSequence) + entries
        }
        unreadSequence = 0
    }

    /// Goes on where the last run ended, unless it was cut off: then numbers that it has given
    /// may be given again.
    func begin(_ newEpoch: () -> String) throws(SQLiteError) {
        let words = isKept ? try settings[Self.setting]?.split(separator: " ") : nil
        epoch = words?.first.map(String.init) ?? ""
        defer { firstMark = latestSequence }
        guard let words, words.count == 2, let last = Int64(words[1]), last >= latestSequence
        else {
            wasCutOff = words != nil
            return renewEpoch(newEpoch)
        }
        isContinued = true
        // After a reset there is no event that has the number.
        if latestSequence == 0 { (latestSequence, savedSequence) = (last, last) }
    }

    private func renewEpoch(_ newEpoch: () -> String) {
        let old = epoch
        repeat { epoch = newEpoch() } while epoch == old
    }

    /// The setting that tells the last run's epoch, and behind a blank its last number once it
    /// ended.
    private static let setting = "events"

    /// True once for each run: the file has to say so before anybody is told of an event.
    var mustOpen: Bool { isKept && !isOpen && !isApart && savedSequence < latestSequence }

    func open() throws(SQLiteError) {
        guard !isOpen else { return }
        try settings.put(Self.setting, epoch)
        isOpen = true
    }

    /// The file takes nothing now: a run after this one may go on from where the last one ended,
    /// so the events become an epoch that is not told there.
    func standApart(_ newEpoch: () -> String) {
        renewEpoch(newEpoch)
        isApart = true
    }

    /// Writes what is left, and that there is nothing else.
    func close() throws(SQLiteError) {
        try save()
        guard isOpen || wasCutOff && !isApart else { return }
        try settings.put(Self.setting, "\(epoch) \(latestSequence)")
        isOpen = false
    }

    func append(_ render: @escaping @Sendable (_ sequence: Int64) -> [UInt8]) {
        append(.deferred(render))
    }

    func append(_ content: Content) {
        latestSequence += 1
        entries.append(Entry(sequence: latestSequence, content: content))
        // Some more are kept than are shown, for a transaction that takes back what it has said.
        guard entries.count - forgotten > Self.eventsMax + Self.spares else { return }
        entries[forgotten] = Entry(sequence: 0, content: .document([]))
        forgotten += 1
        if forgotten == Self.eventsMax {
            entries.removeFirst(forgotten)
            forgotten = 0
        }
    }

    private static let spares = 1_000
    private static let trimmedEvery: Int64 = 100

    /// Adds what caused those after that number, in front of them.
    func insert(after sequence: Int64, _ content: Content) {
        var consequences: [Content] = []
        while let last = entries.last, last.sequence > sequence {
            consequences.append(last.content)
            entries.removeLast()
        }
        latestSequence = min(latestSequence, sequence)
        append(content)
        for consequence in consequences.reversed() { append(consequence) }
    }

    /// Whether the log has had that number, and in that epoch if it is told.
    func contains(_ position: EventPosition) -> Bool {
        position.sequence <= latestSequence && position.epoch.map { $0 == epoch } ?? true
    }

    /// Where the log stands now.
    var mark: Mark { Mark(latest: latestSequence, saved: savedSequence, isOpen: isOpen) }

    struct Mark {
        fileprivate let latest: Int64
        fileprivate let saved: Int64
        fileprivate let isOpen: Bool
    }

    /// Forgets what a transaction that failed has said.
    func takeBack(to mark: Mark) {
        while let last = entries.last, last.sequence > mark.latest { entries.removeLast() }
        (latestSequence, savedSequence, isOpen) = (mark.latest, mark.saved, mark.isOpen)
    }

    /// Has everything again as it was when `body` fails, replaced events as well.
    func keeping<Result>(_ body: () throws -> Result) throws -> Result {
        let before = (entries, forgotten, savedSequence, latestSequence)
        let (epoch, unread, first) = (epoch, unreadSequence, firstMark)
        do {
            return try body()
        } catch {
            (entries, forgotten, savedSequence, latestSequence) = before
            (self.epoch, unreadSequence, firstMark) = (epoch, unread, first)
            throw error
        }
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

    /// Writes what is not in the file yet, or the first of it; true when that was all.
    @discardableResult
    func save(atMost limit: Int = .max) throws(SQLiteError) -> Bool {
        guard isKept, savedSequence < latestSequence else { return true }
        try open()
        let unsaved = recent(after: savedSequence).prefix(limit)
        for entry in unsaved { try table.insert(entry) }
        let last = unsaved.last?.sequence ?? latestSequence
        savedSequence = last
        return last == latestSequence
    }

    /// Lets go of rows too many, the first of them; true when none is left.
    ///
    /// Not with each event: a start that finds some shows none of them. Nor with a change, which
    /// would fail where an old event lies in a page that is damaged.
    func trim(atMost limit: Int) throws(SQLiteError) -> Bool {
        let excess = savedSequence - Int64(Self.eventsMax)
        guard isKept, excess >= trimmedSequence + Self.trimmedEvery else { return true }
        let last = min(max(try table.first(), 1) + Int64(limit) - 1, excess)
        try table.delete(upTo: last)
        trimmedSequence = last
        return last == excess
    }

    /// Takes these events for all there were, the last of them with that number; they are an epoch
    /// of their own, unless there are none and the numbers go on.
    func replace(
        with contents: [Content], latestSequence: Int64, _ newEpoch: () -> String
    ) throws(SQLiteError) {
        try table.delete(upTo: .max)
        if !contents.isEmpty || latestSequence != self.latestSequence { renewEpoch(newEpoch) }
        isOpen = false
        (savedSequence, unreadSequence, trimmedSequence) = (0, 0, 0)
        (self.latestSequence, firstMark) = (latestSequence, latestSequence)
        let first = latestSequence - Int64(contents.count) + 1
        forgotten = 0
        entries = contents.enumerated().map { offset, content in
            Entry(sequence: first + Int64(offset), content: content)
        }
    }
}
