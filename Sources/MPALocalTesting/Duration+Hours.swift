extension Duration {
    /// So many minutes.
    public static func minutes(_ count: Int64) -> Duration { .seconds(count * 60) }

    /// So many hours: an invitation and a session have 24.
    public static func hours(_ count: Int64) -> Duration { .seconds(count * 3_600) }

    /// So many days.
    public static func days(_ count: Int64) -> Duration { .hours(count * 24) }

    /// What is finer is cut off.
    var wholeMilliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// As a JSON number.
    var wholeSeconds: Double { Double(wholeMilliseconds) / 1_000 }
}
