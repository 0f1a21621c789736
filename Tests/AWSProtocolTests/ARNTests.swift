import AWSProtocol
import Testing

@Suite("ARN")
struct ARNTests {
    @Test("An ARN has partition, service, Region, account and resource")
    func parts() throws {
        let arn = try #require(ARN("arn:aws:mpa:us-east-1:111122223333:approval-team/my-team"))
        #expect(arn.partition == "aws")
        #expect(arn.service == "mpa")
        #expect(arn.region == "us-east-1")
        #expect(arn.account == "111122223333")
        #expect(arn.resource == "approval-team/my-team")
    }

    @Test("Region, account and further colons are the service's own affair")
    func loose() throws {
        let bucket = try #require(ARN("arn:aws:s3:::my-bucket/a:b"))
        #expect(bucket.region == "")
        #expect(bucket.account == "")
        #expect(bucket.resource == "my-bucket/a:b")
        #expect(ARN("arn:aws-cn:sns:cn-north-1:1:topic:é ")?.resource == "topic:é ")
    }

    @Test(
        "Any other text is no ARN",
        arguments: [
            "", "arn", "arn:", "arn:::::", "arn:aws:mpa:us-east-1:111122223333:",
            "arn:aws:mpa:us-east-1:111122223333", "arn:aws:mpa:us-east-1:approval-team/x",
            "ARN:aws:mpa:us-east-1:111122223333:x", " arn:aws:mpa:us-east-1:111122223333:x",
            "urn:aws:mpa:us-east-1:111122223333:x", ":aws:mpa:us-east-1:111122223333:x",
            "arn/aws/mpa/us-east-1/111122223333/x",
        ])
    func malformed(text: String) {
        #expect(ARN(text) == nil)
    }
}
