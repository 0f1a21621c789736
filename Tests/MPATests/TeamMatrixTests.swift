import AWSProtocol
@testable import MPA
import Testing

@Suite("Which operation a team allows in which state")
struct TeamMatrixTests {
    /// The rows of the matrix.
    enum Row: String, CaseIterable, CustomTestStringConvertible {
        case read, update, startDeletion, deleteTeamVersion, deleteDraftVersion
        case deleteUnknownVersion, baseline, protectedOperation, cancelSession

        var testDescription: String { rawValue }

        /// What a row answers in: validating, pending activation, inactive, at rest, draft
        /// validating, update pending approval and activation, delete pending approval, deleting.
        var answers: [String] {
            switch self {
            case .read: Array(repeating: "200", count: 9)
            case .update: ["409", "409", "200", "200", "409", "409", "409", "409", "409"]
            case .startDeletion: ["409", "409", "409", "200", "409", "409", "409", "409", "409"]
            case .deleteTeamVersion:
                ["409", "200", "200", "409", "409", "409", "409", "409", "409"]
            case .deleteDraftVersion: ["-", "-", "-", "200", "409", "409", "409", "-", "-"]
            case .deleteUnknownVersion: Array(repeating: "404", count: 9)
            case .baseline: ["400", "400", "400", "200", "200", "200", "200", "200", "400"]
            case .protectedOperation:
                ["409", "409", "409", "200", "200", "200", "200", "200", "409"]
            case .cancelSession: ["-", "-", "-", "409", "-", "200", "409", "200", "409"]
            }
        }
    }

    private func column(_ stage: TeamStage) -> Int {
        switch stage {
        case .validating: 0
        case .pendingActivation: 1
        case .failedValidation, .failedActivation: 2
        case .active, .updateFailedValidation, .updateFailedApproval, .updateFailedActivation,
            .deleteFailedApproval:
            3
        case .updateValidating: 4
        case .updatePendingApproval: 5
        case .updatePendingActivation: 6
        case .deletePendingApproval: 7
        case .deleting: 8
        }
    }

    @Test("Each stage is what its name says", arguments: TeamStage.allCases)
    func stage(_ stage: TeamStage) throws {
        let bench = try TeamBench(delay: 1_000)
        #expect(bench.state(try bench.bring(to: stage)) == stage.state)
    }

    @Test(
        "Each operation in each state answers what the matrix says", arguments: Row.allCases,
        TeamStage.allCases)
    func matrix(row: Row, stage: TeamStage) throws {
        let bench = try TeamBench(delay: 1_000)
        let arn = try bench.bring(to: stage)
        let answer = try answer(row, bench, arn)
        // Where there is no draft, or no session of the team's own, there is nothing to ask for.
        if answer != "-" { #expect(answer == row.answers[column(stage)]) }
        if row.answers[column(stage)] == "-" { #expect(answer == "-") }
        if let refused = Int(answer), refused >= 400 { #expect(bench.state(arn) == stage.state) }
    }

    private func answer(_ row: Row, _ bench: TeamBench, _ arn: String) throws -> String {
        let team = try bench.get(arn)
        switch row {
        case .read: return try status { try readAll(bench, arn) }
        case .update: return try status { _ = try bench.update(arn, description: "other") }
        case .startDeletion: return try status { _ = try bench.startDeletion(arn) }
        case .deleteTeamVersion:
            return try status { try bench.delete(arn, version: team.word("VersionId")) }
        case .deleteDraftVersion:
            guard let version = team.find("PendingUpdate.VersionId") else { return "-" }
            return try status { try bench.delete(arn, version: version) }
        case .deleteUnknownVersion: return try status { try bench.delete(arn, version: "1") }
        case .baseline: return try status { _ = try bench.baseline(arn) }
        case .protectedOperation: return try status { _ = try bench.ask(arn) }
        case .cancelSession:
            let newest = try bench.sessions(of: arn)["Sessions"]?.list?.first?.structure
            guard let session = newest?.find("SessionArn") else { return "-" }
            return try status { try bench.cancel(session) }
        }
    }

    private func readAll(_ bench: TeamBench, _ arn: String) throws {
        _ = try bench.get(arn)
        let teams = try bench.bench.perform(.listApprovalTeams, Structure()).structure
        #expect(teams["ApprovalTeams"]?.list?.count == 1)
        _ = try bench.sessions(of: arn)
        _ = try bench.bench.tag(["k": "v"], arn: arn)
        let named = Structure(["ResourceArn": .string(arn), "TagKeys": .list([.string("k")])])
        _ = try bench.bench.perform(.listTagsForResource, named)
        _ = try bench.bench.perform(.untagResource, named)
    }

    private func status(_ body: () throws -> Void) throws -> String {
        do {
            try body()
            return "200"
        } catch let error as ServiceError {
            return String(error.document.status)
        } catch ControlError.conflict {
            return "409"
        }
    }
}
