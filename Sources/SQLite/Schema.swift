/// The tables of a database: an append-only list of migrations, numbered from 1.
package struct Schema: Sendable {
    /// Tells our files from others, https://www.sqlite.org/pragma.html#pragma_application_id.
    package let applicationID: Int32
    package let migrations: [String]

    package init(applicationID: Int32, migrations: [String]) {
        self.applicationID = applicationID
        self.migrations = migrations
    }

    /// The version that a database has once every migration ran.
    package var version: Int64 { Int64(migrations.count) }
}
