import AWSProtocol

/// What MPA reports of itself,
/// https://docs.aws.amazon.com/mpa/latest/userguide/logging-using-cloudtrail.html.
enum ServiceEventName: String, CaseIterable {
    case teamCreationValidationSuccess = "TeamCreationValidationSuccess"
    case teamCreationValidationFailure = "TeamCreationValidationFailure"
    case teamCreationActivationSuccess = "TeamCreationActivationSuccess"
    case teamCreationActivationFailure = "TeamCreationActivationFailure"
    case teamUpdateValidationSuccess = "TeamUpdateValidationSuccess"
    case teamUpdateValidationFailure = "TeamUpdateValidationFailure"
    case teamUpdateApprovalSuccess = "TeamUpdateApprovalSuccess"
    case teamUpdateApprovalFailure = "TeamUpdateApprovalFailure"
    case teamUpdateActivationSuccess = "TeamUpdateActivationSuccess"
    case teamUpdateActivationFailure = "TeamUpdateActivationFailure"
    case teamDeletionApprovalSuccess = "TeamDeletionApprovalSuccess"
    case teamDeletionApprovalFailure = "TeamDeletionApprovalFailure"
    case sessionValidationSuccess = "SessionValidationSuccess"
    /// AWS reports a rejection under this name too; the status tells them apart.
    case sessionApproved = "SessionApproved"
    case sessionExpiration = "SessionExpiration"
    case sessionCancellation = "SessionCancellation"

    /// Which of them tell the session that decides.
    fileprivate var namesSession: Bool {
        switch self {
        case .teamUpdateValidationSuccess, .teamUpdateApprovalSuccess, .teamUpdateApprovalFailure,
            .teamDeletionApprovalSuccess, .teamDeletionApprovalFailure:
            true
        case .teamCreationValidationSuccess, .teamCreationValidationFailure,
            .teamCreationActivationSuccess, .teamCreationActivationFailure,
            .teamUpdateValidationFailure, .teamUpdateActivationSuccess,
            .teamUpdateActivationFailure, .sessionValidationSuccess, .sessionApproved,
            .sessionExpiration, .sessionCancellation:
            false
        }
    }
}

extension Turn {
    @discardableResult
    func emit(
        _ name: ServiceEventName, _ team: ApprovalTeam, sessionARN: String? = nil
    ) -> String {
        let isDeleted = name == .teamDeletionApprovalSuccess
        let session = sessionARN ?? team.updateSessionARN
        let details = Structure([
            "teamStatus": .string(isDeleted ? "DELETED" : team.status.rawValue),
            "teamStatusCode": isDeleted ? nil : team.statusCode.map { .string($0.rawValue) },
            "updateSessionId": name.namesSession ? session.map(Document.string) : nil,
        ])
        emit(
            name, type: "AWS::MPA::Team", arn: team.arn, account: team.account, team.region
        ) { details }
        return name.rawValue
    }

    @discardableResult
    func emit(
        _ name: ServiceEventName, _ session: Session, cancellation: SessionCancellation? = nil
    ) -> String {
        let code = cancellation?.rawValue ?? session.statusCode?.rawValue
        // The log keeps thousands of these: no more of the session than is told of it.
        let (team, status, isOpen) = (session.team, session.status, session.isOpen)
        let responses = isOpen ? [] : session.responses
        emit(
            name, type: "AWS::MPA::Session", arn: session.arn, account: team.account, team.region
        ) {
            var details = Structure([
                "sessionStatus": .string(status.rawValue),
                "sessionStatusCode": code.map(Document.string),
            ])
            if !isOpen {
                details.append("approvedBy", .string(team.voters(.approved, responses)))
                details.append("rejectedBy", .string(team.voters(.rejected, responses)))
                details.append("noParticipationBy", .string(team.voters(.none, responses)))
            }
            return details
        }
        return name.rawValue
    }

    /// Takes the place, and the id, of an event that leaves the log before anybody reads it.
    func emitUnseen(_ name: ServiceEventName) -> String {
        _ = ids.nextID()
        store.events.append(.document([]))
        return name.rawValue
    }

    private func emit(
        _ name: ServiceEventName, type: String, arn: String, account: String, _ region: String,
        _ details: @escaping @Sendable () -> Structure
    ) {
        let (id, now) = (ids.nextID(), now)
        store.events.append { sequence in
            JSONWriter.encode(
                Structure([
                    "sequence": .integer(sequence),
                    "eventVersion": .string("1.10"),
                    "userIdentity": .structure(
                        Structure([
                            "accountId": .string(account),
                            "invokedBy": .string("mpa.amazonaws.com"),
                        ])),
                    "eventTime": .timestamp(now),
                    "eventSource": .string("mpa.amazonaws.com"),
                    "eventName": .string(name.rawValue),
                    "awsRegion": .string(region),
                    "sourceIPAddress": .string("mpa.amazonaws.com"),
                    "userAgent": .string("mpa.amazonaws.com"),
                    "requestParameters": .null,
                    "responseElements": .null,
                    "eventID": .string(id.text),
                    "readOnly": .boolean(false),
                    "resources": .list([
                        .structure(
                            Structure([
                                "accountId": .string(account), "type": .string(type),
                                "ARN": .string(arn),
                            ]))
                    ]),
                    "eventType": .string("AwsServiceEvent"),
                    "managementEvent": .boolean(true),
                    "recipientAccountId": .string(account),
                    "serviceEventDetails": .structure(details()),
                    "eventCategory": .string("Management"),
                ]))
        }
    }
}

extension Turn {
    /// The call by which an integrated service started a session.
    func emitStart(_ session: Session, _ start: Service.SessionStart) {
        let (id, now, request) = (ids.nextID(), now, session.request)
        let (arn, team) = (session.arn, session.team)
        let parameters = start.parameters(now: now)
        store.events.append { sequence in
            JSONWriter.encode(
                Structure([
                    "sequence": .integer(sequence),
                    "eventVersion": .string("1.10"),
                    "userIdentity": .structure(
                        Structure([
                            "arn": .string(request.principalARN),
                            "accountId": .string(request.account),
                            "invokedBy": .string(request.servicePrincipal),
                        ])),
                    "eventTime": .timestamp(now),
                    "eventSource": .string("multi-party-approval.amazonaws.com"),
                    "eventName": .string("StartSession"),
                    "awsRegion": .string(team.region),
                    "sourceIPAddress": .string(request.servicePrincipal),
                    "userAgent": .string(request.servicePrincipal),
                    "requestParameters": .structure(parameters),
                    "responseElements": .structure(Structure(["arn": .string(arn)])),
                    "eventID": .string(id.text),
                    "readOnly": .boolean(false),
                    "resources": .list([
                        .structure(
                            Structure([
                                "accountId": .string(team.account),
                                "type": .string("AWS::MPA::Session"), "ARN": .string(arn),
                            ]))
                    ]),
                    "eventType": .string("AwsApiCall"),
                    "managementEvent": .boolean(true),
                    "recipientAccountId": .string(team.account),
                    "eventCategory": .string("Management"),
                ]))
        }
    }
}

extension Service.SessionStart {
    /// The request as CloudTrail tells it.
    fileprivate func parameters(now: Int64) -> Structure {
        let hidden = Document.string("HIDDEN_DUE_TO_SECURITY_REASONS")
        return Structure([
            "sessionId": sessionID.map(Document.string),
            "initiationTime": .timestamp(now),
            "deduplicationToken": request.deduplicationToken.map(Document.string),
            "approvalTeamArn": .string(teamARN),
            "durationMinutes": .integer(durationMinutes),
            "actionName": .string(request.actionName),
            "description": request.description.map { _ in hidden },
            "protectedResourceArn": .string(request.protectedResourceARN),
            "metadata": request.metadata.isEmpty ? nil : hidden,
            "requesterRegion": .string(request.region),
            "requesterComment": request.comment.map { _ in hidden },
        ])
    }
}

extension SessionTeam {
    /// Those who answered so, as CloudTrail lists them: `identityStoreArn/userId`, by commas. The
    /// identity store has a made-up id, the account's last ten digits.
    fileprivate func voters(
        _ response: ApproverResponse.Response, _ responses: [ApproverResponse]
    ) -> String {
        let partition = ARN(arn)?.partition ?? "aws"
        let store =
            "arn:\(partition):identitystore::\(account):identitystore/"
            + "d-\(account.suffix(10))"
        return responses.filter { $0.response == response }
            .map { "\(store)/\($0.identityID)" }.joined(separator: ",")
    }
}
