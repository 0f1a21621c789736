extension IdentitySource {
    /// What becomes of a request to delete.
    package enum Deletion: Equatable {
        case gone
        case underWay(IdentitySource)
        /// Its creation has to end first.
        case refused
    }

    /// A source as CreateIdentitySource leaves it: ACTIVE at once, or CREATING with a delay.
    package static func created(
        by caller: Caller, instanceARN: String, instanceRegion: String, now: Int64, delay: Int64
    ) -> IdentitySource {
        IdentitySource(
            account: caller.account, region: caller.region, arn: caller.arn(resource),
            instanceARN: instanceARN, instanceRegion: instanceRegion, creationTime: now,
            status: delay > 0 ? .creating : .active, dueTime: delay > 0 ? now + delay : nil)
    }

    /// What DeleteIdentitySource does in each status; asking again changes nothing.
    package func deletion(now: Int64, delay: Int64) -> Deletion {
        switch status {
        case .creating: return .refused
        case .deleting: return .underWay(self)
        case .active, .error:
            guard delay > 0 else { return .gone }
            var deleting = self
            deleting.status = .deleting
            deleting.statusCode = nil
            deleting.statusMessage = nil
            deleting.dueTime = now + delay
            return .underWay(deleting)
        }
    }

    /// The source once its step under way has ended, or nil when it is then gone.
    package func settled() -> IdentitySource? {
        switch status {
        case .deleting: return nil
        case .active, .error: return self
        case .creating:
            var active = self
            active.status = .active
            active.dueTime = nil
            return active
        }
    }
}
