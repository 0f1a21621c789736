import CSQLite

/// One SQLite connection. Not thread-safe: its owner serialises every use.
package final class Connection {
    private struct Handle: ~Copyable {
        let pointer: OpaquePointer
        deinit { sqlite3_close_v2(pointer) }
    }

    private let handle: Handle
    private lazy var begin = statement("BEGIN IMMEDIATE")
    private lazy var commit = statement("COMMIT")
    private lazy var rollback = statement("ROLLBACK")

    /// Opens `path` for reading and writing, creating it when absent.
    init(path: String) throws(SQLiteError) {
        var pointer: OpaquePointer?
        let flags =
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &pointer, flags, nil)
        guard let pointer else {
            throw SQLiteError(code: code, message: "out of memory", sql: "")
        }
        handle = Handle(pointer: pointer)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Lets SQLite keep no count of its memory: it takes a lock for each piece that it counts.
    ///
    /// For a program of our own, before its first connection: it holds for the whole process.
    package static func stopCountingMemory() { _ = csqlite_stop_counting_memory() }

    /// A statement that is compiled at its first use and kept for as long as its owner lives.
    package func statement(_ sql: String) -> Statement {
        Statement(sql: sql, connection: self)
    }

    /// Runs SQL that answers no rows, one statement or several.
    package func execute(_ sql: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle.pointer, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code, sql) }
    }

    /// Runs SQL once and answers the first column of its first row.
    package func integer(_ sql: String) throws(SQLiteError) -> Int64? {
        try statement(sql).first { $0.integer(0) }
    }

    /// Everything in `body` happens, or nothing does: an error rolls back and is thrown on.
    package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try begin.run()
        do {
            let result = try body()
            try commit.run()
            return result
        } catch {
            // A full disk makes SQLite roll back by itself.
            if isInTransaction { try? rollback.run() }
            throw error
        }
    }

    package var isInTransaction: Bool { sqlite3_get_autocommit(handle.pointer) == 0 }

    /// True when the file, or the file system below it, cannot be written.
    var isReadOnly: Bool { sqlite3_db_readonly(handle.pointer, "main") == 1 }

    /// Closing will not copy the write-ahead log into the file.
    func leaveUntouched() { _ = csqlite_leave_untouched(handle.pointer) }

    func prepare(_ sql: String) throws(SQLiteError) -> OpaquePointer {
        var compiled: OpaquePointer?
        let code = sqlite3_prepare_v3(
            handle.pointer, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &compiled, nil)
        guard code == SQLITE_OK, let compiled else { throw failure(code, sql) }
        return compiled
    }

    /// The rowid that the latest INSERT gave.
    package var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle.pointer) }

    /// How many rows have been inserted, updated or deleted so far.
    package var totalChanges: Int64 { sqlite3_total_changes64(handle.pointer) }

    /// How many rows the latest statement inserted, updated or deleted.
    package var changedRows: Int { Int(sqlite3_changes(handle.pointer)) }

    func failure(_ code: Int32, _ sql: String = "") -> SQLiteError {
        SQLiteError(code: code, message: String(cString: sqlite3_errmsg(handle.pointer)), sql: sql)
    }
}
