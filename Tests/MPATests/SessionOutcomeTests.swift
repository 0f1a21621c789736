import AWSProtocol
@testable import MPA
import Testing

@Suite("What votes come to")
struct SessionOutcomeTests {
    /// What can be said of votes by trying every way in which the others may still vote.
    private func bruteForce(_ votes: [Bool?], threshold: Int) -> SessionOutcome {
        func approvals(_ rest: ArraySlice<Bool?>) -> [Int] {
            guard let first = rest.first else { return [0] }
            let others = approvals(rest.dropFirst())
            switch first {
            case true: return others.map { $0 + 1 }
            case false: return others
            case nil: return others + others.map { $0 + 1 }
            }
        }
        if votes.count(where: { $0 == true }) >= threshold { return .approved }
        return approvals(votes[...]).contains { $0 >= threshold } ? .pending : .rejected
    }

    private func combinations(_ count: Int) -> [[Bool?]] {
        guard count > 0 else { return [[]] }
        return combinations(count - 1).flatMap { [$0 + [nil], $0 + [true], $0 + [false]] }
    }

    @Test("M of N is what trying out every further vote says", arguments: 1...6)
    func rule(approvers: Int) {
        for threshold in 1...approvers {
            for votes in combinations(approvers) {
                let counted = Votes(
                    approvers: Int64(approvers), approvals: Int64(votes.count { $0 == true }),
                    rejections: Int64(votes.count { $0 == false }))
                #expect(
                    counted.outcome(threshold: Int64(threshold))
                        == bruteForce(votes, threshold: threshold))
            }
        }
    }

    struct Team: Sendable, CustomTestStringConvertible {
        let approvers: Int
        let threshold: Int
        var testDescription: String { "\(threshold) of \(approvers)" }
    }

    static let teams = (1...4).flatMap { approvers in
        (1...approvers).map { Team(approvers: approvers, threshold: $0) }
    }

    @Test("A session ends with the vote that decides, and takes none after it", arguments: teams)
    func votes(team: Team) throws {
        let bench = try TeamBench { $0.teamLimits = .model }
        let people = (0..<team.approvers).map { "p\($0)" }
        let arn = try bench.activate(people: people, threshold: Int64(team.threshold))
        for votes in combinations(team.approvers) where !votes.contains(nil) {
            let session = try bench.ask(arn)
            var cast: [Bool?] = Array(repeating: nil, count: team.approvers)
            for (index, vote) in votes.enumerated() {
                let isOpen = bruteForce(cast, threshold: team.threshold) == .pending
                let refused = refusal {
                    try bench.vote([people[index]], session, approves: vote == true)
                }
                #expect(refused == (isOpen ? nil : "conflict"))
                if isOpen { cast[index] = vote }
            }
            let expected = bruteForce(cast, threshold: team.threshold)
            #expect(
                try bench.outcome(session)
                    == (expected == .approved ? "APPROVED/-" : "FAILED/REJECTED"))
            let told = (try bench.session(session)["ApproverResponses"]?.list ?? [])
                .map { $0.structure?.find("Response") }
            #expect(
                told
                    == cast.map { vote in
                        vote.map { $0 ? "APPROVED" : "REJECTED" } ?? "NO_RESPONSE"
                    })
        }
    }
}
