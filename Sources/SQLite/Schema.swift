/// The tables of a database: an append-only list of migrations, numbered from 1.
package struct Schema: Sendable {
    /// Tells our files from others, https://www.sqlite.org/pragma.html#pragma_application_id.
    package let applicationID: Int32
    package let migrations: [String]
    /// What all of them make, for a new database: the tables of today without the detours.
    let current: String

    /// Without `current`, a new database goes through all migrations.
    package init(applicationID: Int32, migrations: [String], current: String? = nil) {
        self.applicationID = applicationID
        self.migrations = migrations
        self.current = current ?? Self.joined(migrations)
    }

    /// What brings a database of that version up to this one.
    func steps(from version: Int64) -> String {
        version == 0 ? current : Self.joined(migrations.dropFirst(Int(version)))
    }

    private static func joined(_ migrations: some Sequence<String>) -> String {
        migrations.joined(separator: ";\n")
    }

    /// The version that a database has once every migration ran.
    package var version: Int64 { Int64(migrations.count) }
}
