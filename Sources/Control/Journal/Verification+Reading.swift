import AWSProtocol
import MPA

extension Verification {
    private static let expectationsMax = 100
    private static let conditionsMax = 100
    private static let countMax: Int64 = 1_000_000

    /// - Throws: InputFault with the JSON path of the first mistake.
    init(_ body: [UInt8]) throws(InputFault) {
        let node: JSONNode
        do {
            node = JSONNode(try JSONValue(reading: body, subject: "The request body"))
        } catch {
            throw InputFault(path: "$", error.document.members["message"]?.string ?? "")
        }
        try node.checkMembers(["expectations", "order", "noneOther", "account", "after"])
        var expectations: [Expectation] = []
        for element in try node["expectations"]?.elements(max: Self.expectationsMax) ?? [] {
            expectations.append(try Expectation(element))
        }
        let noneOther = try node["noneOther"]?.flag() ?? false
        guard noneOther || !expectations.isEmpty else {
            throw InputFault(
                path: "$.expectations", "Expect something: at least one call, or noneOther.")
        }
        self.init(
            expectations: expectations, inOrder: try node["order"]?.flag() ?? false,
            noneOther: noneOther, account: try node["account"]?.account(),
            after: try node["after"]?.whole(0...9_007_199_254_740_991) ?? 0)
    }

    fileprivate static func conditions(_ node: JSONNode) throws(InputFault) -> [InputCondition] {
        guard case .array = node.value else { return [try InputCondition(node)] }
        var conditions: [InputCondition] = []
        for element in try node.elements(max: conditionsMax) {
            conditions.append(try InputCondition(element))
        }
        return conditions
    }

    fileprivate static func count(_ node: JSONNode?) throws(InputFault) -> CallCount {
        guard let node else { return .some }
        try node.checkMembers(["exactly", "atLeast", "atMost"])
        if let exactly = try node["exactly"]?.whole(0...countMax) {
            guard node["atLeast"] == nil, node["atMost"] == nil else {
                throw node.fault("Write either exactly, or atLeast and atMost.")
            }
            return CallCount(min: Int(exactly), max: Int(exactly))
        }
        let (min, max) = (
            try node["atLeast"]?.whole(0...countMax), try node["atMost"]?.whole(0...countMax)
        )
        guard min != nil || max != nil else {
            throw node.fault("Write exactly, atLeast or atMost here.")
        }
        guard min ?? 0 <= max ?? .max else {
            throw node.fault("Write no more for atLeast than for atMost.")
        }
        return CallCount(min: Int(min ?? 0), max: max.map { Int($0) })
    }
}

extension Expectation {
    fileprivate init(_ node: JSONNode) throws(InputFault) {
        try node.checkMembers(["operation", "input", "account", "status", "count"])
        let named = try node.need("operation")
        guard let operation = OperationName(rawValue: try named.text()) else {
            throw named.fault("No operation of AWS Multi-party approval has this name.")
        }
        var conditions: [InputCondition] = []
        if let input = node["input"] {
            conditions = try Verification.conditions(input)
            let shape = API.description(of: operation).input
            for (index, condition) in conditions.enumerated() {
                var path = input.path
                if case .array = input.value { path += "[\(index)]" }
                try condition.check(shape, at: path)
            }
        }
        self.init(
            operation: operation, conditions: conditions,
            account: try node["account"]?.account(),
            status: try node["status"]?.whole(100...599).asInt,
            count: try Verification.count(node["count"]))
    }
}

extension InputCondition {
    /// `{"path": ..., "equals": ...}`, or else the members themselves: the API has none so named.
    fileprivate init(_ node: JSONNode) throws(InputFault) {
        guard node["path"] != nil || node["equals"] != nil else {
            guard case .object = node.value else {
                throw node.fault("Write an object here, not \(node.value.kind).")
            }
            self = .subset(node.value)
            return
        }
        try node.checkMembers(["path", "equals"])
        let text = try node.need("path")
        guard let path = JSONPath(try text.text()) else {
            throw text.fault(
                "This JSON path is not understood: write $, then .name, ['name'], [0] or [*].")
        }
        self = .value(path, try node.need("equals").value)
    }
}

extension JSONNode {
    fileprivate func account() throws(InputFault) -> String {
        let text = try text()
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard text.utf8.count == 12, text.utf8.allSatisfy(digits.contains) else {
            throw fault("Write the 12 digits here.")
        }
        return text
    }
}

extension Int64 {
    fileprivate var asInt: Int { Int(self) }
}
