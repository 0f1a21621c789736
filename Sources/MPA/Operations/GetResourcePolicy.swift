import AWSProtocol

/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_GetResourcePolicy.html
enum GetResourcePolicy {
    static func perform(_ input: Structure, _ work: Work) throws -> Answer {
        let arn = input.text("ResourceArn")
        guard try isWithinReach(arn, work),
            let team = try work.store.approvalTeams.find(arn: arn)
        else { throw ResourceARN.notFound(arn) }
        let policies = try TeamPolicies.all(on: team, work)
        let partition = work.caller.partition
        let answer = try answer(policies, input, partition: partition)
        // The sample of a failure that AWS gives,
        // https://docs.aws.amazon.com/mpa/latest/userguide/logging-using-cloudtrail.html.
        if let version = answer["PolicyVersionArn"]?.string {
            try Authorization.require(.getPolicyVersion, on: version, work)
        }
        return .structure(answer)
    }

    /// The first policy of that name and type.
    static func answer(
        _ policies: [ResourcePolicy], _ input: Structure, partition: String
    ) throws(ServiceError) -> Structure {
        let (arn, name) = (input.text("ResourceArn"), input.text("PolicyName"))
        let type = input.text("PolicyType")
        guard let found = policies.first(where: { $0.name == name && $0.type.rawValue == type })
        else {
            throw .resourceNotFound(
                "The resource \(arn) has no policy \(name) of the type \(type).")
        }
        return Structure([
            "ResourceArn": .string(arn),
            "PolicyType": .string(type),
            "PolicyVersionArn": found.versionARN(partition: partition).map(Document.string),
            "PolicyName": .string(name),
            "PolicyDocument": .string(found.document(on: arn, partition: partition)),
        ])
    }

    /// The operation has an exception of its own for an ARN that no policy can be on.
    private static func isWithinReach(_ arn: String, _ work: Work) throws(ServiceError) -> Bool {
        do {
            return try ResourceARN.isWithinReach(
                arn, of: work, kinds: [.approvalTeam], member: "resourceArn",
                action: .getResourcePolicy)
        } catch {
            guard case .validation(let text) = error else { throw error }
            throw .invalidParameter(text)
        }
    }
}

extension ResourcePolicy {
    /// The text of the policy; that of a share names the team and the accounts.
    func document(on team: String, partition: String) -> String {
        switch self {
        case .attached(_, let version): version.document
        case .shared(let accounts):
            Self.shareDocument(team: team, accounts: accounts, partition: partition)
        }
    }

    private static func shareDocument(
        team: String, accounts: [String], partition: String
    ) -> String {
        let principals = accounts.map { Document.string("arn:\(partition):iam::\($0):root") }
        let statement = Structure([
            "Sid": .string(shareName),
            "Effect": .string("Allow"),
            "Principal": .structure(Structure(["AWS": .list(principals)])),
            "Action": .list(shareActions.map(Document.string)),
            "Resource": .string(team),
        ])
        let document = Structure([
            "Version": .string("2012-10-17"),
            "Statement": .list([.structure(statement)]),
        ])
        return String(decoding: JSONWriter.encode(document), as: UTF8.self)
    }
}
