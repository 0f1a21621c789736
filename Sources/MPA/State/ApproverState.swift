import AWSProtocol

/// What holds for the members of a team that say nothing else.
struct ApproverDefaults {
    /// The account and the Region whose identity source they come from.
    let owner: Caller
    let answer: Approver.Status
    /// Those whom a draft does not change.
    var present: [Approver] = []
}

extension StateReader {
    /// The members of a team or of a draft; a text alone is an identity id.
    mutating func readApprovers(
        _ node: StateNode, _ defaults: ApproverDefaults
    ) throws(ControlError) -> [Approver]? {
        guard let elements = try node.elements("approvers", max: 20) else { return nil }
        guard !elements.isEmpty else { throw node.error("approvers", "Add an approver.") }
        var approvers: [Approver] = []
        for element in elements {
            let approver = try readApprover(element, defaults)
            guard !approvers.contains(where: approver.isSamePerson) else {
                throw element.error(
                    "Leave this out: the identity \(approver.identityID) stands above already.")
            }
            let isStaying = defaults.present.contains { $0.id.hasBytes(of: approver.id) }
            guard isStaying || approverIDs.insert(Array(approver.id.utf8)).inserted else {
                throw .invalid(
                    path: "\(element.path).id",
                    "Write another id here: an approver above has it already.")
            }
            approvers.append(approver)
        }
        return approvers
    }

    private mutating func readApprover(
        _ element: StateElement, _ defaults: ApproverDefaults
    ) throws(ControlError) -> Approver {
        if case .string = element.value {
            return approver(try element.text(1...100), defaults)
        }
        let node = try StateNode(
            element,
            members: [
                "id", "identityId", "identitySourceArn", "status", "invalid", "invitationTime",
                "responseTime", "lastActivity", "lastActivityTime", "pendingBaselineSessionArn",
                "registeredEmail",
            ])
        let identity = try node.need("identityId", node.text("identityId", 1...100))
        let source = try node.text("identitySourceArn") ?? identitySource(of: defaults.owner)
        var approver = Approver(
            id: try node.text("id", 1...100) ?? ids.next(), identityID: identity,
            identitySourceARN: source)
        approver.answer =
            try node.choice("status", InvitationAnswer.self)?.status ?? defaults.answer
        approver.isInvalid =
            try node.flag("invalid") ?? DirectoryUser.isLost(identity, users)
        guard approver.isInvalid || sourceARNs.contains(source) else {
            throw node.error(
                "identitySourceArn",
                "Add this identity source to identitySources: the document has none of that ARN.")
        }
        approver.invitationTime = try node.time("invitationTime")
        approver.responseTime = try node.time("responseTime")
        approver.lastActivity = try node.choice("lastActivity")
        approver.lastActivityTime = try node.time("lastActivityTime")
        approver.pendingBaselineSessionARN = try node.text("pendingBaselineSessionArn")
        approver.registeredEmail = try node.text("registeredEmail")
        return approver
    }

    private mutating func approver(
        _ identity: String, _ defaults: ApproverDefaults
    ) -> Approver {
        let present = defaults.present.first { $0.identityID.hasBytes(of: identity) }
        if let present { return present }
        var approver = Approver(
            id: ids.next(), identityID: identity,
            identitySourceARN: identitySource(of: defaults.owner))
        approver.answer = defaults.answer
        approver.isInvalid = DirectoryUser.isLost(identity, users)
        return approver
    }
}

/// What an invitation can be answered; that an identity is invalid is another matter.
private enum InvitationAnswer: String, CaseIterable {
    case pending = "PENDING"
    case accepted = "ACCEPTED"
    case rejected = "REJECTED"

    var status: Approver.Status {
        switch self {
        case .pending: .pending
        case .accepted: .accepted
        case .rejected: .rejected
        }
    }
}

extension StateWriter {
    func approver(_ approver: Approver) -> JSONValue {
        let isLost = isLost(approver.identityID)
        return .members([
            "id": .string(approver.id), "identityId": .string(approver.identityID),
            "identitySourceArn": .string(approver.identitySourceARN),
            "status": .string(approver.answer.rawValue),
            // Told where the directory alone would say otherwise.
            "invalid": approver.isInvalid == isLost ? nil : .boolean(approver.isInvalid),
            "invitationTime": approver.invitationTime.map(JSONValue.time),
            "responseTime": approver.responseTime.map(JSONValue.time),
            "lastActivity": approver.lastActivity.map { .string($0.rawValue) },
            "lastActivityTime": approver.lastActivityTime.map(JSONValue.time),
            "pendingBaselineSessionArn": approver.pendingBaselineSessionARN.map(JSONValue.string),
            "registeredEmail": approver.registeredEmail.map(JSONValue.string),
        ])
    }
}
