@testable import MPA

/// A service whose state is read and replaced as a document.
struct StateBench {
    static let start: Int64 = 1_795_435_392_123  // 2026-11-23T12:03:12.123Z
    static let team = "arn:aws:mpa:us-east-1:111122223333:approval-team/guards-1"
    static let session = "arn:aws:mpa:us-east-1:111122223333:session/guards-1/s1"
    /// Everything that a session needs but its team.
    static let asked = #""actionName":"backup:Op","protectedResourceArn":"arn:x""#

    let clock = EmulatorClock(frozenAt: start)
    let service: Service

    init(store: Store? = nil) throws {
        service = try Service(
            store: try store ?? .inMemory(), settings: ServiceSettings(), clock: clock)
    }

    /// Imports a document of these members.
    func load(_ members: String) throws {
        try service.importState(Self.document(members))
    }

    func export() throws -> String { String(decoding: try service.exportState(), as: UTF8.self) }

    func team() throws -> ApprovalTeam? { try service.store.approvalTeams.all().first }

    static func document(_ members: String) -> [UInt8] {
        let clock = #""clock":{"mode":"frozen","now":"2026-11-23T12:03:12.123Z"}"#
        return Array("{\"formatVersion\":1,\(clock),\(members)}".utf8)
    }

    /// Where a document of these members is at fault, and why; nil for one that is taken.
    static func mistake(_ members: String) throws -> (path: String, text: String)? {
        do {
            try StateBench().load(members)
            return nil
        } catch ControlError.invalid(let path, let text) { return (path, text) }
    }

    /// A team with these members beside the usual ones.
    static func team(_ members: String = #""status":"ACTIVE""#) -> String {
        """
        "approvalTeams":[{"account":"111122223333","name":"guards","arn":"\(team)",\
        "approvers":[{"id":"a","identityId":"alice"},"bob","carol"],\(members)}]
        """
    }

    /// A session of that team with these members beside the usual ones.
    static func session(_ members: String) -> String {
        #""sessions":[{"arn":"\#(session)","teamArn":"\#(team)",\#(asked),\#(members)}]"#
    }

    /// A document for every phase of a team.
    static let phases: [(phase: ApprovalTeam.Phase, members: String)] = [
        (.validating, team(#""status":"PENDING","dueTime":"2026-11-23T13:00:00Z""#)),
        (.pendingActivation, team(#""status":"PENDING","statusCode":"PENDING_ACTIVATION""#)),
        (.inactive, team(#""status":"INACTIVE","statusCode":"FAILED_ACTIVATION""#)),
        (.active, team(#""status":"ACTIVE","tags":{"a":"b"},"sharedWith":["444455556666"]"#)),
        (
            .updateValidating,
            team(#""draft":{"approvers":["alice","bob","dan"]},"dueTime":"2026-11-23T13:00:00Z""#)
        ),
        (
            .updatePendingApproval,
            team(
                #""statusCode":"UPDATE_PENDING_APPROVAL","draft":{},"#
                    + #""updateSessionArn":"\#(session)""#
            ) + "," + session(#""kind":"UPDATE","status":"PENDING""#)
        ),
        (
            .updatePendingActivation,
            team(#""statusCode":"UPDATE_PENDING_ACTIVATION","draft":{"approvers":["bob","dan"]}"#)
        ),
        (
            .deletePendingApproval,
            team(#""statusCode":"DELETE_PENDING_APPROVAL","updateSessionArn":"\#(session)""#)
                + "," + session(#""kind":"DELETION","status":"PENDING""#)
        ),
        (.deleting, team(#""status":"DELETING","pendingWindowDays":2"#)),
    ]
}
