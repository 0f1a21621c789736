import ArgumentParser
import FoundationEssentials

/// One option, from its flag or else from its variable.
struct Setting {
    /// Read once: each look at it makes a dictionary of all there is.
    private static let environment = ProcessInfo.processInfo.environment

    private let text: String?
    private let source: String
    private let meaning: String

    /// An empty variable counts as not set, as compose files write it; an empty flag does not.
    init(_ flag: String, _ given: String?, _ meaning: String) {
        self.meaning = meaning
        let variable = "MPA_LOCAL_" + Self.inCapitals(flag)
        if let given {
            (text, source) = (given, "--\(flag)")
        } else {
            let value = Self.environment[variable]
            (text, source) = (value == "" ? nil : value, "--\(flag) (from \(variable))")
        }
    }

    /// A flag's letters as variables have them; of ASCII only, so that a start spends no time on
    /// more.
    private static func inCapitals(_ flag: String) -> String {
        let bytes = flag.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "_")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): byte & ~0x20
            default: byte
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The same for what has no value until it is given one.
    func apply<Value>(
        toOptional target: inout Value?, _ parse: (String) -> Value?
    ) throws {
        var value: Value?
        try apply(to: &value) { parse($0).map(Optional.some) }
        target = value ?? target
    }

    /// Sets `target` from the text, if there is one.
    func apply<Value>(to target: inout Value, _ parse: (String) -> Value?) throws {
        guard let text else { return }
        guard let value = parse(text) else {
            throw ValidationError(
                "The value '\(text)' is invalid for \(source): it must be \(meaning).")
        }
        target = value
    }
}
