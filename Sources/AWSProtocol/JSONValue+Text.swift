extension JSONValue {
    /// The JSON text without white space.
    package var text: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }

    /// The JSON text for people: one member or element on a line, two spaces deeper than what holds
    /// it, and a line end.
    package var indentedText: [UInt8] {
        var writer = JSONWriter(capacity: 64 * 1_024)
        writer.write(self, below: "\n")
        writer.writeRaw("\n")
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ value: JSONValue) {
        switch value {
        case .object(let pairs):
            writeRaw("{")
            for (offset, pair) in pairs.enumerated() {
                if offset > 0 { writeRaw(",") }
                write(pair.name)
                writeRaw(":")
                write(pair.value)
            }
            writeRaw("}")
        case .array(let elements):
            writeRaw("[")
            for (offset, element) in elements.enumerated() {
                if offset > 0 { writeRaw(",") }
                write(element)
            }
            writeRaw("]")
        case .string, .number, .boolean, .null: writeSimple(value)
        }
    }

    /// `line` begins a line of the same depth.
    fileprivate mutating func write(_ value: JSONValue, below line: String) {
        let inner = line + "  "
        switch value {
        case .object(let pairs) where !pairs.isEmpty:
            for (offset, pair) in pairs.enumerated() {
                writeRaw(offset == 0 ? "{" : ",")
                writeRaw(inner)
                write(pair.name)
                writeRaw(": ")
                write(pair.value, below: inner)
            }
            writeRaw(line)
            writeRaw("}")
        case .array(let elements) where !elements.isEmpty:
            for (offset, element) in elements.enumerated() {
                writeRaw(offset == 0 ? "[" : ",")
                writeRaw(inner)
                write(element, below: inner)
            }
            writeRaw(line)
            writeRaw("]")
        case .object, .array: write(value)
        case .string, .number, .boolean, .null: writeSimple(value)
        }
    }

    private mutating func writeSimple(_ value: JSONValue) {
        switch value {
        case .string(let text): write(text)
        case .number(let text): writeRaw(text)
        case .boolean(let flag): writeRaw(flag ? "true" : "false")
        case .null: writeRaw("null")
        case .object, .array: preconditionFailure("it holds other values")
        }
    }
}
