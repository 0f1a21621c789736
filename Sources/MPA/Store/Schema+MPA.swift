import SQLite

extension Schema {
    /// The tables of the service. Migrations are only ever added at the end; what they change is
    /// changed in the current tables, too.
    static let mpa = Schema(
        // "MPAL"
        applicationID: 0x4d50_414c,
        migrations: [
            [IdentitySourceTable.firstSchema, ClientTokenTable.schema, TagTable.schema],
            [
                ApprovalTeamTable.schema, ApproverTable.schema, SessionTable.schema,
                ResponseTable.schema, ShareTable.schema, ScheduledAnswerTable.schema,
                DirectoryTables.schema, MessageTable.schema, SettingTable.schema,
                EventTable.firstSchema, SnapshotTable.schema, PolicyTable.schema,
            ],
            [SessionTable.listIndices],
            [IdentitySourceTable.withoutARNIndex],
            [EventTable.withForms],
            [IdentitySourceTable.withoutStatusList],
        ].map { $0.joined(separator: ";") },
        current: [
            IdentitySourceTable.schema, ClientTokenTable.schema, TagTable.schema,
            ApprovalTeamTable.schema, ApproverTable.schema, SessionTable.schema,
            SessionTable.listIndices, ResponseTable.schema, ShareTable.schema,
            ScheduledAnswerTable.schema, DirectoryTables.schema, MessageTable.schema,
            SettingTable.schema, EventTable.schema, SnapshotTable.schema, PolicyTable.schema,
        ].joined(separator: ";"))
}
