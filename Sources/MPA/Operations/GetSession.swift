import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_GetSession.html
enum GetSession {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let session = try ResourceARN.session(input.text("SessionArn"), work, .getSession)
        return .structure(session.description)
    }
}

extension Session {
    /// The members that GetSession answers.
    var description: Structure {
        Structure([
            "SessionArn": .string(arn),
            "ApprovalTeamArn": .string(team.arn),
            "ApprovalTeamName": .string(team.name),
            "ProtectedResourceArn": .string(request.protectedResourceARN),
            "ApprovalStrategy": strategy,
            "NumberOfApprovers": .integer(Int64(responses.count)),
            "InitiationTime": .timestamp(initiationTime),
            "ExpirationTime": .timestamp(expirationTime),
            "CompletionTime": completionTime.map(Document.timestamp),
            "Description": request.description.map(Document.string),
            "Metadata": .map(
                DocumentMap(request.metadata.map { (key: $0.key, value: .string($0.value)) })),
            "Status": .string(status.rawValue),
            "StatusCode": statusCode.map { .string($0.rawValue) },
            "StatusMessage": statusMessage.map(Document.string),
            "ExecutionStatus": executionStatus.map { .string($0.rawValue) },
            "ActionName": .string(request.actionName),
            "RequesterServicePrincipal": .string(request.servicePrincipal),
            "RequesterPrincipalArn": .string(request.principalARN),
            "RequesterAccountId": .string(request.account),
            "RequesterRegion": .string(request.region),
            "RequesterComment": request.comment.map(Document.string),
            "ActionCompletionStrategy": .string(Self.completionStrategy),
            "ApproverResponses": .list(responses.map { .structure($0.description) }),
            "AdditionalSecurityRequirements": securityRequirements,
        ])
    }

    /// The members that ListSessions answers for each session.
    var summary: Structure {
        Structure([
            "SessionArn": .string(arn),
            "ApprovalTeamName": .string(team.name),
            "ApprovalTeamArn": .string(team.arn),
            "InitiationTime": .timestamp(initiationTime),
            "ExpirationTime": .timestamp(expirationTime),
            "CompletionTime": completionTime.map(Document.timestamp),
            "Description": request.description.map(Document.string),
            "ActionName": .string(request.actionName),
            "ProtectedResourceArn": .string(request.protectedResourceARN),
            "RequesterServicePrincipal": .string(request.servicePrincipal),
            "RequesterPrincipalArn": .string(request.principalARN),
            "RequesterRegion": .string(request.region),
            "RequesterAccountId": .string(request.account),
            "Status": .string(status.rawValue),
            "StatusCode": statusCode.map { .string($0.rawValue) },
            "StatusMessage": statusMessage.map(Document.string),
            "ActionCompletionStrategy": .string(Self.completionStrategy),
            "AdditionalSecurityRequirements": securityRequirements,
        ])
    }

    /// A baseline that could ask nobody has no threshold, which is at least 1 in the API.
    private var strategy: Document? {
        team.threshold > 0 ? ApprovalTeam.strategy(team.threshold) : nil
    }

    private var securityRequirements: Document {
        .list(requiresVerification ? [.string(Self.verificationRequirement)] : [])
    }
}

extension ApproverResponse {
    /// What the API tells of one approver; the comment is the portal's.
    fileprivate var description: Structure {
        Structure([
            "ApproverId": .string(approverID),
            "IdentitySourceArn": .string(identitySourceARN),
            "IdentityId": .string(identityID),
            "Response": .string(response.rawValue),
            "ResponseTime": responseTime.map(Document.timestamp),
        ])
    }
}
