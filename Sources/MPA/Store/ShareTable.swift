import SQLite

/// The accounts that teams are shared with, as AWS RAM would.
struct ShareTable {
    static let schema = """
        CREATE TABLE resource_share (
            team_arn TEXT NOT NULL,
            account TEXT NOT NULL,
            region TEXT NOT NULL,
            PRIMARY KEY (team_arn, account)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX resource_share_account ON resource_share (account, region)
        """

    private let putRow: Statement
    private let deleteRow: Statement
    private let deleteRows: Statement
    private let find: Statement
    private let list: Statement
    private let everything: Statement

    init(_ connection: Connection) {
        putRow = connection.statement(
            "INSERT OR REPLACE INTO resource_share (team_arn, account, region) VALUES (?, ?, ?)")
        deleteRow = connection.statement(
            "DELETE FROM resource_share WHERE team_arn = ? AND account = ?")
        deleteRows = connection.statement("DELETE FROM resource_share WHERE team_arn = ?")
        find = connection.statement(
            "SELECT 1 FROM resource_share WHERE team_arn = ? AND account = ?")
        list = connection.statement(
            "SELECT account FROM resource_share WHERE team_arn = ? ORDER BY account")
        everything = connection.statement(
            "SELECT team_arn, account FROM resource_share ORDER BY team_arn, account")
    }

    /// `region` is the team's own.
    func put(teamARN: String, account: String, region: String) throws(SQLiteError) {
        try putRow.run(.text(teamARN), .text(account), .text(region))
    }

    func delete(teamARN: String, account: String) throws(SQLiteError) {
        try deleteRow.run(.text(teamARN), .text(account))
    }

    func deleteAll(teamARN: String) throws(SQLiteError) { try deleteRows.run(.text(teamARN)) }

    func isShared(teamARN: String, with account: String) throws(SQLiteError) -> Bool {
        try find.first(.text(teamARN), .text(account)) { _ in true } ?? false
    }

    func accounts(teamARN: String) throws(SQLiteError) -> [String] {
        try list.all(.text(teamARN)) { $0.text(0) }
    }

    func all() throws(SQLiteError) -> [(teamARN: String, account: String)] {
        try everything.all { ($0.text(0), $0.text(1)) }
    }
}
