import SQLite

/// Everything that the service keeps.
package final class Store: @unchecked Sendable {  // every use is under the service's lock
    let connection: Connection
    let identitySources: IdentitySourceTable
    let clientTokens: ClientTokenTable
    let tags: TagTable
    /// No step falls due before this moment; `.max` when none is under way.
    private(set) var nextDueTime: Int64
    /// Expired client tokens are deleted at this moment.
    var nextPurgeTime = Int64.min

    private init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        identitySources = IdentitySourceTable(connection)
        clientTokens = ClientTokenTable(connection)
        tags = TagTable(connection)
        nextDueTime = try identitySources.nextDueTime() ?? .max
    }

    /// A store that ends with the process.
    package static func inMemory() throws -> Store { try Store(.inMemory(.mpa)) }

    /// The store in a file, which no other process can use meanwhile.
    package static func file(_ path: String) throws -> Store { try Store(.file(path, .mpa)) }

    func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try connection.transaction(body)
    }

    /// A step was put under way: nothing due is overlooked, also if its transaction is undone.
    func expect(_ dueTime: Int64?) {
        if let dueTime { nextDueTime = min(nextDueTime, dueTime) }
    }

    func refreshNextDueTime() throws {
        nextDueTime = try identitySources.nextDueTime() ?? .max
    }

    /// How many records of each kind there are.
    package func counts() throws -> [(name: String, count: Int64)] {
        [
            ("IdentitySources", try identitySources.count()),
            ("ClientTokens", try clientTokens.count()),
            ("Tags", try tags.count()),
        ]
    }
}
