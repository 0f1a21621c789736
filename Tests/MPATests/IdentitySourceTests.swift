import AWSProtocol
import MPA
import Testing

@Suite("Identity sources")
struct IdentitySourceTests {
    @Test("A created source answers its fixed ARN and the time on the clock, and is active at once")
    func create() throws {
        let bench = try Bench()
        let answer = try bench.create().structure
        #expect(answer["IdentitySourceArn"] == .string(bench.arn))
        #expect(bench.arn == "arn:aws:mpa:us-east-1:111122223333:identity-source/IamIdentityCenter")
        #expect(answer["CreationTime"] == .timestamp(Bench.start))
        #expect(answer["Status"] == nil)
        #expect(try bench.get()["Status"] == .string("ACTIVE"))
    }

    @Test("Get answers the parameters as sent, with the portal's address")
    func get() throws {
        let bench = try Bench()
        _ = try bench.create(region: "eu-west-1")
        let center = try #require(
            try bench.get()["IdentitySourceParameters"]?.structure?["IamIdentityCenter"]?.structure)
        #expect(center["InstanceArn"] == .string(Bench.instanceARN))
        #expect(center["Region"] == .string("eu-west-1"))
        #expect(center["ApprovalPortalUrl"] == .string("http://127.0.0.1:6720/portal/"))
    }

    @Test("With a delay a source is CREATING until the delay has passed, to the millisecond")
    func creating() throws {
        let bench = try Bench(transitionDelay: 2_000)
        _ = try bench.create()
        #expect(try bench.get()["Status"] == .string("CREATING"))
        bench.clock.advance(milliseconds: 1_999)
        #expect(try bench.get()["Status"] == .string("CREATING"))
        bench.clock.advance(milliseconds: 1)
        #expect(try bench.get()["Status"] == .string("ACTIVE"))
    }

    @Test("A source that is CREATING cannot be deleted")
    func deleteWhileCreating() throws {
        let bench = try Bench(transitionDelay: 2_000)
        _ = try bench.create()
        #expect(
            failure { () throws(ServiceError) in _ = try bench.delete() }?.name
                == "ConflictException")
    }

    @Test("With a delay a deleted source is DELETING, deletable again, and then gone with its tags")
    func deleting() throws {
        let bench = try Bench(transitionDelay: 2_000)
        _ = try bench.create(tags: ["team": "blue"])
        bench.clock.advance(milliseconds: 2_000)
        #expect(try bench.delete() == .structure(Structure()))
        #expect(try bench.get()["Status"] == .string("DELETING"))
        bench.clock.advance(milliseconds: 1_000)
        _ = try bench.delete()
        bench.clock.advance(milliseconds: 1_000)
        #expect(
            failure { () throws(ServiceError) in _ = try bench.get() }?.name
                == "ResourceNotFoundException")
        _ = try bench.create()
        #expect(try bench.tags().isEmpty)
    }

    @Test("A second source is over the quota in every status of the first", arguments: [0, 2_000])
    func quota(delay: Int64) throws {
        let bench = try Bench(transitionDelay: delay)
        _ = try bench.create()
        for _ in 0..<2 {
            let error = failure { () throws(ServiceError) in _ = try bench.create() }
            #expect(error?.name == "ServiceQuotaExceededException")
            #expect(error?.document.status == 402)
            bench.clock.advance(milliseconds: delay)
        }
    }

    @Test("Deleting what is not there succeeds")
    func deleteAbsent() throws {
        let bench = try Bench()
        #expect(try bench.delete() == .structure(Structure()))
    }

    @Test("Accounts and Regions do not see each other")
    func isolation() throws {
        let bench = try Bench()
        _ = try bench.create()
        let others = [
            Caller(account: "444455556666", region: "us-east-1", partition: "aws"),
            Caller(account: "111122223333", region: "eu-west-1", partition: "aws"),
        ]
        for other in others {
            let list = try bench.perform(.listIdentitySources, Structure(), as: other).structure
            #expect(list["IdentitySources"] == .list([]))
            _ = try bench.create(as: other)
        }
        #expect(try bench.service.counts().first?.count == 3)
    }

    @Test("A Region outside aws has the ARN of its own partition")
    func partition() throws {
        let bench = try Bench()
        let other = Caller(account: "111122223333", region: "cn-north-1", partition: "aws-cn")
        let answer = try bench.create(as: other).structure
        #expect(
            answer["IdentitySourceArn"]
                == .string(
                    "arn:aws-cn:mpa:cn-north-1:111122223333:identity-source/IamIdentityCenter"))
    }

    @Test("An ARN of another account is denied in AWS's words")
    func foreignAccount() throws {
        let bench = try Bench()
        let arn = "arn:aws:mpa:us-east-1:999999999999:identity-source/IamIdentityCenter"
        let error = failure { () throws(ServiceError) in
            _ = try bench.perform(
                .getIdentitySource, Structure(["IdentitySourceArn": .string(arn)]))
        }
        #expect(error?.name == "AccessDeniedException")
        #expect(
            error?.text
                == "User: arn:aws:iam::111122223333:root is not authorized to perform: "
                + "mpa:GetIdentitySource on resource: \(arn) because no resource-based policy "
                + "allows the mpa:GetIdentitySource action")
    }

    @Test(
        "An ARN that names nothing of the caller's is not found, and deleting it succeeds",
        arguments: [
            "arn:aws:mpa:us-east-1:111122223333:identity-source/Another",
            "arn:aws:mpa:eu-west-1:111122223333:identity-source/IamIdentityCenter",
            "arn:aws-cn:mpa:us-east-1:111122223333:identity-source/IamIdentityCenter",
        ])
    func unknown(arn: String) throws {
        let bench = try Bench()
        _ = try bench.create()
        let input = Structure(["IdentitySourceArn": .string(arn)])
        let error = failure { () throws(ServiceError) in
            _ = try bench.perform(.getIdentitySource, input)
        }
        #expect(error?.name == "ResourceNotFoundException")
        #expect(try bench.perform(.deleteIdentitySource, input) == .structure(Structure()))
        #expect(try bench.get()["Status"] == .string("ACTIVE"))
    }

    @Test(
        "A text that is no identity source's ARN is refused",
        arguments: [
            "", "IamIdentityCenter", "arn:aws:mpa:us-east-1:111122223333:identity-source/",
            "arn:aws:mpa:us-east-1:111122223333:identity-sources/x",
            "arn:aws:mpa:us-east-1:111122223333:approval-team/t",
            "arn:aws:sso:us-east-1:111122223333:identity-source/x",
            "arn:aws:mpa:us-east-1:1111:identity-source/IamIdentityCenter",
        ])
    func malformed(arn: String) throws {
        let bench = try Bench()
        for operation in [OperationName.getIdentitySource, .deleteIdentitySource] {
            let error = failure { () throws(ServiceError) in
                _ = try bench.perform(operation, Structure(["IdentitySourceArn": .string(arn)]))
            }
            #expect(error?.name == "ValidationException")
        }
    }

    @Test(
        "The Region must follow some partition's naming scheme",
        arguments: ["", "mars-1", "us-east", "US-EAST-1", "us-east-1a", "eu-gov-west-1", "us--1"])
    func badRegion(region: String) throws {
        let bench = try Bench()
        let error = failure { () throws(ServiceError) in _ = try bench.create(region: region) }
        #expect(
            error?.text
                == "1 validation error detected: Value '\(region)' at "
                + "'identitySourceParameters.iamIdentityCenter.region' failed to satisfy "
                + "constraint: Member must be the name of an AWS Region")
    }

    @Test(
        "Regions of every partition are taken",
        arguments: [
            "us-east-1", "ap-southeast-2", "cn-north-1", "us-gov-west-1", "us-iso-east-1",
            "us-isob-east-1", "us-isof-south-1", "eu-isoe-west-1", "eusc-de-east-1", "mx-central-1",
        ])
    func goodRegion(region: String) throws {
        _ = try Bench().create(region: region)
    }

    @Test("IdentitySourceParameters without IamIdentityCenter is refused")
    func noCenter() throws {
        let bench = try Bench()
        let error = failure { () throws(ServiceError) in
            _ = try bench.perform(
                .createIdentitySource,
                Structure(["IdentitySourceParameters": .structure(Structure())]))
        }
        #expect(error?.name == "ValidationException")
    }

    @Test("Pages: a token of another list, account or Region is refused, an empty one starts anew")
    func pageTokens() throws {
        let bench = try Bench()
        _ = try bench.create()
        let context = ["ListIdentitySources", "111122223333", "us-east-1"]
        let before = PageToken.encode([String(Bench.start - 1), "z"], context: context)
        let here = PageToken.encode([String(Bench.start), bench.arn], context: context)
        for (token, count) in [("", 1), (before, 1), (here, 0)] {
            let list = try bench.perform(
                .listIdentitySources, Structure(["NextToken": .string(token)])
            ).structure
            #expect(list["IdentitySources"]?.list?.count == count)
            #expect(list["NextToken"] == nil)
        }
        let foreign = PageToken.encode([String(Bench.start), "a"], context: ["ListSessions"])
        for token in [foreign, "garbled", String(here.dropLast())] {
            let error = failure { () throws(ServiceError) in
                _ = try bench.perform(
                    .listIdentitySources, Structure(["NextToken": .string(token)]))
            }
            #expect(error?.name == "ValidationException")
        }
    }
}
