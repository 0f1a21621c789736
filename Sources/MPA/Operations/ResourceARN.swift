import AWSProtocol

/// An ARN that a request names, checked as far as the caller may know.
enum ResourceARN {
    enum Kind: String, CaseIterable {
        case approvalTeam = "approval-team"
        case identitySource = "identity-source"

        /// True for the resource part of an ARN of this kind.
        func names(_ resource: String) -> Bool {
            let prefix = rawValue.utf8
            let rest = resource.utf8.dropFirst(prefix.count)
            return resource.utf8.starts(with: prefix) && rest.first == UInt8(ascii: "/")
                && rest.count > 1 && rest.dropFirst().allSatisfy(Self.isInNames)
        }

        /// As in the model's patterns of such ARNs.
        private static func isInNames(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }

    /// Whether a resource of the caller's own account can have that ARN: not in another Region.
    ///
    /// - Throws: ValidationException for a text that is no such ARN, AccessDeniedException for one
    ///   of another account.
    static func isWithinReach(
        _ text: String, of work: Work, kinds: [Kind], member: String, action: OperationName
    ) throws(ServiceError) -> Bool {
        guard let arn = ARN(text), arn.service == "mpa", arn.account.utf8.count == 12,
            kinds.contains(where: { $0.names(arn.resource) })
        else {
            let names = kinds.map(\.rawValue).joined(separator: " or ")
            throw .validation("'\(member)' must be the ARN of an MPA \(names) resource.")
        }
        guard arn.account == work.caller.account else {
            throw denied(text, work.caller, action)
        }
        return arn.region == work.caller.region && arn.partition == work.caller.partition
    }

    /// The team with that ARN, the caller's own or, where `isReading`, one shared with the caller.
    ///
    /// - Throws: AccessDeniedException for another account's team, ResourceNotFoundException.
    static func team(
        _ text: String, _ work: Work, _ action: OperationName, isReading: Bool = false
    ) throws -> ApprovalTeam {
        guard try isOwn(text, teamARN: text, work, action, isReading: isReading),
            let team = try work.store.approvalTeams.find(arn: text)
        else { throw notFound(text) }
        return team
    }

    /// The session with that ARN, of the caller's own team or of one shared with the caller.
    ///
    /// - Throws: AccessDeniedException for another account's session, ResourceNotFoundException.
    static func session(
        _ text: String, _ work: Work, _ action: OperationName
    ) throws -> Session {
        let session = try work.store.sessions.find(arn: text)
        let team = session?.team.arn ?? teamARN(ofSession: text)
        guard try isOwn(text, teamARN: team, work, action, isReading: true), let session else {
            throw notFound(text)
        }
        return session
    }

    /// The team whose sessions have such ARNs.
    private static func teamARN(ofSession text: String) -> String {
        let path = String(text.prefix(upTo: text.lastIndex(of: "/") ?? text.endIndex))
        return path.replacing(":session/", with: ":approval-team/", maxReplacements: 1)
    }

    /// True for what the caller may look for: own resources, and shared ones.
    private static func isOwn(
        _ text: String, teamARN: String, _ work: Work, _ action: OperationName, isReading: Bool
    ) throws -> Bool {
        guard let arn = ARN(text) else { return false }
        if arn.account != work.caller.account {
            let isShared = try work.store.shares.isShared(
                teamARN: teamARN, with: work.caller.account)
            guard isReading, isShared else { throw denied(text, work.caller, action) }
        }
        return arn.region == work.caller.region && arn.partition == work.caller.partition
    }

    static func notFound(_ text: String) -> ServiceError {
        .resourceNotFound("The resource \(text) does not exist.")
    }

    /// The text that https://docs.aws.amazon.com/mpa/latest/userguide/logging-using-cloudtrail.html
    /// shows.
    static func denied(
        _ arn: String, _ caller: Caller, _ action: OperationName
    ) -> ServiceError {
        .accessDenied(
            "User: \(caller.principalARN) is not authorized to perform: "
                + "mpa:\(action.rawValue) on resource: \(arn) because no resource-based "
                + "policy allows the mpa:\(action.rawValue) action")
    }
}
