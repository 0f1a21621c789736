import Synchronization

/// The events that one reader has not read yet.
///
/// Whoever makes an event only puts it here; the reader renders it, on its own time. A reader that
/// is too slow loses the oldest, and is told how many.
package final class EventSubscription: Sendable {
    package enum Notice: Sendable, Equatable {
        case event(sequence: Int64, document: [UInt8])
        /// So many events made room for newer ones.
        case dropped(Int64)
        /// Another state took the place of all there was, and that is its latest event.
        case replaced(latest: EventPosition)
    }

    fileprivate enum Item {
        case entry(EventLog.Entry)
        case dropped(Int64)
        case replaced(latest: EventPosition)
    }

    fileprivate struct State {
        var items: [Item] = []
        /// How many of them have been read.
        var read = 0
        var dropped: Int64 = 0
        /// A replacement among what was dropped, and how many were before it.
        var replaced: Item?
        var droppedBefore: Int64 = 0
        var wake: (@Sendable () -> Void)?
    }

    /// As many as the log keeps, so that whoever reads on from there finds all of it.
    static let itemsMax = EventLog.eventsMax

    private let state = Mutex(State())

    /// That of the first events.
    package let epoch: String

    init(epoch: String) { self.epoch = epoch }

    /// At most `limit` of them, the oldest first; none, and then `wake` is called as soon as there
    /// are some.
    package func next(limit: Int, _ wake: (@Sendable () -> Void)? = nil) -> [Notice] {
        let items = state.withLock { state -> [Item] in
            let items = state.take(limit)
            state.wake = items.isEmpty ? wake : nil
            return items
        }
        return items.map { item in
            switch item {
            case .entry(let entry): .event(sequence: entry.sequence, document: entry.document)
            case .dropped(let count): .dropped(count)
            case .replaced(let latest): .replaced(latest: latest)
            }
        }
    }

    /// Wakes nobody any more.
    func end() { state.withLock { $0.wake = nil } }

    /// Answers whom to wake, once no lock is held.
    func push(
        _ entries: ArraySlice<EventLog.Entry>, afterDropped count: Int64 = 0
    ) -> (@Sendable () -> Void)? {
        push((count > 0 ? [.dropped(count)] : []) + entries.map(Item.entry))
    }

    func pushReplaced(_ log: EventLog) -> (@Sendable () -> Void)? {
        push([.replaced(latest: EventPosition(epoch: log.epoch, sequence: log.latestSequence))])
    }

    /// Says that so many events came before those that will be pushed.
    func pushDropped(_ count: Int64) { _ = push([.dropped(count)]) }

    private func push(_ items: [Item]) -> (@Sendable () -> Void)? {
        state.withLock { state in
            state.append(items)
            defer { state.wake = nil }
            return state.wake
        }
    }
}

extension EventSubscription.State {
    fileprivate mutating func append(_ new: [EventSubscription.Item]) {
        items += new
        let excess = items.count - read - EventSubscription.itemsMax
        if excess > 0 {
            for item in items[read..<read + excess] {
                switch item {
                case .entry: dropped += 1
                case .dropped(let count): dropped += count
                case .replaced:
                    replaced = item
                    droppedBefore += dropped
                    dropped = 0
                }
            }
            read += excess
        }
        // Now and then, so that it costs nothing to speak of.
        if read > EventSubscription.itemsMax { forgetRead() }
    }

    fileprivate mutating func take(_ limit: Int) -> [EventSubscription.Item] {
        var taken: [EventSubscription.Item] = []
        if droppedBefore > 0 {
            taken.append(.dropped(droppedBefore))
            droppedBefore = 0
        }
        if let replaced, taken.count < limit {
            taken.append(replaced)
            self.replaced = nil
        }
        if dropped > 0, taken.count < limit {
            taken.append(.dropped(dropped))
            dropped = 0
        }
        let count = min(limit - taken.count, items.count - read)
        taken += items[read..<read + count]
        read += count
        if read == items.count { forgetRead() }
        return taken
    }

    private mutating func forgetRead() {
        items.removeFirst(read)
        read = 0
    }
}
