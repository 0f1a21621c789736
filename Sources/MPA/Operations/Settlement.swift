/// Applies what has fallen due, before anything is read.
enum Settlement {
    /// Steps in the order of their due times, those of one moment in the order of their ARNs.
    static func settle(_ store: Store, now: Int64) throws {
        try forgetTokens(store, now: now)
        guard store.nextDueTime <= now else { return }
        try store.transaction {
            for source in try store.identitySources.due(by: now) {
                if let settled = source.settled() {
                    try store.identitySources.update(settled)
                } else {
                    try IdentitySourceRemoval.remove(source, from: store)
                }
            }
        }
        try store.refreshNextDueTime()
    }

    /// Expired tokens are not looked at anyway; once an hour they are deleted as well.
    private static func forgetTokens(_ store: Store, now: Int64) throws {
        guard store.nextPurgeTime <= now else { return }
        try store.transaction { try store.clientTokens.purge(expiredBy: now) }
        store.nextPurgeTime = now + 60 * 60 * 1_000
    }
}

/// Takes an identity source away with all that hangs on it.
enum IdentitySourceRemoval {
    static func remove(_ source: IdentitySource, from store: Store) throws {
        try store.tags.deleteAll(on: source.arn)
        try store.identitySources.delete(account: source.account, region: source.region)
    }
}
