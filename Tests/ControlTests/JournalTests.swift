import AWSProtocol
@testable import Control
import Foundation
import HTTPServer
import MPA
import Synchronization
import Testing

@Suite("Journal")
struct JournalTests {
    private func numbers(_ calls: [Journal.Call]) -> [Int64] { calls.map(\.number) }

    @Test("The oldest makes room, and the numbers go on")
    func ring() throws {
        let journal = JournalBench.journal(entriesMax: 3)
        for number in 1...5 { journal.append(try JournalBench.entry(id: "r\(number)")) }
        #expect(numbers(journal.calls()) == [3, 4, 5])
        #expect(journal.calls().map(\.entry.requestID) == ["r3", "r4", "r5"])
        #expect(journal.size.entries == 3)
        #expect(journal.forgotten(after: 0) == 2)
        #expect(journal.forgotten(after: 1) == 1)
        #expect(journal.forgotten(after: 4) == 0)
        #expect(journal.find("r2") == nil)
        #expect(journal.find("r4")?.number == 4)
    }

    @Test("Large entries make room for each other long before there are too many")
    func bytes() throws {
        let journal = JournalBench.journal(entriesMax: 1_000, bytesMax: 200_000)
        for _ in 1...20 {
            journal.append(
                try JournalBench.entry(
                    answer: "\"\(String(repeating: "a", count: 40_000))\""))
        }
        #expect((2...5).contains(journal.size.entries))
        #expect(journal.size.bytes <= 200_000)
        #expect(journal.calls().last?.number == 20)
    }

    @Test("An entry that alone is too large is not kept")
    func alone() throws {
        let journal = JournalBench.journal(bytesMax: 10_000)
        journal.append(try JournalBench.entry(body: String(repeating: "a", count: 20_000)))
        #expect(journal.size == (0, 0))
        #expect(journal.forgotten(after: 0) == 1)
    }

    @Test("64 threads at once stay within both bounds, and lose no number")
    func threads() throws {
        let bytesMax = 300_000
        let journal = JournalBench.journal(entriesMax: 50, bytesMax: bytesMax)
        let small = try JournalBench.entry()
        let large = try JournalBench.entry(answer: String(repeating: "a", count: 30_000))
        let isOver = Mutex(false)
        DispatchQueue.concurrentPerform(iterations: 64) { thread in
            for step in 0..<200 {
                journal.append((thread + step) % 3 == 0 ? large : small)
                let size = journal.size
                if size.entries > 50 || size.bytes > bytesMax { isOver.withLock { $0 = true } }
            }
        }
        #expect(!isOver.withLock { $0 })
        let calls = journal.calls()
        let all: Int64 = 64 * 200
        #expect(calls.last?.number == all)
        #expect(numbers(calls) == Array((all - Int64(calls.count) + 1)...all))
        let least = calls.reduce(0) { $0 + ($1.entry.answer?.count ?? 0) }
        #expect((least...bytesMax).contains(journal.size.bytes))
        journal.clear()
        #expect(journal.size == (0, 0))
    }

    @Test("A filter lets through what fits all of it, page by page")
    func filters() throws {
        let journal = JournalBench.journal(entriesMax: 10)
        journal.append(try JournalBench.entry(.getSession, nil))
        journal.append(try JournalBench.entry(.getSession, nil, status: 404))
        journal.append(try JournalBench.entry(.getSession, nil, account: "444455556666"))
        journal.append(try JournalBench.entry(nil, status: 404))
        func found(_ filter: CallFilter, after: Int64 = 0, limit: Int = .max) -> [Int64] {
            numbers(journal.calls(after: after, filter, limit: limit))
        }
        #expect(found(CallFilter()) == [1, 2, 3, 4])
        #expect(found(CallFilter(operation: .getSession)) == [1, 2, 3])
        #expect(found(CallFilter(account: "444455556666")) == [3])
        #expect(found(CallFilter(status: 404)) == [2, 4])
        #expect(found(CallFilter(operation: .getSession, status: 404)) == [2])
        #expect(found(CallFilter(operation: .cancelSession)) == [])
        #expect(found(CallFilter(), after: 1, limit: 2) == [2, 3])
        #expect(found(CallFilter(), after: 4) == [])
        #expect(found(CallFilter(), after: .max) == [])
    }

    @Test("Clearing keeps the numbers and forgets nothing unasked; a reset begins with 1 again")
    func clearing() throws {
        let journal = JournalBench.journal([try JournalBench.entry(), try JournalBench.entry()])
        journal.clear()
        #expect(journal.calls().isEmpty)
        #expect(journal.forgotten(after: 0) == 0)
        journal.append(try JournalBench.entry())
        #expect(numbers(journal.calls()) == [3])
        journal.reset()
        #expect(journal.size == (0, 0))
        journal.append(try JournalBench.entry())
        #expect(numbers(journal.calls()) == [1])
    }

    @Test("Who waits is woken by the next call, once")
    func waking() throws {
        let journal = JournalBench.journal()
        let sleeper = NSObject()
        let woken = Mutex(0)
        let calls = journal.calls(
            after: 0, CallFilter(), limit: 1, as: ObjectIdentifier(sleeper)
        ) { woken.withLock { $0 += 1 } }
        #expect(calls.isEmpty)
        journal.append(try JournalBench.entry())
        journal.append(try JournalBench.entry())
        #expect(woken.withLock { $0 } == 1)
    }

    @Test("A journal of no entries is none")
    func off() {
        #expect(Journal(entriesMax: 0, showsSensitive: false) == nil)
    }
}

@Suite("Journal entries")
struct JournalEntryTests {
    private func text(_ call: MadeCall, showsSensitive: Bool = false) -> String {
        text(call.kept.entry, showsSensitive: showsSensitive)
    }

    private func text(_ entry: JournalEntry, showsSensitive: Bool = false) -> String {
        String(
            decoding: JSONWriter.encode(entry.document(1, showsSensitive: showsSensitive)),
            as: UTF8.self)
    }

    @Test("What is too large is left out, and said to be")
    func caps() throws {
        let long = String(repeating: "a", count: 100_000)
        let body = try JournalBench.entry(body: long)
        #expect(!body.isRequestWhole && body.request.body.isEmpty)
        let answer = try JournalBench.entry(answer: #"{"a":"\#(long)"}"#)
        #expect(answer.answer == nil && answer.isRequestWhole)
        #expect(text(answer).contains(#""isWhole":false"#))
        let head = try JournalBench.entry(target: "/\(long)", headers: [("a", "b"), ("c", long)])
        #expect(!head.isRequestWhole)
        #expect(head.request.headers["a"] == "b" && head.request.headers["c"] == nil)
        let names = (0..<400).map { #""\#($0)\#(String(repeating: "k", count: 900))":"v""# }
        let input = try JournalBench.entry(
            .tagResource, #"{"Tags":{\#(names.joined(separator: ","))}}"#)
        #expect(input.input == nil)
        for call in [body, answer, head, input] { #expect(call.kept.bytes < 40_000) }
        #expect(text(try JournalBench.entry()).contains(#""isWhole":true"#))
    }

    @Test("An entry comes back from the journal as it went in")
    func kept() throws {
        let entries = [
            try JournalBench.entry(nil, account: "", status: 400, answer: ""),
            try JournalBench.entry(
                .getSession, #"{"SessionArn":"caf\u00e9"}"#, answer: #"{"a":[1]}"#, id: "other",
                target: "/sessions/a%2Fb?x", body: "\u{0}body", isReplay: true),
            try JournalBench.entry(headers: [("A", "1"), ("a", ""), ("A", "é")]),
        ]
        // Fewer places than calls, so that each is kept where another one was.
        let journal = JournalBench.journal(entriesMax: 3, Array(entries.reversed()) + entries)
        let found = journal.calls().map(\.entry)
        #expect(found.count == entries.count)
        for (entry, made) in zip(found, entries) {
            #expect(entry.request.method == made.note.request.method)
            #expect(entry.request.target == made.note.request.target)
            #expect(entry.request.body == made.note.request.body)
            #expect(entry.request.headers.all.elementsEqual(made.note.request.headers.all, by: ==))
            #expect(entry.isRequestWhole)
            #expect(entry.input == made.note.input)
            #expect(entry.isIdempotentReplay == made.note.isIdempotentReplay)
            #expect(entry.time == made.note.time && entry.machineTime == made.note.machineTime)
            #expect(entry.requestID == made.outcome.requestID)
            #expect(entry.account == made.outcome.account)
            #expect(entry.operation == made.outcome.operation)
            #expect(entry.status == made.outcome.status && entry.error == made.outcome.error)
            #expect(entry.answer == made.outcome.answer)
            #expect(entry.microseconds == made.outcome.microseconds)
        }
    }

    @Test("The memory of a large call is not left to small ones")
    func memory() throws {
        let small = try JournalBench.entry()
        let large = try JournalBench.entry(answer: String(repeating: "a", count: 60_000))
        let journal = JournalBench.journal(entriesMax: 1, [large])
        #expect(journal.size.bytes > 60_000)
        journal.append(small)
        #expect(journal.size.bytes < 4_000)
    }

    @Test(
        "Signatures and session tokens are hidden, however they are written",
        arguments: [
            "AWS4-HMAC-SHA256 Credential=k/d/r/s/aws4_request, SignedHeaders=h, Signature=5ec7e7",
            "AWS4-HMAC-SHA256 Credential=k,Signature=5ec7e7,SignedHeaders=h",
            "AWS4-HMAC-SHA256 Credential=k SIGNATURE=5ec7e7 SignedHeaders=h",
            "Bearer 5ec7e7", "5ec7e7",
        ])
    func signature(header: String) throws {
        let entry = try JournalBench.entry(
            target: "/?X-Amz-Signature=5ec7e7&x=1&X%2DAmz-Security-Token=5ec7e7&y",
            headers: [
                ("AUTHORIZATION", header), ("X-Amz-Security-Token", "5ec7e7"), ("h", "kept"),
            ])
        let text = text(entry, showsSensitive: true)
        #expect(!text.contains("5ec7e7"))
        #expect(
            text.contains("/?X-Amz-Signature=HIDDEN&x=1&X%2DAmz-Security-Token=HIDDEN&y"))
        #expect(text.contains("kept"))
        #expect(header.contains("SignedHeaders=h") == text.contains("SignedHeaders=h"))
    }

    @Test(
        "Sensitive members of inputs and answers are hidden, unless they are asked for",
        arguments: [true, false])
    func sensitive(shows: Bool) throws {
        let team = try JournalBench.entry(
            .createApprovalTeam,
            #"{"Name":"open","Description":"5ec7e7","Tags":{"5ec7e7":"5ec7e7"}}"#)
        let keys = try JournalBench.entry(.untagResource, #"{"TagKeys":["5ec7e7"]}"#)
        let answers = [
            try JournalBench.entry(
                .getSession, nil,
                answer: #"{"Metadata":{"k":"5ec7e7"},"RequesterComment":"5ec7e7"}"#),
            try JournalBench.entry(.getApprovalTeam, nil, answer: #"{"Description":"5ec7e7"}"#),
            try JournalBench.entry(.listTagsForResource, nil, answer: #"{"Tags":{"a":"5ec7e7"}}"#),
            try JournalBench.entry(
                .getPolicyVersion, nil, answer: #"{"PolicyVersion":{"Document":"5ec7e7"}}"#),
            try JournalBench.entry(.getApprovalTeam, nil, answer: #"{"Description":"5ec7e7"#),
        ]
        for entry in [team, keys] + answers {
            let text = text(entry, showsSensitive: shows)
            #expect(text.contains("5ec7e7") == shows, "\(text)")
            #expect(text.contains("HIDDEN_DUE_TO_SECURITY_REASONS") == !shows)
        }
        #expect(text(team, showsSensitive: shows).contains(#""Name":"open""#))
    }

    @Test("Answers that are no JSON object are told as text")
    func notJSON() throws {
        let entry = try JournalBench.entry(.getSession, nil, status: 503, answer: "<down \"x\">")
        #expect(text(entry).contains(#""answerText":"<down \"x\">""#))
    }

    @Test(
        "What SDKs tell of their attempts is read, and nothing made of anything else",
        arguments: [
            ("attempt=1; max=3", 1, 3), ("attempt=2", 2, nil),
            ("ttl=20260101T000000Z;max=5", nil, 5),
            ("attempt=x; max=-1", nil, nil), ("", nil, nil), (nil, nil, nil),
            ("attempt=99999999999999999999", nil, nil),
        ] as [(String?, Int64?, Int64?)])
    func attempt(header: String?, number: Int64?, max: Int64?) {
        let attempt = SDKAttempt(header)
        #expect(attempt.number == number)
        #expect(attempt.max == max)
    }
}
