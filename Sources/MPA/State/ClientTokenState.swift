import AWSProtocol

extension StateReader {
    mutating func readClientTokens(_ document: StateNode) throws(ControlError) {
        var seen: Set<[[UInt8]]> = []
        for element in try document.elements("clientTokens") ?? [] {
            let node = try StateNode(
                element,
                members: [
                    "account", "region", "operation", "token", "requestHash", "expirationTime",
                    "answer",
                ])
            let key = try readKey(node)
            let texts = [key.account, key.region, key.operation, key.token]
            guard seen.insert(texts.map { Array($0.utf8) }).inserted else {
                throw node.error("token", "Write another token here: one above is the same.")
            }
            let answer = try node.need("answer", node["answer"])
            guard case .object = answer.value else { throw answer.mismatch("an object") }
            contents.clientTokens.append(
                (
                    key,
                    ClientTokenTable.Record(
                        requestHash: try readHash(node), answer: answer.value.text,
                        expiryTime: try node.time("expirationTime")
                            ?? now + Idempotency.lifetimeMilliseconds)
                ))
        }
    }

    private func readKey(_ node: StateNode) throws(ControlError) -> ClientTokenTable.Key {
        let operation = try node.need(
            "operation", node.choice("operation", OperationName.self))
        let owner = try node.owner()
        return ClientTokenTable.Key(
            account: owner.account, region: owner.region, operation: operation.rawValue,
            token: try node.need("token", node.text("token")))
    }

    private func readHash(_ node: StateNode) throws(ControlError) -> [UInt8] {
        let digits = Array(try node.need("requestHash", node.text("requestHash")).utf8)
        let halves = digits.compactMap(Hex.value)
        guard digits.count == 64, halves.count == 64 else {
            throw node.error("requestHash", "Write 64 digits of hexadecimal in lower case here.")
        }
        return stride(from: 0, to: 64, by: 2).map { halves[$0] << 4 | halves[$0 + 1] }
    }
}

private enum Hex {
    static let digits = Array("0123456789abcdef".utf8)

    static func value(_ digit: UInt8) -> UInt8? { digits.firstIndex(of: digit).map(UInt8.init) }

    static func text(_ bytes: [UInt8]) -> String {
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

extension StateWriter {
    static func clientToken(
        _ key: ClientTokenTable.Key, _ record: ClientTokenTable.Record
    ) -> JSONValue {
        .members([
            "account": .string(key.account), "region": .string(key.region),
            "operation": .string(key.operation), "token": .string(key.token),
            "requestHash": .string(Hex.text(record.requestHash)),
            "expirationTime": .time(record.expiryTime), "answer": value(of: record.answer),
        ])
    }

    /// What the service wrote itself is JSON.
    static func value(of text: [UInt8]) -> JSONValue {
        guard let value = try? JSONValue(reading: text) else {
            preconditionFailure("an answer or an event in the store is no JSON")
        }
        return value
    }
}
