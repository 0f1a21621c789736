import MPA

/// Which calls somebody wants to see.
struct CallFilter: Sendable {
    var operation: OperationName?
    var account: String?
    var status: Int?

    func lets(_ entry: JournalEntry) -> Bool {
        if let operation, entry.operation != operation { return false }
        if let account, entry.account != account { return false }
        if let status, entry.status != status { return false }
        return true
    }
}

/// A page of calls, and how long somebody waits for the first of them.
struct CallQuery: Sendable {
    let filter: CallFilter
    let after: Int64
    let limit: Int
    let waitMilliseconds: Int64
}
