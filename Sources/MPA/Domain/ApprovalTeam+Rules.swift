/// Which combinations of members and threshold a team may have.
package struct TeamLimits: Sendable, Equatable {
    package let approversMin: Int
    package let thresholdMin: Int64

    /// What https://docs.aws.amazon.com/mpa/latest/userguide/create-team.html asks for.
    package static let aws = TeamLimits(approversMin: 3, thresholdMin: 2)
    /// What the API model alone asks for.
    package static let model = TeamLimits(approversMin: 1, thresholdMin: 1)

    package init(approversMin: Int, thresholdMin: Int64) {
        self.approversMin = approversMin
        self.thresholdMin = thresholdMin
    }

    /// Why a team cannot have these members and that threshold, or nil.
    package func objection(threshold: Int64, approvers: [Approver]) -> String? {
        if approvers.count < approversMin {
            return "A team needs at least \(approversMin) approvers, and \(approvers.count) "
                + (approvers.count == 1 ? "is given." : "are given.")
        }
        if threshold < thresholdMin {
            return "MinApprovalsRequired must be at least \(thresholdMin)."
        }
        if threshold > approvers.count {
            return "MinApprovalsRequired is \(threshold), more than the \(approvers.count) "
                + "approvers can give."
        }
        for (offset, approver) in approvers.enumerated()
        where approvers[..<offset].contains(where: approver.isSamePerson) {
            return "Approvers names the identity \(approver.identityID) more than once."
        }
        return nil
    }
}
