import SQLite

/// Who exists, as a test declares it, and how people answer by themselves.
struct DirectoryTables {
    static let schema = """
        CREATE TABLE directory_user (
            id TEXT PRIMARY KEY,
            name TEXT,
            email TEXT,
            status TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE directory_instance (
            arn TEXT PRIMARY KEY,
            status TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE habit (
            identity_id TEXT PRIMARY KEY,
            on_invitation TEXT NOT NULL,
            on_session TEXT NOT NULL,
            after_milliseconds INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """

    private let usersExist: Statement
    private let instancesExist: Statement
    private let putUser: Statement
    private let deleteUser: Statement
    private let findUser: Statement
    private let listUsers: Statement
    private let putInstance: Statement
    private let deleteInstance: Statement
    private let findInstance: Statement
    private let listInstances: Statement
    private let putHabit: Statement
    private let deleteHabit: Statement
    private let findHabit: Statement
    private let listHabits: Statement

    init(_ connection: Connection) {
        putUser = connection.statement(
            "INSERT OR REPLACE INTO directory_user (id, name, email, status) VALUES (?, ?, ?, ?)")
        deleteUser = connection.statement("DELETE FROM directory_user WHERE id = ?")
        findUser = connection.statement(
            "SELECT id, name, email, status FROM directory_user WHERE id = ?")
        usersExist = connection.statement("SELECT EXISTS (SELECT 1 FROM directory_user)")
        instancesExist = connection.statement("SELECT EXISTS (SELECT 1 FROM directory_instance)")
        listUsers = connection.statement(
            "SELECT id, name, email, status FROM directory_user ORDER BY id")
        putInstance = connection.statement(
            "INSERT OR REPLACE INTO directory_instance (arn, status) VALUES (?, ?)")
        deleteInstance = connection.statement("DELETE FROM directory_instance WHERE arn = ?")
        findInstance = connection.statement(
            "SELECT arn, status FROM directory_instance WHERE arn = ?")
        listInstances = connection.statement(
            "SELECT arn, status FROM directory_instance ORDER BY arn")
        putHabit = connection.statement(
            """
            INSERT OR REPLACE INTO habit
                (identity_id, on_invitation, on_session, after_milliseconds)
            VALUES (?, ?, ?, ?)
            """)
        deleteHabit = connection.statement("DELETE FROM habit WHERE identity_id = ?")
        findHabit = connection.statement(
            """
            SELECT identity_id, on_invitation, on_session, after_milliseconds
            FROM habit WHERE identity_id = ?
            """)
        listHabits = connection.statement(
            """
            SELECT identity_id, on_invitation, on_session, after_milliseconds
            FROM habit ORDER BY identity_id
            """)
    }

    func put(_ user: DirectoryUser) throws(SQLiteError) {
        try putUser.run(
            .text(user.id), .optional(user.name), .optional(user.email),
            .text(user.status.rawValue))
    }

    func forgetUser(_ id: String) throws(SQLiteError) { try deleteUser.run(.text(id)) }

    func user(_ id: String) throws(SQLiteError) -> DirectoryUser? {
        try findUser.first(.text(id), read: DirectoryUser.init)
    }

    /// True once a user is declared: then no others exist.
    func hasUsers() throws(SQLiteError) -> Bool {
        try usersExist.first { $0.integer(0) == 1 } ?? false
    }

    /// True once an instance is declared: then no others exist.
    func hasInstances() throws(SQLiteError) -> Bool {
        try instancesExist.first { $0.integer(0) == 1 } ?? false
    }

    func users() throws(SQLiteError) -> [DirectoryUser] {
        try listUsers.all(read: DirectoryUser.init)
    }

    func put(_ instance: DirectoryInstance) throws(SQLiteError) {
        try putInstance.run(.text(instance.arn), .text(instance.status.rawValue))
    }

    func forgetInstance(_ arn: String) throws(SQLiteError) { try deleteInstance.run(.text(arn)) }

    func instance(_ arn: String) throws(SQLiteError) -> DirectoryInstance? {
        try findInstance.first(.text(arn), read: DirectoryInstance.init)
    }

    func instances() throws(SQLiteError) -> [DirectoryInstance] {
        try listInstances.all(read: DirectoryInstance.init)
    }

    func put(_ habit: Habit, of identity: String) throws(SQLiteError) {
        try putHabit.run(
            .text(identity), .text(habit.onInvitation.rawValue), .text(habit.onSession.rawValue),
            .integer(habit.afterMilliseconds))
    }

    func forgetHabit(of identity: String) throws(SQLiteError) {
        try deleteHabit.run(.text(identity))
    }

    func habit(of identity: String) throws(SQLiteError) -> Habit? {
        try findHabit.first(.text(identity)) { row throws(SQLiteError) in try Habit(row) }
    }

    func habits() throws(SQLiteError) -> [(identity: String, habit: Habit)] {
        try listHabits.all { row throws(SQLiteError) in (row.text(0), try Habit(row)) }
    }
}

extension DirectoryUser {
    fileprivate init(_ row: Row) throws(SQLiteError) {
        self.init(
            id: row.text(0), name: row.optionalText(1), email: row.optionalText(2),
            status: try row.value(3))
    }
}

extension DirectoryInstance {
    fileprivate init(_ row: Row) throws(SQLiteError) {
        self.init(arn: row.text(0), status: try row.value(1))
    }
}

extension Habit {
    fileprivate init(_ row: Row) throws(SQLiteError) {
        self.init(
            onInvitation: try row.value(1), onSession: try row.value(2),
            afterMilliseconds: row.integer(3))
    }
}
