import AWSProtocol
import Testing

@Suite("Region names")
struct RegionNameTests {
    @Test(
        "A Region belongs to the partition whose naming scheme it follows",
        arguments: [
            ("us-east-1", "aws"), ("us-west-2", "aws"), ("eu-central-1", "aws"),
            ("ap-southeast-10", "aws"), ("sa-east-1", "aws"), ("ca-west-1", "aws"),
            ("me-south-1", "aws"), ("af-south-1", "aws"), ("il-central-1", "aws"),
            ("mx-central-1", "aws"), ("us-nowhere-99", "aws"), ("cn-north-1", "aws-cn"),
            ("cn-northwest-1", "aws-cn"), ("us-gov-east-1", "aws-us-gov"),
            ("us-gov-west-1", "aws-us-gov"), ("us-iso-east-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"), ("us-isof-south-1", "aws-iso-f"),
            ("eu-isoe-west-1", "aws-iso-e"), ("eusc-de-east-1", "aws-eusc"),
        ])
    func partition(name: String, partition: String) throws {
        let region = try #require(RegionName(name))
        #expect(region.partition == partition)
        #expect(region.name == name)
    }

    @Test(
        "Any other text is no Region's name",
        arguments: [
            "", "-", "--", "---", "us", "us-east", "us-east-", "us--1", "-east-1", "us-east-a",
            "us-east-1a", "us-east-1-1", "us-East-1", "US-EAST-1", "us-east-1 ", " us-east-1",
            "xx-east-1",
            "usa-east-1", "us_east_1", "us-éast-1", "us-east-１", "us-gov-1x", "us-gov-east",
            "eusc-fr-east-1", "eusc-de-1", "eu-iso-east-1", "us-isoe-east-1", "cn-north-east-1",
            "cn-iso-north-1", "aws-global", "us-east-1.evil", "us-east-1/x",
        ])
    func malformed(name: String) {
        #expect(RegionName(name) == nil)
    }
}
