import SQLite

extension Schema {
    /// The tables of the service. Migrations are only ever added at the end.
    static let mpa = Schema(
        // "MPAL"
        applicationID: 0x4d50_414c,
        migrations: [
            IdentitySourceTable.schema + ";" + ClientTokenTable.schema + ";" + TagTable.schema
        ])
}
