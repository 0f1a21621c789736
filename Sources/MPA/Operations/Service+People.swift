import AWSProtocol

/// What approvers do in the portal, by approver id or identity id.
extension Service {
    /// An invitation that waits for an answer.
    package struct Invitation: Sendable, Equatable {
        package let team: ApprovalTeam
        package let approver: Approver
    }

    /// A session as one of its approvers sees it.
    package struct Request: Sendable, Equatable {
        package let session: Session
        package let response: ApproverResponse
    }

    package func invitations(of person: String) throws -> [Invitation] {
        try turn { turn, _ in try turn.invitations(of: person) }
    }

    package func invitation(of person: String, teamARN: String) throws -> Invitation {
        try turn { turn, _ in try turn.invitation(of: person, teamARN: teamARN) }
    }

    /// Accepts or declines an invitation; answers the team afterwards.
    package func respond(
        _ person: String, teamARN: String, accepts: Bool
    ) throws -> ApprovalTeam {
        try change { turn in
            let invitation = try turn.invitation(of: person, teamARN: teamARN)
            try turn.respond(
                invitation.team, approverID: invitation.approver.id, accepts: accepts)
            return try turn.store.approvalTeams.find(arn: teamARN) ?? invitation.team
        }
    }

    /// The teams that a person is a member of, or that a draft would add them to.
    package func teams(of person: String) throws -> [ApprovalTeam] {
        try turn { turn, _ in
            _ = try turn.identity(of: person)
            return try turn.store.approvers.teamIDs(of: person).compactMap {
                try turn.store.approvalTeams.find(id: $0)
            }
        }
    }

    /// At most `limit` sessions that ask a person, the newest first, from before that id; those
    /// that wait for this person's vote alone, if `isPending`.
    package func requests(
        of person: String, isPending: Bool, before id: Int64, limit: Int
    ) throws -> [Request] {
        try turn { turn, _ in
            let identity = try turn.identity(of: person)
            let ids = try turn.store.responses.sessionIDs(
                of: person, identity: identity, isPending: isPending, before: id, limit: limit)
            return try ids.compactMap { id in
                guard let session = try turn.store.sessions.find(id: id),
                    let response = session.response(of: person)
                else { return nil }
                return Request(session: session, response: response)
            }
        }
    }

    package func request(of person: String, sessionARN: String) throws -> Request {
        try turn { turn, _ in try turn.request(of: person, sessionARN: sessionARN) }
    }

    /// Counts a person's vote; answers the session afterwards.
    package func vote(
        _ person: String, sessionARN: String, approves: Bool, comment: String?, code: String?
    ) throws -> Request {
        // A wrong code counts, so it must not be undone with the vote that it did not allow.
        let isVerified = try change { turn in
            let request = try turn.request(of: person, sessionARN: sessionARN)
            try turn.checkVote(request)
            return try turn.verify(request, code: code)
        }
        guard isVerified else {
            throw ControlError.invalid(
                path: "$.code", "The code is wrong or void. Send a new one, and read the outbox.")
        }
        return try change { turn in
            let request = try turn.request(of: person, sessionARN: sessionARN)
            try turn.checkVote(request)
            try turn.vote(
                request.session, approverID: request.response.approverID,
                approves ? .approved : .rejected, comment: comment)
            try turn.store.messages.deleteCode(
                sessionARN: sessionARN, approverID: request.response.approverID)
            return try turn.request(of: person, sessionARN: sessionARN)
        }
    }

    /// Sends a one-time code, which voids the one before.
    package func sendCode(_ person: String, sessionARN: String) throws -> Request {
        try change { turn in
            let request = try turn.request(of: person, sessionARN: sessionARN)
            try turn.checkVote(request)
            guard request.session.requiresVerification else {
                throw ControlError.conflict("The session asks for no code.")
            }
            try turn.sendCode(request)
            return request
        }
    }

    /// At most `limit` messages after that id, or the latest ones without an id; the oldest first.
    package func messages(
        after id: Int64?, recipient: String?, kind: Message.Kind?, limit: Int64
    ) throws -> [Message] {
        try turn { turn, _ in
            let table = turn.store.messages
            guard let id else {
                return try table.listNewest(recipient: recipient, kind: kind, limit: limit)
            }
            return try table.list(after: id, recipient: recipient, kind: kind, limit: limit)
        }
    }

    package func deleteMessages() throws {
        try change { turn in try turn.store.messages.deleteAll() }
    }
}

extension Turn {
    fileprivate func identity(of person: String) throws -> String {
        guard let identity = try store.approvers.identity(of: person) else {
            throw ControlError.notFound(
                "No team, session or directory knows the approver or identity \(person).")
        }
        return identity
    }

    fileprivate func invitations(of person: String) throws -> [Service.Invitation] {
        _ = try identity(of: person)
        return try store.approvers.teamIDs(of: person).compactMap { id in
            guard let team = try store.approvalTeams.find(id: id),
                let approver = team.member(person).flatMap({ team.invited($0.id) })
            else { return nil }
            return Service.Invitation(team: team, approver: approver)
        }
    }

    fileprivate func invitation(
        of person: String, teamARN: String
    ) throws -> Service.Invitation {
        guard let team = try store.approvalTeams.find(arn: teamARN) else {
            throw ControlError.notFound("The approval team \(teamARN) does not exist.")
        }
        guard let member = team.member(person) else {
            throw ControlError.notFound("\(person) is no approver of the team \(teamARN).")
        }
        guard let approver = team.invited(member.id) else {
            throw ControlError.conflict(
                "No invitation to \(teamARN) waits for \(person): the answer is "
                    + "\(member.status.rawValue), and the team is \(team.status.rawValue).")
        }
        return Service.Invitation(team: team, approver: approver)
    }

    fileprivate func request(of person: String, sessionARN: String) throws -> Service.Request {
        guard let session = try store.sessions.find(arn: sessionARN) else {
            throw ControlError.notFound("The session \(sessionARN) does not exist.")
        }
        guard let response = session.response(of: person) else {
            throw ControlError.notFound("The session \(sessionARN) does not ask \(person).")
        }
        return Service.Request(session: session, response: response)
    }

    fileprivate func checkVote(_ request: Service.Request) throws {
        if let refusal = try refusal(
            ofVote: request.session, by: request.response.approverID)
        {
            throw ControlError.conflict(refusal)
        }
    }

    /// True if the session asks for no code, or for this one.
    fileprivate func verify(_ request: Service.Request, code: String?) throws -> Bool {
        guard request.session.requiresVerification else { return true }
        guard let code else {
            throw ControlError.invalid(
                path: "$.code",
                "The session asks for a one-time code. Send one, and read the outbox.")
        }
        let (arn, approver) = (request.session.arn, request.response.approverID)
        guard var expected = try store.messages.code(sessionARN: arn, approverID: approver) else {
            return false
        }
        if expected.code.utf8.elementsEqual(code.utf8) { return true }
        expected.wrongAttempts += 1
        if expected.wrongAttempts >= VerificationCode.wrongAttemptsMax {
            try store.messages.deleteCode(sessionARN: arn, approverID: approver)
        } else {
            try store.messages.put(expected)
        }
        return false
    }

    fileprivate func sendCode(_ request: Service.Request) throws {
        let response = request.response
        let code = ids.nextCode()
        try store.messages.put(
            VerificationCode(
                sessionARN: request.session.arn, approverID: response.approverID, code: code))
        try send(
            .code, to: (response.approverID, response.identityID),
            "Multi-party approval one-time code", teamARN: request.session.team.arn,
            sessionARN: request.session.arn, code: code)
    }
}

extension ApprovalTeam {
    /// The member, of the draft too, with that approver id or identity id.
    fileprivate func member(_ person: String) -> Approver? {
        let all = approvers + newcomers
        return all.first { $0.id.utf8.elementsEqual(person.utf8) }
            ?? all.first { $0.identityID.utf8.elementsEqual(person.utf8) }
    }
}

extension Session {
    /// What the approver with that approver id or identity id says.
    fileprivate func response(of person: String) -> ApproverResponse? {
        responses.first { $0.approverID.utf8.elementsEqual(person.utf8) }
            ?? responses.first { $0.identityID.utf8.elementsEqual(person.utf8) }
    }
}
