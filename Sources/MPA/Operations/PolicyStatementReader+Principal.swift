extension PolicyStatementReader {
    /// Who a statement is about: `"*"`, or an object of accounts, ARNs and services.
    func principals(
        _ node: PolicyNode
    ) throws(PolicyDocumentError) -> [PolicyStatement.Principal] {
        if let text = try? node.text() {
            guard text == "*" else { throw node.error("must be * or an object, not \(text)") }
            return [.everyone]
        }
        let kinds = try node.members(named: ["AWS", "Service"])
        var principals: [PolicyStatement.Principal] = []
        for node in try kinds["AWS"]?.elements() ?? [] { principals.append(try account(node)) }
        for node in try kinds["Service"]?.elements() ?? [] {
            principals.append(.service(try node.text()))
        }
        if principals.isEmpty { throw node.error("must have the member AWS or Service") }
        return principals
    }

    private func account(
        _ node: PolicyNode
    ) throws(PolicyDocumentError) -> PolicyStatement.Principal {
        let text = try node.text()
        if text == "*" { return .everyAccount }
        if isAccount(text[...]) { return .account(text, partition: nil) }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "iam" || parts[2] == "sts",
            parts[3].isEmpty, isAccount(parts[4]), !parts[5].isEmpty,
            !text.contains(where: { $0 == "*" || $0 == "?" })
        else {
            throw node.error("must be *, an account or the ARN of a principal without wildcards")
        }
        return parts[5] == "root"
            ? .account(String(parts[4]), partition: String(parts[1])) : .principal(arn: text)
    }

    private func isAccount(_ text: Substring) -> Bool {
        text.utf8.count == 12
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
