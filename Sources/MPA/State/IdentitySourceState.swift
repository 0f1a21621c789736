import AWSProtocol

extension StateReader {
    mutating func readIdentitySources(_ document: StateNode) throws(ControlError) {
        for element in try document.elements("identitySources") ?? [] {
            let node = try StateNode(
                element,
                members: [
                    "account", "region", "arn", "instanceArn", "instanceRegion", "creationTime",
                    "status", "statusCode", "statusMessage", "dueTime", "tags",
                ])
            let source = try readIdentitySource(node)
            guard sourceARNs.insert(source.arn).inserted else {
                throw element.error(
                    "Leave this out: account \(source.account) has its one identity source above.")
            }
            contents.identitySources.append(source)
            contents.tags[source.arn] = try readTags(node)
        }
    }

    private func readIdentitySource(_ node: StateNode) throws(ControlError) -> IdentitySource {
        let owner = try node.owner()
        let arn = owner.arn(IdentitySource.resource)
        guard try node.text("arn") ?? arn == arn else {
            throw node.error("arn", "Write \(arn) here, or leave it out.")
        }
        let status = try node.choice("status", IdentitySource.Status.self) ?? .active
        let isUnderWay = status == .creating || status == .deleting
        let due = try node.time("dueTime")
        guard due == nil || isUnderWay else {
            throw node.error("dueTime", "Leave this out: no step of the source is under way.")
        }
        return IdentitySource(
            account: owner.account, region: owner.region, arn: arn,
            instanceARN: try node.need("instanceArn", node.instanceARN("instanceArn")),
            instanceRegion: try node.region("instanceRegion")?.name ?? owner.region,
            creationTime: try node.time("creationTime") ?? now, status: status,
            statusCode: try node.choice("statusCode"),
            statusMessage: try node.text("statusMessage"), dueTime: isUnderWay ? due ?? now : nil)
    }

    /// The identity source of a team's account, made if the document tells of none.
    mutating func identitySource(of owner: Caller) -> String {
        let arn = owner.arn(IdentitySource.resource)
        if sourceARNs.insert(arn).inserted {
            let declared = contents.instances.first { $0.status == .present }
            contents.identitySources.append(
                IdentitySource(
                    account: owner.account, region: owner.region, arn: arn,
                    instanceARN: declared?.arn ?? "arn:aws:sso:::instance/ssoins-0000000000000000",
                    instanceRegion: owner.region, creationTime: now, status: .active))
        }
        return arn
    }

    func readTags(_ node: StateNode) throws(ControlError) -> [Tag] {
        var tags: [Tag] = []
        for (key, element) in try node.texts("tags") {
            let tag = Tag(key: key, value: try element.text(0...256))
            guard (1...128).contains(key.unicodeScalars.count), !tag.isReserved else {
                throw element.error(
                    "Write a key of 1 to 128 characters that does not begin with aws: here.")
            }
            guard tags.count < Tag.perResourceMax else {
                throw node.error("tags", TagResource.tooMany)
            }
            tags.append(tag)
        }
        return tags
    }
}

extension StateNode {
    /// The account that a resource belongs to, and its Region: us-east-1 where none is told.
    func owner() throws(ControlError) -> Caller {
        let region = try region("region")
        return Caller(
            account: try need("account", account("account")),
            region: region?.name ?? "us-east-1", partition: region?.partition ?? "aws")
    }
}

extension StateWriter {
    func identitySource(_ source: IdentitySource) -> JSONValue {
        .members([
            "account": .string(source.account), "region": .string(source.region),
            "arn": .string(source.arn), "instanceArn": .string(source.instanceARN),
            "instanceRegion": .string(source.instanceRegion),
            "creationTime": .time(source.creationTime), "status": .string(source.status.rawValue),
            "statusCode": source.statusCode.map { .string($0.rawValue) },
            "statusMessage": source.statusMessage.map(JSONValue.string),
            "dueTime": source.dueTime.map(JSONValue.time), "tags": tags(on: source.arn),
        ])
    }
}
