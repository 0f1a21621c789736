import AWSProtocol

extension StateReader {
    private static let draftMembers = [
        "versionId", "description", "threshold", "statusCode", "statusMessage", "initiationTime",
        "synchronizesMfaDevices", "requesterArn", "approvers",
    ]

    /// The draft of a team whose status calls for one.
    mutating func readDraft(
        _ node: StateNode, of team: ApprovalTeam, _ defaults: ApproverDefaults
    ) throws(ControlError) -> Draft? {
        guard let element = node["draft"] else {
            guard team.statusCode?.needsDraft != true else {
                throw node.error("draft", "Add the draft that the status code tells of.")
            }
            return nil
        }
        guard team.status == .active, team.statusCode?.needsDraft != false else {
            throw element.error("Leave this out: a team in that status has no draft.")
        }
        let code = team.statusCode ?? .validating
        let draft = try StateNode(element, members: Self.draftMembers)
        guard try draft.choice("statusCode") ?? code == code else {
            throw draft.error("statusCode", "Write \(code.rawValue) here, as the team's says.")
        }
        let members = ApproverDefaults(
            owner: defaults.owner, answer: .pending, present: team.approvers)
        let approvers = try readApprovers(draft, members) ?? team.approvers
        return Draft(
            versionID: try readVersion("versionId", draft) ?? max(now, team.versionID + 1),
            description: try draft.text("description", 1...256) ?? team.description,
            threshold: try draft.threshold(approvers)
                ?? min(team.threshold, Int64(approvers.count)),
            approvers: approvers, statusCode: code,
            statusMessage: try draft.text("statusMessage") ?? team.statusMessage,
            initiationTime: try draft.time("initiationTime") ?? now,
            synchronizesMfaDevices: try draft.flag("synchronizesMfaDevices") ?? false,
            requesterARN: try draft.text("requesterArn")
                ?? Caller.principal(of: team.account, arn: team.arn))
    }
}

extension Caller {
    /// The root of an account, in the partition of that ARN.
    static func principal(of account: String, arn: String) -> String {
        "arn:\(ARN(arn)?.partition ?? "aws"):iam::\(account):root"
    }
}

extension ApprovalTeam.StatusCode {
    /// Whether there is a draft in an active team with this code.
    fileprivate var needsDraft: Bool {
        switch self {
        case .updatePendingApproval, .updatePendingActivation, .updateFailedApproval,
            .updateFailedActivation, .updateFailedValidation:
            true
        case .validating, .pendingActivation, .failedValidation, .failedActivation,
            .deletePendingApproval, .deleteFailedApproval, .deleteFailedValidation:
            false
        }
    }
}

extension StateWriter {
    func draft(_ draft: Draft) -> JSONValue {
        .members([
            "versionId": .string(String(draft.versionID)),
            "description": .string(draft.description), "threshold": .integer(draft.threshold),
            "statusCode": .string(draft.statusCode.rawValue),
            "statusMessage": draft.statusMessage.map(JSONValue.string),
            "initiationTime": .time(draft.initiationTime),
            "synchronizesMfaDevices": .boolean(draft.synchronizesMfaDevices),
            "requesterArn": .string(draft.requesterARN),
            "approvers": .array(draft.approvers.map(approver)),
        ])
    }
}
