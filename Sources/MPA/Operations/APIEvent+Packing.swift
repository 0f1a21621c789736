import AWSProtocol

// Kept long, and mostly never read. Database files hold these bytes: what is written in another
// order, or means something else, needs a number of its own in the table of events.
extension APIEvent {
    /// Nil for bytes that were not packed here.
    init?(unpacking packed: [UInt8]) {
        var unpacker = Unpacker(packed)
        guard let operation = OperationName(rawValue: unpacker.text()) else { return nil }
        self.operation = operation
        caller = Caller(unpacking: &unpacker)
        time = unpacker.number()
        id = RequestID(unpacking: &unpacker)
        call = CallDetails(
            requestID: unpacker.text(), userAgent: unpacker.text(),
            sourceAddress: unpacker.text())
        input = unpacker.optionalStructure()
        output = unpacker.optionalStructure()
        if unpacker.flag() {
            failure = Failure(code: unpacker.text(), message: unpacker.optionalText())
        }
        guard unpacker.isSound else { return nil }
    }

    var packed: [UInt8] {
        var packer = Packer(capacity: 480)
        packer.add(operation.rawValue)
        caller.pack(into: &packer)
        packer.add(time)
        id.pack(into: &packer)
        packer.add(call.requestID)
        packer.add(call.userAgent)
        packer.add(call.sourceAddress)
        packer.add(input)
        packer.add(output)
        packer.add(failure != nil)
        if let failure {
            packer.add(failure.code)
            packer.add(failure.message)
        }
        return packer.bytes
    }
}

extension EventLog.Content {
    /// The event as `GET /_mpa/events` tells it.
    func document(_ sequence: Int64) -> [UInt8] {
        switch self {
        case .document(let document): document
        case .call(let packed):
            // Of a file whose bytes somebody else has changed, the number is all that is left.
            APIEvent(unpacking: packed)?.render(sequence)
                ?? JSONWriter.encode(Structure(["sequence": .integer(sequence)]))
        case .deferred(let render): render(sequence)
        }
    }
}

extension EventLog.Entry {
    var document: [UInt8] { content.document(sequence) }
}
