package import AWSProtocol

/// The rules by which a test lets calls fail.
extension Service {
    package func faultRules() -> [FaultRule] { faults.rules }

    /// - Throws: ControlError.notFound for an id of none.
    package func faultRule(_ id: String) throws(ControlError) -> FaultRule {
        guard let rule = faults.rules.first(where: { $0.id == id }) else {
            throw FaultPlan.unknown(id)
        }
        return rule
    }

    /// Adds the rule that a JSON text tells.
    ///
    /// - Throws: ControlError.invalid with the JSON path of the first mistake, or of the reason why
    ///   the rule can never match, unless it says `force`.
    package func addFaultRule(_ text: [UInt8]) throws -> FaultRule {
        let element = StateElement(value: try StateReader.parse(text, "The rule"), path: "$")
        let now = clock.now()
        defer { noteChange() }
        return try faults.add { id in
            try StateReader.readFault(element, newID: id, counted: false, now: now)
        }
    }

    /// - Throws: ControlError.notFound for an id of none.
    package func deleteFaultRule(_ id: String) throws {
        try faults.remove(id)
        noteChange()
    }

    package func deleteFaultRules() {
        faults.replace(with: [])
        noteChange()
    }

    /// What a rule decides on a call whose input is read; one look while there is no rule.
    package func fault(
        in operation: OperationName, _ input: Structure, _ caller: Caller,
        sdkRequest: @autoclosure () -> String?
    ) -> AppliedFault? {
        let applied = faults.meet {
            FaultCall(
                operation: operation, account: caller.account, principal: caller.principalARN,
                resource: operation.resourceMember.flatMap { input[$0]?.string },
                attempt: FaultCall.attempt(sdkRequest: sdkRequest()), now: clock.now())
        }
        // Such a call may leave no event, and the rule's count has changed.
        if applied != nil { noteChange() }
        return applied
    }
}
