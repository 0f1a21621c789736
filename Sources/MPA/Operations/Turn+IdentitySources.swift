extension Turn {
    /// Ends the step under way of the identity source that is first.
    func settleIdentitySource(_ step: Step) throws -> FiredStep {
        guard let source = try store.identitySources.due(by: step.dueTime).first else {
            preconditionFailure("a step of an identity source is due, yet no source")
        }
        var name = "IdentitySourceDeletion"
        if let settled = source.settled(instance: try instanceStatus(source.instanceARN)) {
            try store.identitySources.update(afterChecks(settled))
            name = "IdentitySourceCreation"
        } else {
            try endDeletion(of: source)
        }
        return FiredStep(dueTime: step.dueTime, name: name, resourceARN: source.arn)
    }

    /// Nil while no instance is declared: then every one exists.
    func instanceStatus(_ arn: String) throws -> DirectoryInstance.Status? {
        guard try store.directory.hasInstances() else { return nil }
        return try store.directory.instance(arn)?.status ?? .deleted
    }

    func endDeletion(of source: IdentitySource) throws {
        guard let failed = afterDeletion(source) else { return try remove(source) }
        try store.identitySources.update(failed)
    }

    /// Takes an identity source away with all that hangs on it; members of teams that are left lose
    /// their identity.
    func remove(_ source: IdentitySource) throws {
        try store.tags.deleteAll(on: source.arn)
        try store.identitySources.delete(account: source.account, region: source.region)
        for team in try store.approvalTeams.all(account: source.account, region: source.region) {
            try invalidate(in: team) { $0.identitySourceARN == source.arn }
        }
    }
}
