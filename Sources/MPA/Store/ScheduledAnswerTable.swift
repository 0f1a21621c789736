import SQLite

/// What people will do by habit.
struct ScheduledAnswerTable {
    static let schema = """
        CREATE TABLE scheduled_answer (
            id INTEGER PRIMARY KEY,
            due_time INTEGER NOT NULL,
            kind TEXT NOT NULL,
            resource_arn TEXT NOT NULL,
            approver_id TEXT NOT NULL,
            is_positive INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX scheduled_answer_due ON scheduled_answer (due_time, id)
        """

    private let insertRow: Statement
    private let deleteRow: Statement
    private let deleteInvitationRows: Statement
    private let earliest: Statement
    private let everything: Statement

    init(_ connection: Connection) {
        insertRow = connection.statement(
            """
            INSERT INTO scheduled_answer (due_time, kind, resource_arn, approver_id, is_positive)
            VALUES (?, ?, ?, ?, ?)
            """)
        deleteRow = connection.statement("DELETE FROM scheduled_answer WHERE id = ?")
        deleteInvitationRows = connection.statement(
            "DELETE FROM scheduled_answer WHERE resource_arn = ? AND kind = 'INVITATION'")
        let select = """
            SELECT id, due_time, kind, resource_arn, approver_id, is_positive
            FROM scheduled_answer
            """
        earliest = connection.statement("\(select) ORDER BY due_time, id LIMIT 1")
        everything = connection.statement("\(select) ORDER BY id")
    }

    func insert(_ answer: ScheduledAnswer) throws(SQLiteError) {
        try insertRow.run(
            .integer(answer.dueTime), .text(answer.kind.rawValue), .text(answer.resourceARN),
            .text(answer.approverID), .integer(answer.isPositive ? 1 : 0))
    }

    func delete(id: Int64) throws(SQLiteError) { try deleteRow.run(.integer(id)) }

    /// Forgets what people would have answered to a team's earlier invitations.
    func deleteInvitations(teamARN: String) throws(SQLiteError) {
        try deleteInvitationRows.run(.text(teamARN))
    }

    func earliestDue() throws(SQLiteError) -> ScheduledAnswer? {
        try earliest.first(read: ScheduledAnswer.init)
    }

    func all() throws(SQLiteError) -> [ScheduledAnswer] {
        try everything.all(read: ScheduledAnswer.init)
    }
}

extension ScheduledAnswer {
    fileprivate init(_ row: Row) throws(SQLiteError) {
        self.init(
            id: row.integer(0), dueTime: row.integer(1), kind: try row.value(2),
            resourceARN: row.text(3), approverID: row.text(4), isPositive: row.integer(5) == 1)
    }
}
