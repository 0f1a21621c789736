import AWSProtocol

extension StateReader {
    /// What the approvers of a session say; without it everybody in the team is asked.
    func readResponses(
        _ node: StateNode, _ team: ApprovalTeam?, _ teamARN: String
    ) throws(ControlError) -> [ApproverResponse] {
        guard let elements = try node.elements("responses", max: 20) else {
            return (team?.approvers ?? []).map(ApproverResponse.init(askedOf:))
        }
        var responses: [ApproverResponse] = []
        for element in elements {
            let response = try readResponse(element, team)
            guard !responses.contains(where: { $0.approverID.hasBytes(of: response.approverID) })
            else {
                throw element.error(
                    "Leave this out: the approver \(response.approverID) stands above already.")
            }
            responses.append(response)
        }
        return responses
    }

    /// An approver is named by the approver's own id or, in a team that exists, by identity.
    private func readResponse(
        _ element: StateElement, _ team: ApprovalTeam?
    ) throws(ControlError) -> ApproverResponse {
        let node = try StateNode(
            element,
            members: [
                "approverId", "identityId", "identitySourceArn", "response", "responseTime",
                "comment",
            ])
        let (id, identity) = (
            try node.text("approverId", 1...100), try node.text("identityId", 1...100)
        )
        let member = team?.approvers.first { approver in
            id.map(approver.id.hasBytes) ?? identity.map(approver.identityID.hasBytes) ?? false
        }
        guard let approverID = id ?? member?.id else {
            throw node.error("approverId", "Add the id of an approver, or the identityId of one.")
        }
        let source = try node.text("identitySourceArn") ?? member?.identitySourceARN
        return ApproverResponse(
            approverID: approverID,
            identityID: try node.need("identityId", identity ?? member?.identityID),
            identitySourceARN: try node.need("identitySourceArn", source),
            response: try node.choice("response") ?? .none,
            responseTime: try node.time("responseTime"), comment: try node.text("comment"))
    }
}

extension StateWriter {
    static func response(_ response: ApproverResponse) -> JSONValue {
        .members([
            "approverId": .string(response.approverID),
            "identityId": .string(response.identityID),
            "identitySourceArn": .string(response.identitySourceARN),
            "response": .string(response.response.rawValue),
            "responseTime": response.responseTime.map(JSONValue.time),
            "comment": response.comment.map(JSONValue.string),
        ])
    }
}
