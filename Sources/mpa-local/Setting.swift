import ArgumentParser
import FoundationEssentials

/// One option, from its flag or else from its variable.
struct Setting {
    private let flag: String
    private let text: String?
    private let source: String

    init(_ flag: String, _ given: String?) {
        self.flag = flag
        let variable = "MPA_LOCAL_" + flag.uppercased().replacing("-", with: "_")
        if let given {
            (text, source) = (given, "--\(flag)")
        } else {
            text = ProcessInfo.processInfo.environment[variable]
            source = "--\(flag) (from \(variable))"
        }
    }

    /// Sets `target` from the text, if there is one.
    func apply<Value>(to target: inout Value, _ parse: (String) -> Value?) throws {
        guard let text else { return }
        guard let value = parse(text) else {
            throw ValidationError("The value '\(text)' is invalid for \(source).")
        }
        target = value
    }
}
