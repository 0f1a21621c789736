/// The texts given for options, by flag without its dashes.
///
/// Each is taken once, so that what is left at the end was not known.
struct GivenOptions {
    private var texts: [String: String] = [:]

    init() {}

    /// From words that are flags, each once and followed by its value; nil for any other.
    init?(plain words: ArraySlice<String>) {
        var rest = words
        while let word = rest.popFirst() {
            // Of anything but ASCII a character need not end where its first byte does.
            guard word.utf8.starts(with: "--".utf8), word.utf8.allSatisfy({ $0 < 0x80 })
            else { return nil }
            let parts = word.dropFirst(2).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst(),
                parts.count == 1 || !value.isEmpty,
                texts.updateValue(value, forKey: String(parts[0])) == nil
            else { return nil }
        }
    }

    var isEmpty: Bool { texts.isEmpty }

    mutating func add(_ text: String, to flag: String) {
        texts[flag] = text
    }

    /// Takes the text of a flag.
    ///
    /// - Parameter meaning: what it must be, for the message about a text that is not
    mutating func setting(_ flag: String, _ meaning: String) -> Setting {
        Setting(flag, texts.removeValue(forKey: flag), meaning)
    }
}
