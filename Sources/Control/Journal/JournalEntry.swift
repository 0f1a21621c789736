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
    private let packedInput: [UInt8]?
    let status: Int
    let error: String?
    /// Nil for what is too large.
    let answer: [UInt8]?
    let microseconds: Int64

    var principalARN: String? { caller?.principalARN }

    /// Nil for what could not be read, and for what is too large.
    var input: Structure? {
        packedInput.map { packed in
            var unpacker = Unpacker(packed)
            return unpacker.structure()
        }
    }

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
        answer = outcome.answer.count <= Limits.answerBytesMax ? outcome.answer : nil
        packedInput = note.input.flatMap(Self.packed)
        let head = Self.head(of: note.request)
        let isBodyKept = note.request.body.count <= Limits.bodyBytesMax
        isRequestWhole = isBodyKept && head.isWhole && !note.request.isBodyTooLarge
        request =
            isRequestWhole
            ? note.request
            : Request(
                method: head.method, target: head.target, headers: head.headers,
                body: isBodyKept ? note.request.body : [],
                isBodyTooLarge: note.request.isBodyTooLarge, prefix: note.request.prefix)
    }

    private static func packed(_ input: Structure) -> [UInt8]? {
        var packer = Packer(capacity: 160)
        packer.add(input)
        return packer.bytes.count <= Limits.inputBytesMax ? packer.bytes : nil
    }

    private static func head(
        of request: Request
    ) -> (method: String, target: [UInt8], headers: Headers, isWhole: Bool) {
        let headers = request.headers
        let bytes =
            request.method.utf8.count + request.target.count + headers.block.count
            + headers.count * 4
        guard bytes > Limits.headBytesMax else {
            return (request.method, request.target, headers, true)
        }
        let method = String(request.method.prefix(100))
        let target = Array(request.target.prefix(Limits.headBytesMax / 4))
        var kept = Headers()
        var left = Limits.headBytesMax / 4
        for (name, value) in headers.all {
            // The lengths of a field take memory as well.
            left -= name.utf8.count + value.utf8.count + 32
            if left < 0 { break }
            kept.append(name: name.utf8, value: value.utf8)
        }
        return (method, target, kept, false)
    }
}

/// A call in the journal: a thousand of them are kept, and few are ever looked at.
struct KeptCall: Sendable {
    let operation: OperationName?
    let account: String?
    let status: Int
    private let packed: [UInt8]

    /// The memory that it takes.
    var bytes: Int { packed.count + JournalEntry.Limits.baseBytes }

    var requestID: String {
        var unpacker = Unpacker(packed)
        return unpacker.text()
    }

    init(_ entry: JournalEntry) {
        operation = entry.operation
        account = entry.account
        status = entry.status
        packed = entry.packed
    }

    var entry: JournalEntry { JournalEntry(unpacking: packed, operation, account, status) }
}

extension JournalEntry {
    /// The memory that it takes where it is kept.
    var bytes: Int { KeptCall(self).bytes }

    fileprivate var packed: [UInt8] {
        var packer = Packer(
            capacity: 256 + request.target.count + request.headers.block.count
                + request.headers.count * 4 + request.body.count + (answer?.count ?? 0)
                + (packedInput?.count ?? 0))
        packer.add(requestID)
        packer.add(time)
        packer.add(machineTime)
        packer.add(microseconds)
        packer.add(isIdempotentReplay)
        packer.add(isRequestWhole)
        packer.add(error)
        packer.add(fault)
        packer.add(caller != nil)
        caller?.pack(into: &packer)
        packer.add(request)
        packer.add(answer)
        packer.add(packedInput)
        return packer.bytes
    }

    fileprivate init(
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
        packedInput = unpacker.optionalBlock()
    }
}

extension Packer {
    fileprivate mutating func add(_ request: Request) {
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
