import MPA

/// Which calls somebody wants to see.
struct CallFilter: Sendable {
    var operation: OperationName?
    var account: String?
    var status: Int?

    func lets(_ call: KeptCall) -> Bool {
        if let operation, call.operation != operation { return false }
        if let account, call.account != account { return false }
        if let status, call.status != status { return false }
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
