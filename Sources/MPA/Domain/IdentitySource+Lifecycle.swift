extension IdentitySource {
    /// What becomes of a request to delete.
    package enum Deletion: Equatable {
        case gone
        case underWay(IdentitySource)
        /// Its creation has to end first.
        case refused
    }

    /// A source as CreateIdentitySource leaves it: settled at once, or CREATING with a delay.
    package static func created(
        by caller: Caller, instanceARN: String, instanceRegion: String, now: Int64, delay: Int64,
        instance: DirectoryInstance.Status?
    ) -> IdentitySource {
        let source = IdentitySource(
            account: caller.account, region: caller.region, arn: caller.arn(resource),
            instanceARN: instanceARN, instanceRegion: instanceRegion, creationTime: now,
            status: .creating, dueTime: delay > 0 ? now + delay : nil)
        return delay > 0 ? source : source.checked(instance: instance)
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
    package func settled(instance: DirectoryInstance.Status?) -> IdentitySource? {
        switch status {
        case .deleting: nil
        case .active, .error: self
        case .creating: checked(instance: instance)
        }
    }

    /// ACTIVE or in ERROR, as its Identity Center instance is; any instance will do while none is
    /// declared.
    package func checked(instance: DirectoryInstance.Status?) -> IdentitySource {
        var checked = self
        checked.dueTime = nil
        checked.status = .error
        switch instance {
        case .present, nil: checked.status = .active
        case .deleted:
            checked.statusCode = .instanceNotFound
            checked.statusMessage = "The Identity Center instance does not exist."
        case .notValid:
            checked.statusCode = .instanceNotValid
            checked.statusMessage = "The Identity Center instance is no organization instance."
        case .accessDenied:
            checked.statusCode = .accessDenied
            checked.statusMessage = "The caller may not use the Identity Center instance."
        }
        return checked
    }

    /// In ERROR, with nothing under way.
    package func failed(_ code: StatusCode, _ message: String) -> IdentitySource {
        var failed = self
        failed.status = .error
        failed.statusCode = code
        failed.statusMessage = message
        failed.dueTime = nil
        return failed
    }
}
