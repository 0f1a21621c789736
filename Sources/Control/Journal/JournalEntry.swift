import AWSProtocol
import HTTPServer
import MPA

/// One call as the journal keeps it. What is larger than its bound is left out.
package final class JournalEntry: Sendable {
    /// What of a call may be kept, in bytes.
    enum Limits {
        static let headBytesMax = 16 << 10
        static let bodyBytesMax = 64 << 10
        static let inputBytesMax = 256 << 10
        static let answerBytesMax = 64 << 10
        /// For whatever an entry takes beside these.
        static let baseBytes = 1_024
    }

    let time: Int64
    let machineTime: Int64
    let requestID: String
    let account: String?
    private let caller: Caller?
    let operation: OperationName?
    let fault: String?
    let isIdempotentReplay: Bool
    /// Without the fields and the body that were left out.
    let request: Request
    /// False when `request` is not all that was sent.
    let isRequestWhole: Bool
    /// Nil for what could not be read, and for what is too large.
    let input: Structure?
    let status: Int
    let error: String?
    /// Nil for what is too large.
    let answer: [UInt8]?
    let microseconds: Int64
    /// The memory that all of it takes, about.
    let bytes: Int

    var principalARN: String? { caller?.principalARN }

    package init(_ note: CallNote, _ outcome: CallOutcome) {
        time = note.time
        machineTime = note.machineTime
        requestID = outcome.requestID
        account = outcome.account
        caller = note.caller
        operation = outcome.operation
        fault = note.fault
        isIdempotentReplay = note.isIdempotentReplay
        status = outcome.status
        error = outcome.error
        microseconds = outcome.microseconds
        answer = outcome.answer.capacity <= Limits.answerBytesMax ? outcome.answer : nil
        let inputBytes = note.input?.bytesInMemory ?? 0
        input = inputBytes <= Limits.inputBytesMax ? note.input : nil
        let head = Self.head(of: note.request)
        let isBodyKept = note.request.body.capacity <= Limits.bodyBytesMax
        request = Request(
            method: head.method, target: head.target, headers: head.headers,
            body: isBodyKept ? note.request.body : [], isBodyTooLarge: note.request.isBodyTooLarge,
            prefix: note.request.prefix)
        isRequestWhole = isBodyKept && head.isWhole && !note.request.isBodyTooLarge
        bytes =
            Limits.baseBytes + request.method.utf8.count + request.target.capacity
            + request.headers.bytesReserved + request.body.capacity + (answer?.capacity ?? 0)
            + (input == nil ? 0 : inputBytes)
    }

    private static func head(
        of request: Request
    ) -> (method: String, target: [UInt8], headers: Headers, isWhole: Bool) {
        let bytes =
            request.method.utf8.count + request.target.capacity + request.headers.bytesReserved
        guard bytes > Limits.headBytesMax else {
            return (request.method, request.target, request.headers, true)
        }
        let method = String(request.method.prefix(100))
        let target = Array(request.target.prefix(Limits.headBytesMax / 4))
        var headers = Headers()
        var left = Limits.headBytesMax / 4
        for (name, value) in request.headers.all {
            // A field's place in the list takes memory as well.
            left -= name.utf8.count + value.utf8.count + 32
            if left < 0 { break }
            headers.append(name: name.utf8, value: value.utf8)
        }
        return (method, target, headers, false)
    }
}

extension Structure {
    fileprivate var bytesInMemory: Int {
        var sum = 32
        for entry in entries { sum += 64 + entry.value.bytesInMemory }
        return sum
    }
}

extension Document {
    /// What lies outside of the value itself, about.
    fileprivate var bytesInMemory: Int {
        switch self {
        case .string(let text): text.utf8.count < 16 ? 0 : 32 + text.utf8.count
        case .integer, .boolean, .timestamp, .null: 0
        case .json(let text): 32 + text.capacity
        case .list(let elements): elements.reduce(32) { $0 + 32 + $1.bytesInMemory }
        case .map(let map):
            map.entries.reduce(32) { $0 + 96 + $1.key.utf8.count + $1.value.bytesInMemory }
        case .structure(let structure): structure.bytesInMemory
        }
    }
}
