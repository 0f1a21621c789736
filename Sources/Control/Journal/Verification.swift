import AWSProtocol
import MPA

/// A question of what was called.
struct Verification: Sendable {
    /// What a failure shows at most.
    private static let shownMax = 10
    private static let nearestMax = 3
    private static let differencesMax = 20

    let expectations: [Expectation]
    /// The calls have to follow each other as the expectations do.
    let inOrder: Bool
    /// No call may be there that no expectation is about.
    let noneOther: Bool
    /// Calls of other accounts, and those up to that number, do not count.
    let account: String?
    let after: Int64

    /// What of it does not hold; nothing when all does.
    func failures(_ journal: Journal) -> [Failure] {
        let calls = journal.calls(after: after, CallFilter(account: account)).map {
            SeenCall($0, showsSensitive: journal.showsSensitive)
        }
        let judged = expectations.map { expectation in
            calls.filter { $0.entry.operation == expectation.operation }
                .map { (call: $0, differences: expectation.differences(from: $0)) }
        }
        let met = judged.map { $0.filter(\.differences.isEmpty).map(\.call) }
        var failures: [Failure] = []
        for (index, expectation) in expectations.enumerated()
        where !expectation.count.contains(met[index].count) {
            let missed = judged[index].filter { !$0.differences.isEmpty }
            failures.append(
                countFailure(index, met[index], missed, calls))
        }
        if inOrder, failures.isEmpty, let failure = orderFailure(met) { failures.append(failure) }
        if noneOther, let failure = otherFailure(calls, met) { failures.append(failure) }
        return failures
    }

    private func countFailure(
        _ index: Int, _ met: [SeenCall],
        _ missed: [(call: SeenCall, differences: [Difference])], _ calls: [SeenCall]
    ) -> Failure {
        let expectation = expectations[index]
        let name = expectation.operation.rawValue
        var text = "\(name): expected \(expectation.count.text), found \(met.count)."
        let isTooFew = met.count < expectation.count.min
        // Of two equally near ones the later comes first: it is what the test did last.
        let nearest =
            isTooFew
            ? missed.sorted {
                ($0.differences.count, -$0.call.number) < ($1.differences.count, -$1.call.number)
            }.prefix(Self.nearestMax) : []
        if let first = nearest.first {
            text +=
                " Request \(first.call.number) is the nearest: "
                + first.differences.prefix(3).map(\.text).joined(separator: ", ") + "."
        } else if isTooFew, met.isEmpty {
            text += " It is none of the \(calls.count) requests."
        }
        return Failure(
            reason: .count, expectation: index, text: text,
            requests: met.prefix(Self.shownMax).map { $0.document() },
            nearest: nearest.map {
                $0.call.document(Array($0.differences.prefix(Self.differencesMax)))
            })
    }

    /// Takes for each expectation the first calls, as many as it needs, after those of the one
    /// before: if these do not exist, no others do.
    private func orderFailure(_ met: [[SeenCall]]) -> Failure? {
        var last: Int64 = 0
        for (index, expectation) in expectations.enumerated() where expectation.count.min > 0 {
            let later = met[index].filter { $0.number > last }.prefix(expectation.count.min)
            guard later.count == expectation.count.min, let end = later.last else {
                return Failure(
                    reason: .order, expectation: index,
                    text: "\(expectation.operation.rawValue): expected "
                        + "\(expectation.count.min) after request \(last), with which those before "
                        + "are met, found \(later.count).",
                    requests: met[index].prefix(Self.shownMax).map { $0.document() }, nearest: [])
            }
            last = end.number
        }
        return nil
    }

    private func otherFailure(_ calls: [SeenCall], _ met: [[SeenCall]]) -> Failure? {
        let known = Set(met.joined().map(\.number))
        let others = calls.filter { !known.contains($0.number) }
        guard !others.isEmpty else { return nil }
        let names = others.prefix(Self.shownMax).map { call in
            "\(call.number) (\(call.entry.operation?.rawValue ?? "no operation"))"
        }
        return Failure(
            reason: .other, expectation: nil,
            text: "Not expected: request \(names.joined(separator: ", "))"
                + (others.count > names.count ? " and \(others.count - names.count) more." : "."),
            requests: others.prefix(Self.shownMax).map { $0.document() }, nearest: [])
    }
}

/// What of a verification does not hold.
struct Failure: Sendable {
    enum Reason: String, CaseIterable, Sendable {
        case count
        case order
        case other
    }

    let reason: Reason
    /// The place of the expectation in the list.
    let expectation: Int?
    let text: String
    let requests: [Structure]
    let nearest: [Structure]

    static let shape = ControlShapes.object(
        "VerificationFailure",
        [
            .always("reason", ControlShapes.choice(Reason.self)),
            Member("expectation", ControlShapes.count),
            .always("detail", ControlShapes.text),
            .always("requests", ControlShapes.list(of: SeenCall.shape)),
            .always("nearest", ControlShapes.list(of: SeenCall.shape)),
        ])

    var document: Structure {
        Structure([
            "reason": .string(reason.rawValue),
            "expectation": expectation.map { .integer(Int64($0)) },
            "detail": .string(text),
            "requests": .list(requests.map(Document.structure)),
            "nearest": .list(nearest.map(Document.structure)),
        ])
    }
}
