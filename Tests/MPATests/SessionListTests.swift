import AWSProtocol
@testable import MPA
import Testing

@Suite("ListSessions")
struct SessionListTests {
    /// A team with sessions of four actions, a second apart: approved, pending, cancelled, pending.
    private func filled() throws -> (bench: TeamBench, arn: String, times: [Int64]) {
        let bench = try TeamBench()
        let arn = try bench.activate()
        var times: [Int64] = []
        for (index, action) in ["backup:Create", "backup:Revoke", "pay:Import", "Backup:X"]
            .enumerated()
        {
            bench.advance(1_000)
            times.append(bench.now)
            let session = try bench.ask(arn, action: action)
            if index == 0 { try bench.vote(["ann", "bob"], session) }
            if index == 2 { try bench.cancel(session) }
        }
        return (bench, arn, times)
    }

    /// The actions of the sessions that pass, the oldest first.
    private func actions(
        _ bench: TeamBench, _ arn: String, _ filters: [[String: String]]
    ) throws -> [String] {
        let list = try bench.sessions(of: arn, filters: filters)["Sessions"]?.list ?? []
        return list.reversed().map { $0.structure?.find("ActionName") ?? "" }
    }

    private static func filter(_ parts: (String, String, String)) -> [String: String] {
        ["FieldName": parts.0, "Operator": parts.1, "Value": parts.2]
    }

    static let all = ["backup:Create", "backup:Revoke", "pay:Import", "Backup:X"]

    @Test(
        "Every operator of the text and of the status",
        arguments: [
            (("ActionName", "EQ", "backup:Create"), ["backup:Create"]),
            (("ActionName", "EQ", "backup:create"), []),
            (("ActionName", "NE", "backup:Create"), ["backup:Revoke", "pay:Import", "Backup:X"]),
            (("ActionName", "CONTAINS", "backup"), ["backup:Create", "backup:Revoke"]),
            (("ActionName", "CONTAINS", ""), all),
            (("ActionName", "NOT_CONTAINS", "backup"), ["pay:Import", "Backup:X"]),
            (("SessionStatus", "EQ", "PENDING"), ["backup:Revoke", "Backup:X"]),
            (("SessionStatus", "EQ", "APPROVED"), ["backup:Create"]),
            (("SessionStatus", "EQ", "FAILED"), []),
            (("SessionStatus", "NE", "PENDING"), ["backup:Create", "pay:Import"]),
        ] as [((String, String, String), [String])])
    func texts(filter: (String, String, String), expected: [String]) throws {
        let (bench, arn, _) = try filled()
        #expect(try actions(bench, arn, [Self.filter(filter)]) == expected)
    }

    @Test(
        "Every operator of the time; what lies between two milliseconds counts",
        arguments: [
            ("GT", 1, "", 2...3), ("GTE", 1, "", 1...3), ("LT", 1, "", 0...0),
            ("LTE", 1, "", 0...1), ("GT", 1, "456789", 2...3), ("GTE", 1, "456789", 2...3),
            ("LT", 1, "456789", 0...1), ("LTE", 1, "456789", 0...1), ("GTE", 1, "000000", 1...3),
            ("LT", 1, "000000", 0...0), ("GTE", 1, "000001", 2...3), ("LT", 1, "000001", 0...1),
        ] as [(String, Int, String, ClosedRange<Int>)])
    func times(name: String, index: Int, finer: String, expected: ClosedRange<Int>) throws {
        let (bench, arn, times) = try filled()
        let value = Timestamp.text(times[index]).dropLast() + finer + "Z"
        let filter = Self.filter(("InitiationTime", name, String(value)))
        #expect(try actions(bench, arn, [filter]) == Array(Self.all[expected]))
    }

    @Test(
        "BETWEEN takes both ends, in any case and zone, and nothing the wrong way round",
        arguments: [
            (1, 2, " AND ", ["backup:Revoke", "pay:Import"]), (1, 1, " and ", ["backup:Revoke"]),
            (0, 3, " And ", all), (0, 3, "   AND ", all), (2, 1, " AND ", []),
        ] as [(Int, Int, String, [String])])
    func between(first: Int, last: Int, word: String, expected: [String]) throws {
        let (bench, arn, times) = try filled()
        let value = Timestamp.text(times[first]) + word + Timestamp.text(times[last])
        let filter = Self.filter(("InitiationTime", "BETWEEN", value))
        #expect(try actions(bench, arn, [filter]) == expected)
        let shifted = Timestamp.text(times[first] + TeamBench.hour).dropLast() + "+01:00"
        let zoned = shifted + word + Timestamp.text(times[last])
        #expect(
            try actions(bench, arn, [Self.filter(("InitiationTime", "BETWEEN", String(zoned)))])
                == expected)
    }

    @Test("Several filters have to hold together, no filters always hold")
    func together() throws {
        let (bench, arn, times) = try filled()
        let late = Self.filter(("InitiationTime", "GT", Timestamp.text(times[0])))
        let early = Self.filter(("InitiationTime", "LT", Timestamp.text(times[3])))
        let pending = Self.filter(("SessionStatus", "EQ", "PENDING"))
        #expect(try actions(bench, arn, [late, early]) == ["backup:Revoke", "pay:Import"])
        #expect(try actions(bench, arn, [late, early, pending]) == ["backup:Revoke"])
        let never = Self.filter(("InitiationTime", "LT", Timestamp.text(times[0])))
        #expect(try actions(bench, arn, [late, never]).isEmpty)
        #expect(try actions(bench, arn, []) == Self.all)
    }

    static let operators = [
        "EQ", "NE", "GT", "LT", "GTE", "LTE", "CONTAINS", "NOT_CONTAINS", "BETWEEN",
    ]

    @Test(
        "A field has its operators and no others",
        arguments: [
            "ActionName", "SessionStatus", "InitiationTime", "ApprovalTeamName", "VotingTime",
            "Vote",
        ], operators)
    func supported(field: String, name: String) throws {
        let supported = [
            "ActionName": ["EQ", "NE", "CONTAINS", "NOT_CONTAINS"],
            "SessionStatus": ["EQ", "NE"], "InitiationTime": ["GT", "LT", "GTE", "LTE", "BETWEEN"],
        ]
        let time = "2026-11-23T12:00:00Z"
        let value =
            switch field {
            case "InitiationTime": name == "BETWEEN" ? "\(time) AND \(time)" : time
            case "SessionStatus": "PENDING"
            default: "x"
            }
        let bench = try TeamBench()
        let arn = try bench.create()
        let refused = refusal {
            _ = try actions(bench, arn, [Self.filter((field, name, value))])
        }
        let isSupported = supported[field]?.contains(name) == true
        #expect(refused == (isSupported ? nil : "ValidationException"))
    }

    @Test(
        "A value that does not fit, or a member that is missing, is a ValidationException",
        arguments: [
            ["FieldName": "SessionStatus", "Operator": "EQ", "Value": "pending"],
            ["FieldName": "SessionStatus", "Operator": "EQ", "Value": ""],
            ["FieldName": "InitiationTime", "Operator": "GT", "Value": "yesterday"],
            ["FieldName": "InitiationTime", "Operator": "GT", "Value": "2026-02-30T00:00:00Z"],
            ["FieldName": "InitiationTime", "Operator": "GT", "Value": "1795435392"],
            [
                "FieldName": "InitiationTime", "Operator": "BETWEEN",
                "Value": "2026-11-23T12:00:00Z",
            ],
            [
                "FieldName": "InitiationTime", "Operator": "BETWEEN",
                "Value": "2026-11-23T12:00:00Z OR 2026-11-23T12:00:00Z",
            ],
            [
                "FieldName": "InitiationTime", "Operator": "BETWEEN",
                "Value": "2026-11-23T12:00:00ZAND2026-11-23T12:00:00Z",
            ],
            ["Operator": "EQ", "Value": "x"], ["FieldName": "ActionName", "Value": "x"],
            ["FieldName": "ActionName", "Operator": "EQ"], [:],
        ] as [[String: String]])
    func badFilters(filter: [String: String]) throws {
        let bench = try TeamBench()
        let arn = try bench.create()
        #expect(refusal { _ = try actions(bench, arn, [filter]) } == "ValidationException")
    }

    private func pages(
        _ bench: TeamBench, _ arn: String, size: Int64, between: (Int) throws -> Void = { _ in }
    ) throws -> [String] {
        var (arns, token, page): ([String], String?, Int) = ([], nil, 0)
        repeat {
            let answer = try bench.sessions(of: arn, size: size, token: token)
            arns += (answer["Sessions"]?.list ?? []).map { $0.structure?.find("SessionArn") ?? "" }
            token = answer.find("NextToken")
            page += 1
            try between(page)
        } while token != nil
        return arns
    }

    @Test("The newest come first, of one moment in the order of their ARNs", arguments: [1, 3, 20])
    func order(size: Int64) throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        var made: [[String]] = []
        for _ in 0..<3 {
            made.append(try (0..<4).map { _ in try bench.ask(arn) })
            bench.advance(1)
        }
        let expected = made.reversed().flatMap { $0.sorted(by: >) }
        #expect(try pages(bench, arn, size: size) == expected)
    }

    @Test("Pages stay right while sessions are added and end")
    func stable() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        var made: [String] = []
        for _ in 0..<7 {
            bench.advance(1)
            made.append(try bench.ask(arn))
        }
        let seen = try pages(bench, arn, size: 2) { page in
            bench.advance(1)
            if page < 9 { _ = try bench.ask(arn) }
            if page == 1 { try bench.cancel(made[5]) }
        }
        #expect(seen == made.reversed())
    }

    @Test("The last page has no token, also when it is full")
    func lastPage() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        for _ in 0..<20 { _ = try bench.ask(arn) }
        #expect(try bench.sessions(of: arn).find("NextToken") == nil)
        _ = try bench.ask(arn)
        let first = try bench.sessions(of: arn)
        #expect(first["Sessions"]?.list?.count == 20 && first.find("NextToken") != nil)
    }

    @Test("A token belongs to its team and its filters, and to no other")
    func tokens() throws {
        let bench = try TeamBench()
        let (arn, other) = (try bench.activate(), try bench.activate("other"))
        for _ in 0..<2 { _ = try bench.ask(arn) }
        let filters = [Self.filter(("SessionStatus", "EQ", "PENDING"))]
        let token = try bench.sessions(of: arn, filters: filters, size: 1).word("NextToken")
        #expect(!token.isEmpty)
        _ = try bench.sessions(of: arn, filters: filters, size: 5, token: token)
        let changed = [Self.filter(("SessionStatus", "NE", "PENDING"))]
        let refusals = [
            refusal { _ = try bench.sessions(of: arn, token: token) },
            refusal { _ = try bench.sessions(of: arn, filters: changed, token: token) },
            refusal { _ = try bench.sessions(of: arn, filters: filters + filters, token: token) },
            refusal { _ = try bench.sessions(of: other, filters: filters, token: token) },
            refusal { _ = try bench.sessions(of: arn, filters: filters, token: token + "x") },
        ]
        #expect(refusals.allSatisfy { $0 == "ValidationException" })
    }

    @Test("Teams are listed by creation, a page at a time")
    func teams() throws {
        let bench = try TeamBench()
        var made: [String] = []
        for number in 0..<5 {
            bench.advance(1)
            made.append(try bench.create("t\(number)"))
        }
        var (seen, token): ([String], String?) = ([], nil)
        repeat {
            let input = Structure([
                "MaxResults": .integer(2), "NextToken": token.map(Document.string),
            ])
            let page = try bench.bench.perform(.listApprovalTeams, input).structure
            seen += (page["ApprovalTeams"]?.list ?? []).map { $0.structure?.find("Arn") ?? "" }
            token = page.find("NextToken")
        } while token != nil
        #expect(seen == made)
        let item = try bench.bench.perform(.listApprovalTeams, Structure()).structure
        let team = try #require(item["ApprovalTeams"]?.list?.first?.structure)
        #expect(team["VersionId"] == nil && team["Approvers"] == nil)
        #expect(team.word("StatusCode") == "PENDING_ACTIVATION")
    }
}
