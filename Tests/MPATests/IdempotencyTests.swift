import AWSProtocol
import MPA
import Synchronization
import Testing

@Suite("Idempotency")
struct IdempotencyTests {
    static let day: Int64 = 24 * 60 * 60 * 1_000

    @Test("An equal request with its token gets the first answer byte for byte")
    func replay() throws {
        let bench = try Bench()
        let first = try bench.create(token: "t", tags: ["a": "1", "b": "2"])
        bench.clock.advance(milliseconds: 5_000)
        let second = try bench.create(token: "t", tags: ["b": "2", "a": "1"])
        #expect(!first.isReplay && second.isReplay)
        #expect(!first.document.isEmpty && first.document == second.document)
    }

    @Test("The answer is given again also when the resource is gone, and makes no new one")
    func replayAfterDelete() throws {
        let bench = try Bench()
        let first = try bench.create(token: "t")
        _ = try bench.delete()
        #expect(try bench.create(token: "t").document == first.document)
        #expect(failure { () throws(ServiceError) in _ = try bench.get() } != nil)
    }

    @Test("Other parameters with the token are refused without telling the earlier ones")
    func mismatch() throws {
        let bench = try Bench()
        _ = try bench.create(token: "t", tags: ["secret": "earlier"])
        let inputs = [
            Bench.createInput(token: "t"),
            Bench.createInput(token: "t", tags: ["secret": "other"]),
            Bench.createInput(token: "t", tags: ["secret": "earlier"], region: "eu-west-1"),
        ]
        for input in inputs {
            let error = failure { () throws(ServiceError) in
                _ = try bench.perform(.createIdentitySource, input)
            }
            #expect(error?.name == "ValidationException")
            #expect(error?.text.contains("CreateIdentitySource") == true)
            #expect(error?.text.contains("earlier") == false)
        }
    }

    @Test("A token is forgotten 24 hours later, not a millisecond before")
    func expiry() throws {
        let bench = try Bench()
        let first = try bench.create(token: "t")
        _ = try bench.delete()
        bench.clock.advance(milliseconds: Self.day - 1)
        #expect(try bench.create(token: "t").document == first.document)
        bench.clock.advance(milliseconds: 1)
        let later = try bench.create(token: "t")
        #expect(!later.isReplay && later.document != first.document)
    }

    @Test("Tokens belong to an account and a Region")
    func scope() throws {
        let bench = try Bench()
        let first = try bench.create(token: "t")
        let others = [
            Caller(account: "444455556666", region: "us-east-1", partition: "aws"),
            Caller(account: "111122223333", region: "eu-west-1", partition: "aws"),
        ]
        for other in others {
            let answer = try bench.create(token: "t", region: "eu-west-2", as: other)
            #expect(!answer.isReplay && answer.document != first.document)
        }
    }

    @Test("Without a token, or with an empty one, nothing is remembered", arguments: [nil, ""])
    func noToken(token: String?) throws {
        let bench = try Bench()
        _ = try bench.create(token: token)
        let error = failure { () throws(ServiceError) in _ = try bench.create(token: token) }
        #expect(error?.name == "ServiceQuotaExceededException")
    }

    @Test("A create that failed leaves its token free")
    func failedCreate() throws {
        let bench = try Bench()
        _ = try bench.create(token: "first")
        #expect(failure { () throws(ServiceError) in _ = try bench.create(token: "t") } != nil)
        _ = try bench.delete()
        #expect(try !bench.create(token: "t", region: "eu-west-1").isReplay)
    }

    @Test("Sixteen threads that race with one token get one resource and one answer")
    func race() async throws {
        let bench = try Bench()
        let documents = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<16 {
                group.addTask { try bench.create(token: "t", tags: ["a": "b"]).document }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(documents.count == 16 && Set(documents).count == 1)
        let counts = try bench.service.counts().filter { $0.count > 0 }
        #expect(counts.map(\.name) == ["IdentitySources", "ClientTokens", "Tags"])
        #expect(counts.map(\.count) == [1, 1, 1])
    }

    @Test("Of sixteen that race with tokens of their own one succeeds")
    func raceForQuota() async throws {
        let bench = try Bench()
        let names = await withTaskGroup(of: String?.self) { group in
            for number in 0..<16 {
                group.addTask {
                    failure { () throws(ServiceError) in
                        _ = try bench.create(token: "t\(number)")
                    }?.name
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(names.count { $0 == nil } == 1)
        #expect(names.count { $0 == "ServiceQuotaExceededException" } == 15)
    }
}
