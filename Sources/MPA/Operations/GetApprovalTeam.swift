import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_GetApprovalTeam.html
enum GetApprovalTeam {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let team = try ResourceARN.team(
            input.text("Arn"), work, .getApprovalTeam, isReading: true)
        return .structure(try team.description(work.turn))
    }
}

extension ApprovalTeam {
    /// The members that GetApprovalTeam answers.
    func description(_ turn: Turn) throws -> Structure {
        Structure([
            "CreationTime": .timestamp(creationTime),
            "ApprovalStrategy": Self.strategy(threshold),
            "NumberOfApprovers": .integer(Int64(approvers.count)),
            "Approvers": .list(try approvers.map { .structure(try $0.description(turn)) }),
            "Arn": .string(arn),
            "Description": .string(description),
            "Name": .string(name),
            "Status": .string(status.rawValue),
            "StatusCode": statusCode.map { .string($0.rawValue) },
            "StatusMessage": statusMessage.map(Document.string),
            "UpdateSessionArn": updateSessionARN.map(Document.string),
            "VersionId": .string(String(versionID)),
            "Policies": .list(
                policies.map { .structure(Structure(["PolicyArn": .string($0)])) }),
            "LastUpdateTime": lastUpdateTime.map(Document.timestamp),
            "PendingUpdate": try draft.map { .structure(try $0.description(turn)) },
        ])
    }

    /// The members that ListApprovalTeams answers for each team.
    var summary: Structure {
        Structure([
            "CreationTime": .timestamp(creationTime),
            "ApprovalStrategy": Self.strategy(threshold),
            "NumberOfApprovers": .integer(Int64(approvers.count)),
            "Arn": .string(arn),
            "Name": .string(name),
            "Description": .string(description),
            "Status": .string(status.rawValue),
            "StatusCode": statusCode.map { .string($0.rawValue) },
            "StatusMessage": statusMessage.map(Document.string),
        ])
    }

    /// The only strategy there is: so many of all.
    static func strategy(_ threshold: Int64) -> Document {
        .structure(
            Structure([
                "MofN": .structure(Structure(["MinApprovalsRequired": .integer(threshold)]))
            ]))
    }
}

extension Draft {
    fileprivate func description(_ turn: Turn) throws -> Structure {
        Structure([
            "VersionId": .string(String(versionID)),
            "Description": .string(description),
            "ApprovalStrategy": ApprovalTeam.strategy(threshold),
            "NumberOfApprovers": .integer(Int64(approvers.count)),
            "Status": .string((isFailed ? ApprovalTeam.Status.inactive : .pending).rawValue),
            "StatusCode": .string(statusCode.rawValue),
            "StatusMessage": statusMessage.map(Document.string),
            "Approvers": .list(try approvers.map { .structure(try $0.description(turn)) }),
            "UpdateInitiationTime": .timestamp(initiationTime),
        ])
    }
}

extension Approver {
    fileprivate func description(_ turn: Turn) throws -> Structure {
        Structure([
            "ApproverId": .string(id),
            "ResponseTime": responseTime.map(Document.timestamp),
            "PrimaryIdentityId": .string(identityID),
            "PrimaryIdentitySourceArn": .string(identitySourceARN),
            "PrimaryIdentityStatus": .string(status.rawValue),
            "LastActivity": lastActivity.map { .string($0.rawValue) },
            "LastActivityTime": lastActivityTime.map(Document.timestamp),
            "PendingBaselineSessionArn": pendingBaselineSessionARN.map(Document.string),
            "MfaMethods": try registeredEmail.map { .list([try mfaMethod($0, turn)]) },
        ])
    }

    private func mfaMethod(_ registered: String, _ turn: Turn) throws -> Document {
        let isSame = try turn.email(of: identityID).utf8.elementsEqual(registered.utf8)
        return .structure(
            Structure([
                "Type": .string("EMAIL_OTP"),
                "SyncStatus": .string(isSame ? "IN_SYNC" : "OUT_OF_SYNC"),
            ]))
    }
}
