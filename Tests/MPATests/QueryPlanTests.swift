@testable import MPA
import SQLite
import Testing

/// Whatever the size of a table, a page of it costs the same.
@Suite("Query plans")
struct QueryPlanTests {
    @Test(
        "A page of sessions is found by key, whatever is asked for",
        arguments: ["id < 9", "status = 'PENDING' AND id < 9", "team_arn = 'x' AND id < 9"])
    func sessions(condition: String) throws {
        let store = try Store.inMemory()
        let plan = try store.connection.statement(
            "EXPLAIN QUERY PLAN SELECT arn FROM session WHERE \(condition) "
                + "ORDER BY id DESC LIMIT 2"
        ).all { $0.text(3) }.joined(separator: "\n")
        #expect(plan.contains("SEARCH"), "\(plan)")
        #expect(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "\(plan)")
    }

    @Test("The next of all who are known is found by key")
    func people() throws {
        let store = try Store.inMemory()
        for (table, column) in [
            ("approver", "identity_id"), ("session_response", "identity_id"),
            ("directory_user", "id"),
        ] {
            let plan = try store.connection.statement(
                "EXPLAIN QUERY PLAN SELECT min(\(column)) FROM \(table) WHERE \(column) > 'x'"
            ).all { $0.text(3) }.joined(separator: "\n")
            #expect(plan.contains("SEARCH"), "\(plan)")
        }
    }

    @Test(
        "What writes rows of the tables that grow makes no table for the time of the statement",
        arguments: [
            "identity_source", "client_token", "tag", "approval_team", "approver", "session",
            "session_response", "message", "event",
        ])
    func writing(table: String) throws {
        let connection = try Store.inMemory().connection
        let columns = try connection.statement("SELECT name FROM pragma_table_info('\(table)')")
            .all { $0.text(0) }
        let values = columns.map { _ in "'x'" }.joined(separator: ", ")
        for verb in ["INSERT", "INSERT OR REPLACE"] {
            let codes = try connection.statement("EXPLAIN \(verb) INTO \(table) VALUES (\(values))")
                .all { $0.text(1) }
            #expect(codes.contains("MakeRecord"), "\(codes)")
            #expect(!codes.contains("OpenEphemeral"), "\(codes)")
        }
    }
}
