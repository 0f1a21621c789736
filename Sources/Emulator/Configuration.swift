import AWSProtocol
package import Control
package import HTTPServer
package import Logging
package import MPA

/// All that a user can choose at the start.
package struct Configuration: Sendable {
    /// The Regions that calls may be signed for.
    package enum Regions: Sendable, Equatable {
        case any
        case listed([String])

        package static let asInAWS = Regions.listed(["us-east-1"])

        package func contains(_ region: String) -> Bool {
            switch self {
            case .any: RegionName(region) != nil
            case .listed(let names): names.contains(region)
            }
        }

        /// The Region of a call that names none.
        package var standard: String {
            switch self {
            case .any: "us-east-1"
            case .listed(let names): names.contains("us-east-1") ? "us-east-1" : names.first ?? ""
            }
        }
    }

    /// Which minimum of approvers and approvals holds: AWS's documented one or the API model's.
    package enum TeamLimits: String, Sendable, CaseIterable {
        case aws
        case model

        var rules: MPA.TeamLimits {
            switch self {
            case .aws: .aws
            case .model: .model
            }
        }
    }

    /// What is asked of signatures: nothing, the right form, or that they are right.
    package enum Signatures: String, Sendable, CaseIterable {
        case off
        case parse
        case require
    }

    package enum Switch: String, Sendable, CaseIterable {
        case on
        case off
    }

    package enum LogFormat: String, Sendable, CaseIterable {
        case text
        case json
    }

    package static let defaultPort: UInt16 = 6720

    /// How many requests a journal may keep.
    package static let journalRange = 0...100_000

    package var host = "127.0.0.1"
    package var port = defaultPort
    /// Nil keeps everything in memory.
    package var databasePath: String?
    /// The account of calls whose access key id is not one.
    package var account = "123456789012"
    package var regions = Regions.asInAWS
    package var limits = TeamLimits.aws
    package var transitionDelayMilliseconds: Int64 = 0
    package var approvers = Habit.Standard.wait
    package var mfa = Switch.off
    package var sessionPolicies = ServiceSettings.SessionPolicies.enforce
    /// A state document that an empty storage begins with.
    package var seedPath: String?
    /// How many requests the journal keeps; 0 for no journal.
    package var journal = 1_000
    package var journalSensitive = Switch.off
    package var signatures = Signatures.off
    /// The access keys that are known from the start.
    package var credentialsPath: String?
    /// Whether there are control routes, and with them the web pages.
    package var control = Switch.on
    /// What the control routes ask for, as a bearer token.
    package var controlToken: String?
    /// Names that the control routes and the web pages may be reached under, beside `host`.
    package var allowedHosts: [String] = []
    /// Where people reach the emulator, if that is not where it listens.
    package var publicURL: PublicURL?
    package var portal = Switch.on
    /// The file that events are written to.
    package var eventsPath: String?
    package var eventsFormat = EventFormat.cloudtrail
    /// What ids are made from; nil for other ones each time.
    package var seedIDs: UInt64?
    package var logLevel = Logger.Level.info
    package var logFormat = LogFormat.text
    package var threads = 2
    package var http = {
        var limits = Limits()
        // A whole state may come at once.
        limits.largeBodyTargets = [Array("/_mpa/state".utf8)]
        return limits
    }()

    /// With the prefix of the public URL, too.
    var httpLimits: Limits {
        var limits = http
        if let publicURL, !publicURL.prefix.isEmpty {
            limits.largeBodyTargets += http.largeBodyTargets.map {
                Array(publicURL.prefix.utf8) + $0
            }
        }
        return limits
    }

    package init() {}

    /// What of this the service follows; the portal lies at the endpoint, unless people know a
    /// better way there.
    func settings(endpoint: String) -> ServiceSettings {
        var settings = ServiceSettings()
        settings.transitionDelayMilliseconds = transitionDelayMilliseconds
        settings.approvalPortalURL = (publicURL?.text ?? endpoint) + "/portal/"
        settings.teamLimits = limits.rules
        settings.approvers = approvers
        settings.requiresMFA = mfa == .on
        settings.sessionPolicies = sessionPolicies
        return settings
    }
}
