/// A Region's name and the partition whose naming scheme it follows.
///
/// The schemes are those of AWS's partition metadata, which every SDK carries.
package struct RegionName: Sendable, Equatable {
    package let name: String
    package let partition: String

    /// Nil unless the name is formed as some partition's Region names are.
    package init?(_ name: String) {
        let words = Array(name.utf8)
            .split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard words.count > 2, let number = words.last, let partition = Self.partition(words),
            !number.isEmpty, number.utf8.allSatisfy(isDigit),
            words.dropLast().allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isWordCharacter) })
        else { return nil }
        self.name = name
        self.partition = partition
    }

    private static func partition(_ words: [String]) -> String? {
        switch (words[0], words[1], words.count) {
        case ("us", "gov", 4): "aws-us-gov"
        case ("us", "iso", 4): "aws-iso"
        case ("us", "isob", 4): "aws-iso-b"
        case ("us", "isof", 4): "aws-iso-f"
        case ("eu", "isoe", 4): "aws-iso-e"
        case ("eusc", "de", 4): "aws-eusc"
        case ("cn", _, 3): "aws-cn"
        case ("us", _, 3), ("eu", _, 3), ("ap", _, 3), ("sa", _, 3), ("ca", _, 3), ("me", _, 3),
            ("af", _, 3), ("il", _, 3), ("mx", _, 3):
            "aws"
        default: nil
        }
    }
}

private func isWordCharacter(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "_")
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
}
