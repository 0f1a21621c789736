import CSQLite
import Glibc

extension Connection {
    /// A database that lives and dies with the connection.
    package static func inMemory(_ schema: Schema) throws(SQLiteError) -> Connection {
        let connection = try Connection(path: ":memory:")
        try connection.settle(schema)
        return connection
    }

    /// The database in `path`, brought up to `schema` and locked against every other process.
    ///
    /// A file that is refused keeps its bytes.
    package static func file(
        _ path: String, _ schema: Schema
    ) throws(DatabaseFileError) -> Connection {
        try refuseUnusable(path)
        try DatabaseFileHeader(path: path)?.refuse(path, schema)
        let log = path + "-wal"
        let hadLog = access(log, F_OK) == 0
        do {
            let connection = try Connection(path: literal(path))
            do {
                try connection.claim(path, schema)
            } catch {
                let refusal = translated(error, path)
                connection.leaveUntouched()
                // Looking into the file began a log. While the lock is ours, so is the log.
                if !hadLog, refusal != .inUse(path) { unlink(log) }
                throw refusal
            }
            return connection
        } catch {
            throw translated(error, path)
        }
    }

    /// SQLite takes `:memory:`, and where it is built so `file:...`, for something else.
    private static func literal(_ path: String) -> String {
        path.hasPrefix("/") ? path : "./" + path
    }

    private func claim(_ path: String, _ schema: Schema) throws {
        if isReadOnly { throw DatabaseFileError.readOnly(path) }
        // Held until the connection closes; the write-ahead log then needs no shared memory.
        try execute("PRAGMA locking_mode = EXCLUSIVE")
        let version = try integer("PRAGMA user_version") ?? 0
        let application = try integer("PRAGMA application_id") ?? 0
        let objects = try integer("SELECT count(*) FROM sqlite_schema") ?? 0
        guard application == Int64(schema.applicationID) || (application == 0 && objects == 0)
        else {
            throw DatabaseFileError.foreign(path)
        }
        guard version <= schema.version else {
            throw DatabaseFileError.newer(path, found: version, known: schema.version)
        }
        try execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
        try settle(schema)
        // The header of the file itself then says whose it is, without its log.
        try execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    private func settle(_ schema: Schema) throws(SQLiteError) {
        try execute("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF")
        let version = try integer("PRAGMA user_version") ?? 0
        guard version < schema.version else { return }
        do {
            try execute(
                """
                BEGIN EXCLUSIVE;
                \(schema.steps(from: version));
                PRAGMA application_id = \(schema.applicationID);
                PRAGMA user_version = \(schema.version);
                COMMIT
                """)
        } catch {
            try? execute("ROLLBACK")
            throw error
        }
    }

    private static func refuseUnusable(_ path: String) throws(DatabaseFileError) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .unusable(path, "it is a directory")
        // Opening a pipe waits for its other end, and a device may do anything.
        default: throw .unusable(path, "it is not a regular file")
        }
        // Root may write a file that nobody is meant to write; its mode still says so.
        if status.st_mode & 0o222 == 0 { throw .readOnly(path) }
    }

    private static func translated(_ error: any Error, _ path: String) -> DatabaseFileError {
        if let error = error as? DatabaseFileError { return error }
        guard let error = error as? SQLiteError else { return .unusable(path, "\(error)") }
        switch error.code & 0xff {
        case SQLITE_NOTADB: return .notADatabase(path)
        case SQLITE_CORRUPT: return .damaged(path, error.message)
        case SQLITE_BUSY, SQLITE_LOCKED: return .inUse(path)
        case SQLITE_READONLY: return .readOnly(path)
        default: return .unusable(path, error.message)
        }
    }
}
