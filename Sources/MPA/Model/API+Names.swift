package import AWSProtocol

extension API {
    /// The names of `operations`, in their order.
    package static let names = operations.map { description in
        guard let name = OperationName(rawValue: description.name) else {
            preconditionFailure("\(description.name) is no case of OperationName")
        }
        return name
    }

    /// In the order of the cases: to find one, no text is looked at.
    private static let descriptions = OperationName.allCases.map { name in
        guard let place = names.firstIndex(of: name) else {
            preconditionFailure("\(name.rawValue) is missing in API.operations")
        }
        return operations[place]
    }

    /// The description of an operation; every name has one.
    package static func description(of name: OperationName) -> OperationDescription {
        descriptions[name.place]
    }
}

extension OperationName {
    /// Its place among all cases.
    var place: Int {
        switch self {
        case .cancelSession: 0
        case .createApprovalTeam: 1
        case .createIdentitySource: 2
        case .deleteIdentitySource: 3
        case .deleteInactiveApprovalTeamVersion: 4
        case .getApprovalTeam: 5
        case .getIdentitySource: 6
        case .getPolicyVersion: 7
        case .getResourcePolicy: 8
        case .getSession: 9
        case .listApprovalTeams: 10
        case .listIdentitySources: 11
        case .listPolicies: 12
        case .listPolicyVersions: 13
        case .listResourcePolicies: 14
        case .listSessions: 15
        case .listTagsForResource: 16
        case .startActiveApprovalTeamDeletion: 17
        case .startApprovalTeamBaseline: 18
        case .tagResource: 19
        case .untagResource: 20
        case .updateApprovalTeam: 21
        }
    }
}
