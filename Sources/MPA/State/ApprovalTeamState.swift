import AWSProtocol

extension StateReader {
    private static let teamMembers = [
        "account", "region", "arn", "name", "description", "threshold", "status", "statusCode",
        "statusMessage", "updateSessionArn", "versionId", "latestVersionId", "creationTime",
        "lastUpdateTime", "pendingWindowDays", "dueTime", "policies", "approvers", "draft", "tags",
        "sharedWith",
    ]
    /// Far beyond every moment that has a text, and far from where numbers end.
    private static let versions: ClosedRange<Int64> = 1...999_999_999_999_999

    mutating func readApprovalTeams(_ document: StateNode) throws(ControlError) {
        for element in try document.elements("approvalTeams") ?? [] {
            let node = try StateNode(element, members: Self.teamMembers)
            let team = try readApprovalTeam(node)
            guard teamNames.insert("\(team.account) \(team.region) \(team.name)").inserted else {
                throw node.error(
                    "name", "Write another name here: a team of the account above has this one.")
            }
            guard teams.updateValue(contents.approvalTeams.count, forKey: team.arn) == nil else {
                throw node.error("arn", "Write another ARN here: a team above has this one.")
            }
            contents.tags[team.arn] = try readTags(node)
            contents.shares[team.arn] = try readShares(node, of: team)
            contents.approvalTeams.append(team)
        }
    }

    private mutating func readApprovalTeam(
        _ node: StateNode
    ) throws(ControlError) -> ApprovalTeam {
        let owner = try node.owner()
        let name = try node.need("name", node.text("name", 1...64))
        guard Pattern.approvalTeamName.matches(name) else {
            throw node.error("name", "Write letters, digits, dots, dashes and underscores alone.")
        }
        let creation = try node.time("creationTime") ?? now
        let version = try readVersion("versionId", node) ?? max(creation, 1)
        let status = try node.choice("status", ApprovalTeam.Status.self) ?? .active
        let defaults = ApproverDefaults(
            owner: owner,
            answer: status == .active || status == .deleting ? .accepted : .pending)
        let approvers = try node.need("approvers", readApprovers(node, defaults))
        var team = ApprovalTeam(
            account: owner.account, region: owner.region, arn: try readARN(node, name, owner),
            name: name, description: try node.text("description", 1...256) ?? name,
            threshold: try node.threshold(approvers) ?? min(2, Int64(approvers.count)),
            approvers: approvers, policies: try readPolicies(node, owner), versionID: version,
            creationTime: creation, status: status, statusCode: try readStatusCode(node, status))
        team.statusMessage = try node.text("statusMessage")
        team.lastUpdateTime = try node.time("lastUpdateTime")
        team.updateSessionARN = try node.text("updateSessionArn")
        team.pendingWindowDays =
            try node.integer("pendingWindowDays", 0...Int64(Int32.max)) ?? 0
        team.draft = try readDraft(node, of: team, defaults)
        let latest = max(version, team.draft?.versionID ?? version)
        team.latestVersionID = max(latest, try readVersion("latestVersionId", node) ?? latest)
        team.dueTime = try readDueTime(node, team)
        return team
    }

    private func readARN(
        _ node: StateNode, _ name: String, _ owner: Caller
    ) throws(ControlError) -> String {
        let start = owner.arn("approval-team/\(name)-")
        guard let arn = try node.text("arn", 20...2048) else { return start + ids.next() }
        guard Pattern.approvalTeamARN.matches(arn), arn.hasPrefix(start) else {
            throw node.error("arn", "Write \(start) with a UUID here, or leave it out.")
        }
        return arn
    }

    /// The number of a version is told as the API tells it, as a text.
    func readVersion(_ name: String, _ node: StateNode) throws(ControlError) -> Int64? {
        guard let text = try node.text(name) else { return nil }
        guard let number = Int64(text), Self.versions.contains(number), String(number) == text
        else { throw node.error(name, "Write milliseconds since 1970 as a text of digits here.") }
        return number
    }

    private func readStatusCode(
        _ node: StateNode, _ status: ApprovalTeam.Status
    ) throws(ControlError) -> ApprovalTeam.StatusCode? {
        let code = try node.choice("statusCode", ApprovalTeam.StatusCode.self)
        let codes = ApprovalTeam.StatusCode.allCases.filter(status.goes)
        guard let code else { return status == .pending ? .validating : nil }
        guard codes.contains(code) else {
            throw node.error(
                "statusCode",
                codes.isEmpty
                    ? "Leave this out: \(status.rawValue) has no code."
                    : "Write one of these here: \(codes.map(\.rawValue).joined(separator: ", ")).")
        }
        return code
    }

    private func readPolicies(
        _ node: StateNode, _ owner: Caller
    ) throws(ControlError) -> [String] {
        guard let elements = try node.elements("policies", max: 10) else {
            return [
                PolicyARN(
                    partition: owner.partition, path: PolicyTable.builtInPath, version: .standing
                ).description
            ]
        }
        guard !elements.isEmpty else { throw node.error("policies", "Add the ARN of a policy.") }
        var policies: [String] = []
        for element in elements {
            let text = try element.text()
            guard let arn = PolicyARN(text), let version = arn.version,
                arn.partition == owner.partition,
                policyVersions.contains("\(arn.path)/\(version.text)")
            else { throw element.error("Add this policy to policies: the document has none.") }
            guard !policies.contains(text) else { throw element.error("Leave out the second one.") }
            policies.append(text)
        }
        return policies
    }

    private func readShares(
        _ node: StateNode, of team: ApprovalTeam
    ) throws(ControlError) -> [String] {
        var accounts: [String] = []
        for element in try node.elements("sharedWith") ?? [] {
            let account = try element.account()
            guard account != team.account, !accounts.contains(account) else {
                throw element.error("Leave this out: the account has the team already.")
            }
            accounts.append(account)
        }
        return accounts
    }

    /// When the step under way ends, if there is one.
    private func readDueTime(
        _ node: StateNode, _ team: ApprovalTeam
    ) throws(ControlError) -> Int64? {
        let time = try node.time("dueTime")
        switch team.phase {
        case .validating, .updateValidating: return time ?? now
        case .pendingActivation, .updatePendingActivation:
            return time ?? now + ApprovalTeam.invitationMilliseconds
        case .deleting: return time ?? now + team.pendingWindowDays * 86_400_000
        case .inactive, .active, .updatePendingApproval, .deletePendingApproval:
            guard time == nil else {
                throw node.error("dueTime", "Leave this out: no step of the team is under way.")
            }
            return nil
        }
    }
}

extension StateNode {
    func threshold(_ approvers: [Approver]) throws(ControlError) -> Int64? {
        try integer("threshold", 1...Int64(approvers.count))
    }
}

extension PolicyARN.Version {
    /// As it ends an ARN.
    fileprivate var text: String {
        switch self {
        case .number(let number): String(number)
        case .standing: "$DEFAULT"
        }
    }
}

extension ApprovalTeam.Status {
    /// Which codes a status has.
    fileprivate func goes(with code: ApprovalTeam.StatusCode) -> Bool {
        switch code {
        case .validating, .pendingActivation: self == .pending
        case .failedValidation, .failedActivation: self == .inactive
        case .updatePendingApproval, .updatePendingActivation, .updateFailedApproval,
            .updateFailedActivation, .updateFailedValidation, .deletePendingApproval,
            .deleteFailedApproval, .deleteFailedValidation:
            self == .active
        }
    }
}

extension StateWriter {
    func approvalTeam(_ team: ApprovalTeam) -> JSONValue {
        let latest = team.latestVersionID == team.versionID ? nil : String(team.latestVersionID)
        return .members([
            "account": .string(team.account), "region": .string(team.region),
            "arn": .string(team.arn), "name": .string(team.name),
            "description": .string(team.description), "threshold": .integer(team.threshold),
            "status": .string(team.status.rawValue),
            "statusCode": team.statusCode.map { .string($0.rawValue) },
            "statusMessage": team.statusMessage.map(JSONValue.string),
            "updateSessionArn": team.updateSessionARN.map(JSONValue.string),
            "versionId": .string(String(team.versionID)),
            "latestVersionId": latest.map(JSONValue.string),
            "creationTime": .time(team.creationTime),
            "lastUpdateTime": team.lastUpdateTime.map(JSONValue.time),
            "pendingWindowDays": team.pendingWindowDays > 0
                ? .integer(team.pendingWindowDays) : nil,
            "dueTime": team.dueTime.map(JSONValue.time),
            "policies": .array(team.policies.map(JSONValue.string)),
            "approvers": .array(team.approvers.map(approver)),
            "draft": team.draft.map(draft),
            "tags": tags(on: team.arn),
            "sharedWith": .some((contents.shares[team.arn] ?? []).map(JSONValue.string)),
        ])
    }
}
