import AWSProtocol
@testable import Control
import HTTPServer
import MPA

/// A call, and how it ended.
@dynamicMemberLookup
struct MadeCall: Sendable {
    let note: CallNote
    let outcome: CallOutcome

    /// As a journal of its own keeps it.
    var kept: KeptCall {
        var kept = KeptCall()
        kept.replace(with: note, outcome)
        return kept
    }

    subscript<Value>(dynamicMember path: KeyPath<JournalEntry, Value>) -> Value {
        kept.entry[keyPath: path]
    }
}

extension Journal {
    func append(_ call: MadeCall) { append(call.note, call.outcome) }
}

/// Calls as they would be kept.
enum JournalBench {
    static let account = "111122223333"

    static func entry(
        _ operation: OperationName? = .createApprovalTeam, _ input: String? = "{}",
        account: String = account, status: Int = 200, answer: String = "{}", id: String = "id",
        target: String = "/approval-teams", headers: [(String, String)] = [], body: String = "",
        isReplay: Bool = false
    ) throws -> MadeCall {
        var note = CallNote(
            Request(
                method: "POST", target: Array(target.utf8), headers: Headers(headers),
                body: Array(body.utf8)),
            time: 1_795_435_392_123, machineTime: 1_795_435_392_124)
        if let operation, let input {
            let decoder = InputDecoder(API.description(of: operation))
            note.read(try decoder.awsJSON(body: Array(input.utf8)))
        }
        if isReplay { note.take(.document([], nil)) }
        return MadeCall(
            note: note,
            outcome: CallOutcome(
                requestID: id, account: account, operation: operation, status: status,
                error: status < 400 ? nil : "ValidationException", answer: Array(answer.utf8),
                microseconds: 5))
    }

    static func journal(
        entriesMax: Int = 100, bytesMax: Int = Journal.bytesMax, showsSensitive: Bool = false,
        _ calls: [MadeCall] = []
    ) -> Journal {
        let journal = Journal(
            entriesMax: entriesMax, bytesMax: bytesMax, showsSensitive: showsSensitive)
        for call in calls { journal.append(call) }
        return journal
    }
}
