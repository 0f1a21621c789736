import Control
import MPA

/// What is known of one request, for its line in the log.
struct Trace {
    let method: String
    let target: [UInt8]
    let requestID: String
    var operation: OperationName?
    var account: String?
    var error: String?
    /// For the journal, where there is one.
    var note: CallNote?
    /// What a rule of the fault plan decided on it.
    var fault: AppliedFault?
    /// Why a request failed inside: for the log alone.
    var cause: String?

    var faultID: String? { fault?.ruleID }

    /// The target without its query, which may hold what nobody else should read.
    var path: String {
        String(decoding: target.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
    }
}
