import AWSProtocol
@testable import MPA
import Testing

@Suite("Events of calls")
struct APIEventTests {
    @Test("A call is told as CloudTrail tells it, without what is sensitive")
    func call() throws {
        let bench = try TeamBench()
        let input = bench.input(tags: ["secret": "tag"])
        let call = CallDetails(requestID: "r", userAgent: "a", sourceAddress: "10.0.0.1")
        let answer = try bench.service.perform(
            .createApprovalTeam, input, for: bench.bench.caller, call: call
        ).structure
        let event = try #require(try bench.events().first { $0.name == "CreateApprovalTeam" })
        let expected = [
            "eventVersion": "1.10", "eventSource": "multi-party-approval.amazonaws.com",
            "eventType": "AwsApiCall", "awsRegion": "us-east-1", "requestID": "r",
            "userAgent": "a", "sourceIPAddress": "10.0.0.1",
            "recipientAccountId": "111122223333", "eventTime": Timestamp.text(bench.now),
        ]
        for (name, value) in expected { #expect(event.members[name] as? String == value) }
        #expect(event.members["readOnly"] as? Bool == false)
        #expect(event.members["managementEvent"] as? Bool == true)
        for name in ["description", "tags"] {
            #expect(event.parameters?[name] as? String == "HIDDEN_DUE_TO_SECURITY_REASONS")
        }
        #expect(event.parameters?["name"] as? String == "team")
        #expect(!event.text.contains("first") && !event.text.contains("secret"))
        #expect(event.elements?["arn"] as? String == answer.word("Arn"))
        #expect(event.elements?["versionId"] as? String == answer.word("VersionId"))
        #expect(
            Set(event.elements?.keys.map { $0 } ?? []) == [
                "arn", "creationTime", "name", "versionId",
            ])
        let resources = event.members["resources"] as? [[String: Any]]
        #expect(resources?.first?["type"] as? String == "AWS::MPA::ApprovalTeam")
        #expect(resources?.first?["ARN"] as? String == answer.word("Arn"))
    }

    @Test("Policies and their versions are resources of IAM")
    func policies() throws {
        let bench = try TeamBench()
        let arn = "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault"
        for (operation, name, value) in [
            (OperationName.listPolicyVersions, "PolicyArn", arn),
            (.getPolicyVersion, "PolicyVersionArn", arn + "/1"),
        ] {
            _ = try bench.bench.perform(operation, Structure([name: .string(value)]))
            let event = try #require(try bench.events().last)
            let resources = event.members["resources"] as? [[String: Any]]
            #expect(resources?.first?["type"] as? String == "AWS::IAM::PolicyVersion")
            #expect(resources?.first?["ARN"] as? String == value)
        }
    }

    @Test("Times in what a call answered are written as CloudTrail writes them")
    func times() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        _ = try bench.startDeletion(arn)
        let events = try bench.events()
        let creation = try #require(events.first { $0.name == "CreateApprovalTeam" })
        #expect(creation.elements?["creationTime"] as? String == "Nov 23, 2026, 12:03:12 PM")
        let deletion = try #require(events.last { $0.name == "StartActiveApprovalTeamDeletion" })
        #expect(deletion.elements?["deletionStartTime"] as? String == "Nov 23, 2026, 12:03:12 PM")
        #expect(deletion.elements?.count == 1)
    }

    @Test("Other operations answer nothing that is told; reads are marked as such")
    func reads() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        _ = try bench.get(arn)
        let session = try bench.baseline(arn)
        _ = try bench.session(session)
        try bench.cancel(session)
        for (name, isReadOnly) in [
            ("GetApprovalTeam", true), ("StartApprovalTeamBaseline", false), ("GetSession", true),
            ("CancelSession", false),
        ] {
            let event = try #require(try bench.events().first { $0.name == name })
            #expect(event.members["readOnly"] as? Bool == isReadOnly && event.elements == nil)
            #expect(event.parameters != nil)
        }
        let event = try #require(try bench.events().first { $0.name == "GetSession" })
        let resources = event.members["resources"] as? [[String: Any]]
        #expect(resources?.first?["type"] as? String == "AWS::MPA::Session")
    }

    @Test("A call that fails is told with its error and without parameters")
    func errors() throws {
        let bench = try TeamBench()
        let own = bench.bench.caller.arn("approval-team/none")
        let foreign = own.replacing("111122223333", with: "999999999999")
        _ = refusal { _ = try bench.get(own) }
        _ = refusal { _ = try bench.get(foreign) }
        bench.service.refused(
            .createApprovalTeam, .validation("text"), for: bench.bench.caller, call: CallDetails())
        let failed = try bench.events().suffix(3)
        #expect(
            failed.map(\.errorCode)
                == ["ResourceNotFoundException", "AccessDenied", "ValidationException"])
        #expect(failed.allSatisfy { $0.parameters == nil && $0.elements == nil })
        #expect(failed.last?.members["errorMessage"] as? String == "text")
    }

    @Test("Events are numbered from 1 without a gap, and what a failed call did is not among them")
    func numbers() throws {
        let bench = try TeamBench()
        let arn = try bench.activate()
        _ = refusal { _ = try bench.create() }
        _ = try bench.get(arn)
        let events = try bench.events()
        #expect(events.map(\.sequence) == Array(1...events.count))
        #expect(try bench.events(after: 3).first?.sequence == 4)
        let latest = Int64(events.count)
        #expect(try bench.service.events(after: 2, limit: 2).events.count == 2)
        #expect(try bench.service.events(after: latest, limit: 9).events.isEmpty)
        for beyond in [latest + 1, .max] {
            #expect(throws: ControlError.self) {
                try bench.service.events(after: beyond, limit: 9)
            }
        }
        for early in [0, -1, .min] as [Int64] {
            #expect(try bench.service.events(after: early, limit: 1).events.count == 1)
        }
        #expect(try bench.service.events(after: 0, limit: 1).latest == latest)
    }

    @Test("Only the latest are kept")
    func bounded() throws {
        let bench = try Bench()
        for _ in 0..<(2 * EventLog.eventsMax + 10) {
            _ = try bench.perform(.listIdentitySources, Structure())
        }
        let (events, _, latest) = try bench.service.events(after: 0, limit: .max)
        #expect(events.count == EventLog.eventsMax && latest == 2 * Int64(EventLog.eventsMax) + 10)
        let first = try EventView(try #require(events.first)).sequence
        #expect(first == Int(latest) - EventLog.eventsMax + 1)
    }

    @Test("A file keeps them for the next process, with their numbers and ids")
    func restart() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let before = try folder.fillWithEvents()
        let bench = try Bench(store: .file(folder.path), seed: 8)
        let after = try bench.service.events(after: 0, limit: .max)
        #expect(after.events == before)
        #expect(after.latest == Int64(before.count))
        _ = try bench.get()
        #expect(try bench.service.events(after: after.latest, limit: 9).events.count == 1)
    }

    @Test("Whoever waits is woken once, and not at all when there is something already")
    func waiting() throws {
        let bench = try TeamBench()
        let latest = try bench.service.events(after: 0, limit: 0).latest
        let woken = Counter()
        let listener = ObjectIdentifier(woken)
        #expect(try !bench.service.awaitEvents(after: latest - 1, as: listener) { woken.add() })
        #expect(try bench.service.awaitEvents(after: latest, as: listener) { woken.add() })
        #expect(woken.count == 0)
        _ = try bench.create()
        _ = try bench.create("other")
        #expect(woken.count == 1)
    }
}
