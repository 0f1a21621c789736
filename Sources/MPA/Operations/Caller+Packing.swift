package import AWSProtocol

extension Caller {
    /// Without the permissions, which mean nothing after the call.
    package convenience init(unpacking unpacker: inout Unpacker) {
        self.init(
            account: unpacker.text(), region: unpacker.text(), partition: unpacker.text(),
            principalARN: unpacker.optionalText())
    }

    package func pack(into packer: inout Packer) {
        packer.add(account)
        packer.add(region)
        packer.add(partition)
        packer.add(namedPrincipalARN)
    }
}
