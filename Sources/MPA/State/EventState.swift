import AWSProtocol

extension StateReader {
    /// Events are taken over as they are, numbered without a gap.
    mutating func readEvents(_ element: StateElement?) throws(ControlError) {
        guard let element else { return }
        let node = try StateNode(element, members: ["latestSequence", "items"])
        let items = try node.elements("items", max: EventLog.eventsMax) ?? []
        var latest: Int64 = 0
        for item in items {
            guard case .object(let pairs) = item.value else { throw item.mismatch("an object") }
            let sequence = pairs.last { $0.name.hasBytes(of: "sequence") }?.value
            guard case .number(let text) = sequence, let number = Int64(text), number > 0,
                number < Int64(Int32.max), latest == 0 || number == latest + 1
            else {
                throw .invalid(
                    path: "\(item.path).sequence",
                    "Write the number after that of the event above here.")
            }
            latest = number
            contents.events.append(.document(item.value.text))
        }
        let told = try node.integer("latestSequence", 0...Int64(Int32.max)) ?? latest
        guard told == latest || items.isEmpty else {
            throw node.error("latestSequence", "Write \(latest) here, or leave it out.")
        }
        contents.latestSequence = told
    }
}

extension StateWriter {
    var events: JSONValue {
        let first = contents.latestSequence - Int64(contents.events.count) + 1
        return .members([
            "latestSequence": .integer(contents.latestSequence),
            "items": .array(
                zip(first..., contents.events).map { sequence, content in
                    Self.value(of: content.document(sequence))
                }),
        ])
    }
}
