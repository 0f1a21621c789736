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
                && rest.count > 1
        }
    }

    /// Whether a resource of the caller's own account can have that ARN: not in another Region.
    ///
    /// - Throws: ValidationException for a text that is no such ARN, AccessDeniedException for one
    ///   of another account, with the text that
    ///   https://docs.aws.amazon.com/mpa/latest/userguide/logging-using-cloudtrail.html shows.
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
            throw .accessDenied(
                "User: \(work.caller.principalARN) is not authorized to perform: "
                    + "mpa:\(action.rawValue) on resource: \(text) because no resource-based "
                    + "policy allows the mpa:\(action.rawValue) action")
        }
        return arn.region == work.caller.region && arn.partition == work.caller.partition
    }

    static func notFound(_ text: String) -> ServiceError {
        .resourceNotFound("The resource \(text) does not exist.")
    }
}
