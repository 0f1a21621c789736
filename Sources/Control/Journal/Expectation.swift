import AWSProtocol
import MPA

/// Calls that are expected to have been made.
struct Expectation: Sendable {
    let operation: OperationName
    let conditions: [InputCondition]
    let account: String?
    let status: Int?
    let count: CallCount

    /// What makes a call of the operation another than the one expected.
    func differences(from call: SeenCall) -> [Difference] {
        var differences: [Difference] = []
        func compare(_ path: String, _ wanted: JSONValue?, _ found: JSONValue?) {
            guard let wanted, wanted != found else { return }
            differences.append(Difference(path: path, expected: wanted, found: found))
        }
        compare("account", account.map(JSONValue.string), call.entry.account.map(JSONValue.string))
        compare(
            "status", status.map { .number(String($0)) }, .number(String(call.entry.status)))
        if conditions.isEmpty { return differences }
        guard let input = call.input else {
            return differences + [Difference(path: "$", expected: .object([]), found: nil)]
        }
        return differences + conditions.flatMap { $0.differences(from: input) }
    }
}

/// How many calls are expected.
struct CallCount: Sendable, Equatable {
    let min: Int
    let max: Int?

    static let some = CallCount(min: 1, max: nil)

    func contains(_ count: Int) -> Bool { count >= min && count <= max ?? .max }

    var text: String {
        switch max {
        case min: "exactly \(min)"
        case nil: "at least \(min)"
        case let max?: min == 0 ? "at most \(max)" : "\(min) to \(max)"
        }
    }
}

/// A call of the journal, its input read once.
struct SeenCall: Sendable {
    let number: Int64
    let entry: JournalEntry
    let input: Seen?

    init(_ call: Journal.Call, showsSensitive: Bool) {
        number = call.number
        let entry = call.entry
        self.entry = entry
        input = entry.inputValue(showsSensitive: true).map { value in
            Seen(
                value,
                shown: showsSensitive
                    ? value : entry.inputValue(showsSensitive: false) ?? .hidden)
        }
    }

    static let shape = ControlShapes.object(
        "CallReference",
        [
            .always("number", ControlShapes.position), .always("requestId", ControlShapes.text),
            Member("operation", ControlShapes.text), Member("account", ControlShapes.text),
            .always("status", ControlShapes.count),
            Member("differences", ControlShapes.list(of: Difference.shape)),
        ])

    func document(_ differences: [Difference] = []) -> Structure {
        Structure([
            "number": .integer(number), "requestId": .string(entry.requestID),
            "operation": (entry.operation?.rawValue).map(Document.string),
            "account": entry.account.map(Document.string),
            "status": .integer(Int64(entry.status)),
            "differences": differences.isEmpty
                ? nil : .list(differences.map { .structure($0.document) }),
        ])
    }
}
