import SQLite

extension PolicyTable {
    /// The one managed policy that AWS publishes by name.
    static let builtInPath = "backup.amazonaws.com/CreateRestoreAccessVault"

    /// 2025-06-17T00:00:00Z, the day on which Multi-party approval was announced: fixed, so that
    /// answers do not differ from run to run.
    static let builtInTime: Int64 = 1_750_118_400_000

    /// What AWS Backup's guide tells of the policy, in an arrangement of our own:
    /// https://docs.aws.amazon.com/aws-backup/latest/devguide/multipartyapproval.html.
    static let builtInDocument = #"""
        {"Version":"2012-10-17","Statement":[{"Sid":"VaultOwnerPermissions","Effect":"Allow",\#
        "Principal":{"AWS":"*"},"Action":["mpa:StartSession","mpa:CancelSession"],\#
        "Resource":"*","Condition":{"StringEquals":{\#
        "mpa:RequestedOperation":"backup:RevokeRestoreAccessBackupVault",\#
        "mpa:ProtectedResourceAccount":"${aws:PrincipalAccount}"},\#
        "Bool":{"aws:ViaAWSService":"true"}}}]}
        """#

    /// The policy that is there from the start.
    static var builtIn: (policy: Policy, versions: [PolicyVersion]) {
        let policy = Policy(
            path: builtInPath, name: "CreateRestoreAccessVault", type: .awsManaged,
            defaultVersion: 1)
        let version = PolicyVersion(
            policyPath: builtInPath, number: 1, status: .attachable,
            creationTime: builtInTime, lastUpdatedTime: builtInTime, document: builtInDocument)
        return (policy, [version])
    }

    /// Stores the policies that are there from the start; only inside a transaction.
    func insertBuiltIn() throws(SQLiteError) {
        try insert(Self.builtIn.policy, versions: Self.builtIn.versions)
    }
}
