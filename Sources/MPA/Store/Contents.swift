/// Everything that the store keeps but snapshots and settings, each kind in the order of creation
/// or of its keys.
struct Contents {
    var users: [DirectoryUser] = []
    var instances: [DirectoryInstance] = []
    var habits: [(identity: String, habit: Habit)] = []
    var policies: [(policy: Policy, versions: [PolicyVersion])] = []
    var identitySources: [IdentitySource] = []
    var approvalTeams: [ApprovalTeam] = []
    /// By the ARN of their resource.
    var tags: [String: [Tag]] = [:]
    /// The accounts that teams are shared with, by the team's ARN.
    var shares: [String: [String]] = [:]
    var sessions: [Session] = []
    var scheduledAnswers: [ScheduledAnswer] = []
    var clientTokens: [(key: ClientTokenTable.Key, record: ClientTokenTable.Record)] = []
    var messages: [Message] = []
    var codes: [VerificationCode] = []
    var events: [EventLog.Content] = []
    /// The number of the last event; 0 without one.
    var latestSequence: Int64 = 0
}
