/// Where somebody stands who reads the events.
package struct EventPosition: Sendable, Equatable {
    /// Nil for one who has only seen the number.
    package let epoch: String?
    package let sequence: Int64

    package init(epoch: String? = nil, sequence: Int64) {
        self.epoch = epoch
        self.sequence = sequence
    }

    /// From what `text` gives, or from a number alone.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let last = parts.last, last.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let sequence = Int64(last), parts.count == 1 || !parts[0].isEmpty
        else { return nil }
        epoch = parts.count == 2 ? String(parts[0]) : nil
        self.sequence = sequence
    }

    package var text: String { (epoch.map { $0 + "-" } ?? "") + String(sequence) }
}
