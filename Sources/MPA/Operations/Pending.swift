import AWSProtocol
enum GetPolicyVersion { static func perform(_ i: Structure, _ w: Work) throws -> Answer { .empty } }
enum GetResourcePolicy {
    static func perform(_ i: Structure, _ w: Work) throws -> Answer { .empty }
}
enum ListPolicies { static func perform(_ i: Structure, _ w: Work) throws -> Answer { .empty } }
enum ListPolicyVersions {
    static func perform(_ i: Structure, _ w: Work) throws -> Answer { .empty }
}
enum ListResourcePolicies {
    static func perform(_ i: Structure, _ w: Work) throws -> Answer { .empty }
}
extension Work { func objection(toPolicy: String) throws -> String? { nil } }
extension Turn { func checkPolicy(_ start: Service.SessionStart, _ team: ApprovalTeam) throws {} }
