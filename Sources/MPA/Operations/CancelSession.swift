import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_CancelSession.html
enum CancelSession {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let arn = input.text("SessionArn")
        let session = try ResourceARN.session(arn, work, .cancelSession)
        let account = work.caller.account
        // Who shares the team can read its sessions, and take back what it asked for itself.
        guard session.team.account == account || session.request.account == account else {
            throw ResourceARN.denied(arn, work.caller, .cancelSession)
        }
        guard session.isOpen else {
            throw ServiceError.conflict(
                "The session \(arn) has ended: it is \(session.status.rawValue).")
        }
        try work.turn.cancel(session, .byUser)
        return .empty
    }
}
