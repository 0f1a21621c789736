import AWSProtocol
import HTTPServer
import MPA

/// One call as the journal keeps it. What is larger than its bound is left out.
package struct JournalEntry: Sendable {
    /// What of a call may be kept, in bytes.
    enum Limits {
        static let headBytesMax = 16 << 10
        static let bodyBytesMax = 64 << 10
        static let inputBytesMax = 256 << 10
        static let answerBytesMax = 64 << 10
        /// For whatever a kept entry takes beside its packed bytes.
        static let baseBytes = 128
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

    var principalARN: String? { caller?.principalARN }

    init(
        unpacking packed: [UInt8], _ operation: OperationName?, _ account: String?, _ status: Int
    ) {
        self.operation = operation
        self.account = account
        self.status = status
        var unpacker = Unpacker(packed)
        requestID = unpacker.text()
        time = unpacker.number()
        machineTime = unpacker.number()
        microseconds = unpacker.number()
        isIdempotentReplay = unpacker.flag()
        isRequestWhole = unpacker.flag()
        error = unpacker.optionalText()
        fault = unpacker.optionalText()
        caller = unpacker.flag() ? Caller(unpacking: &unpacker) : nil
        request = unpacker.request()
        answer = unpacker.optionalBlock()
        input = unpacker.optionalStructure()
    }
}

extension Packer {
    /// Writes what `JournalEntry` reads.
    mutating func add(
        _ note: CallNote, _ request: Request, _ outcome: CallOutcome, _ answer: [UInt8]?
    ) {
        add(outcome.requestID)
        add(note.time)
        add(note.machineTime)
        add(outcome.microseconds)
        add(note.isIdempotentReplay)
        add(request === note.request && !request.isBodyTooLarge)
        add(outcome.error)
        add(note.fault)
        add(note.caller != nil)
        note.caller?.pack(into: &self)
        add(request)
        add(answer)
        let end = bytes.count
        add(note.input)
        if bytes.count - end > JournalEntry.Limits.inputBytesMax {
            removeAll(after: end)
            add(nil as Structure?)
        }
    }

    private mutating func add(_ request: Request) {
        add(request.method)
        add(request.target)
        add(request.body)
        add(request.prefix)
        add(request.isBodyTooLarge)
        add(Int64(request.headers.count))
        request.headers.forEachLength { name, value in
            add(Int64(name))
            add(Int64(value))
        }
        add(request.headers.block)
    }
}

extension CallOutcome {
    /// Nil for what is too large.
    var keptAnswer: [UInt8]? {
        answer.count <= JournalEntry.Limits.answerBytesMax ? answer : nil
    }
}

extension Request {
    /// The request itself, or one without the fields and the body that are too large.
    var kept: Request {
        let isBodyKept = body.count <= JournalEntry.Limits.bodyBytesMax
        let bytes = method.utf8.count + target.count + headers.block.count + headers.count * 4
        let isHeadKept = bytes <= JournalEntry.Limits.headBytesMax
        if isBodyKept, isHeadKept { return self }
        let room = JournalEntry.Limits.headBytesMax / 4
        return Request(
            method: isHeadKept ? method : String(method.prefix(100)),
            target: isHeadKept ? target : Array(target.prefix(room)),
            headers: isHeadKept ? headers : headers.first(within: room),
            body: isBodyKept ? body : [], isBodyTooLarge: isBodyTooLarge, prefix: prefix)
    }
}

extension Headers {
    fileprivate func first(within bytesMax: Int) -> Headers {
        var kept = Headers()
        var left = bytesMax
        for (name, value) in all {
            // The lengths of a field take memory as well.
            left -= name.utf8.count + value.utf8.count + 32
            if left < 0 { break }
            kept.append(name: name.utf8, value: value.utf8)
        }
        return kept
    }
}

extension Unpacker {
    fileprivate mutating func request() -> Request {
        let (method, target, body, prefix) = (text(), block(), block(), block())
        let isBodyTooLarge = flag()
        var headers = Headers()
        let lengths = (0..<number()).map { _ in (name: Int(number()), value: Int(number())) }
        var rest = block()[...]
        for (name, value) in lengths {
            let field = rest.prefix(name + value)
            headers.append(name: field.prefix(name), value: field.dropFirst(name))
            rest = rest.dropFirst(name + value)
        }
        return Request(
            method: method, target: target, headers: headers, body: body,
            isBodyTooLarge: isBodyTooLarge, prefix: prefix)
    }
}
