import AWSProtocol

/// What CloudTrail records of a call,
/// https://docs.aws.amazon.com/mpa/latest/userguide/logging-using-cloudtrail.html.
struct APIEvent: Sendable {
    let operation: OperationName
    let caller: Caller
    let time: Int64
    let id: RequestID
    let call: CallDetails
    /// What was asked, for a call that succeeded; what is sensitive in it is never rendered.
    var input: Structure?
    /// Of the operations that answer what CloudTrail keeps.
    var output: Structure?
    var failure: Failure?

    struct Failure {
        let code: String
        let message: String?

        init(_ error: ServiceError) {
            // CloudTrail writes the code without the shape's ending.
            let name = error.shape.name
            code = name == "AccessDeniedException" ? "AccessDenied" : name
            message = error.document.members["Message"]?.string
        }

        init(code: String, message: String?) {
            (self.code, self.message) = (code, message)
        }
    }

    func render(_ sequence: Int64) -> [UInt8] {
        let description = API.description(of: operation)
        var event = Structure([
            "sequence": .integer(sequence),
            "eventVersion": .string("1.10"),
            "userIdentity": .structure(caller.userIdentity),
            "eventTime": .timestamp(time),
            "eventSource": .string("multi-party-approval.amazonaws.com"),
            "eventName": .string(operation.rawValue),
            "awsRegion": .string(caller.region),
            "sourceIPAddress": .string(call.sourceAddress),
            "userAgent": .string(call.userAgent),
        ])
        if let failure {
            event.append("errorCode", .string(failure.code))
            event.append("errorMessage", failure.message.map(Document.string))
        }
        event.append(
            "requestParameters",
            input.map { .structure($0.hidingSensitive(description.input).lowerCamel) } ?? .null)
        event.append(
            "responseElements", output.map { .structure($0.lowerCamel) } ?? .null)
        event.append("requestID", .string(call.requestID))
        event.append("eventID", .string(id.text))
        event.append("readOnly", .boolean(description.isReadOnly))
        if let resource { event.append("resources", .list([.structure(resource)])) }
        event.append("eventType", .string("AwsApiCall"))
        event.append("managementEvent", .boolean(true))
        event.append("recipientAccountId", .string(caller.account))
        event.append("eventCategory", .string("Management"))
        return JSONWriter.encode(event)
    }

    /// The resource that the call names or made.
    private var resource: Structure? {
        let names = [
            "Arn", "ApprovalTeamArn", "SessionArn", "IdentitySourceArn", "ResourceArn",
            "PolicyVersionArn", "PolicyArn",
        ]
        for structure in [input, output] {
            for name in names {
                guard let arn = structure?[name]?.string else { continue }
                return Structure([
                    "accountId": .string(caller.account),
                    "type": .string(Self.type(of: arn)),
                    "ARN": .string(arn),
                ])
            }
        }
        return nil
    }

    private static func type(of arn: String) -> String {
        let resource = ARN(arn)?.resource ?? ""
        if resource.hasPrefix("approval-team/") { return "AWS::MPA::ApprovalTeam" }
        if resource.hasPrefix("session/") { return "AWS::MPA::Session" }
        if resource.hasPrefix("aws:policy/") { return "AWS::IAM::PolicyVersion" }
        return "AWS::MPA::IdentitySource"
    }
}

extension OperationName {
    /// Only what these operations made is told; the rest answer nothing that CloudTrail keeps.
    var answersWhatEventsKeep: Bool {
        switch self {
        case .createApprovalTeam, .createIdentitySource, .startActiveApprovalTeamDeletion,
            .updateApprovalTeam:
            true
        case .cancelSession, .deleteIdentitySource, .deleteInactiveApprovalTeamVersion,
            .getApprovalTeam, .getIdentitySource, .getPolicyVersion, .getResourcePolicy,
            .getSession, .listApprovalTeams, .listIdentitySources, .listPolicies,
            .listPolicyVersions, .listResourcePolicies, .listSessions, .listTagsForResource,
            .startApprovalTeamBaseline, .tagResource, .untagResource:
            false
        }
    }
}

/// Where a call came from.
package struct CallDetails: Sendable {
    package var requestID: String
    package var userAgent: String
    package var sourceAddress: String

    package init(
        requestID: String = "", userAgent: String = "", sourceAddress: String = "127.0.0.1"
    ) {
        self.requestID = requestID
        self.userAgent = userAgent
        self.sourceAddress = sourceAddress
    }
}

extension Structure {
    private static let hidden = Document.string("HIDDEN_DUE_TO_SECURITY_REASONS")

    /// The same members with their first letters lowered, as CloudTrail writes them.
    fileprivate var lowerCamel: Structure {
        var copy = Structure()
        for entry in entries {
            copy.append(
                entry.name.prefix(1).lowercased() + entry.name.dropFirst(), entry.value.lowerCamel)
        }
        return copy
    }

    /// The input without what is sensitive: only whole members of an input are.
    func hidingSensitive(_ shape: Shape) -> Structure {
        guard shape.members.contains(where: \.holdsSecrets) else { return self }
        var copy = Structure()
        for member in shape.members {
            guard let value = self[member.name] else { continue }
            copy.append(member.name, member.holdsSecrets ? Self.hidden : value)
        }
        return copy
    }
}

extension Member {
    fileprivate var holdsSecrets: Bool {
        if case .list(let element, _) = shape.kind, element.isSensitive { return true }
        return shape.isSensitive
    }
}

extension Document {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Mar 11, 2025, 12:04:23 AM`, as CloudTrail writes what is in a call.
    private static func spoken(_ time: Int64) -> String {
        let parts = Timestamp.text(time).split { "-T:.Z".contains($0) }
        let (month, hour) = (Int(parts[1]) ?? 1, Int(parts[3]) ?? 0)
        return "\(months[month - 1]) \(Int(parts[2]) ?? 0), \(parts[0]), "
            + "\((hour + 11) % 12 + 1):\(parts[4]):\(parts[5]) \(hour < 12 ? "AM" : "PM")"
    }

    fileprivate var lowerCamel: Document {
        switch self {
        case .structure(let structure): .structure(structure.lowerCamel)
        case .list(let elements): .list(elements.map(\.lowerCamel))
        case .timestamp(let time): .string(Self.spoken(time))
        case .string, .integer, .boolean, .map, .json, .null: self
        }
    }
}
