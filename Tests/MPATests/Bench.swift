import AWSProtocol
import MPA

/// A service on an in-memory store with a clock that stands still.
struct Bench {
    static let start: Int64 = 1_795_435_392_123  // 2026-11-23T12:03:12.123Z
    static let instanceARN = "arn:aws:sso:::instance/ssoins-0123456789abcdef"

    let clock = EmulatorClock(frozenAt: start)
    let service: Service
    var caller = Caller(account: "111122223333", region: "us-east-1", partition: "aws")

    init(
        transitionDelay: Int64 = 0, store: Store? = nil, seed: UInt64 = 7,
        adjust: (inout ServiceSettings) -> Void = { _ in }
    ) throws {
        var settings = ServiceSettings()
        settings.transitionDelayMilliseconds = transitionDelay
        settings.approvalPortalURL = "http://127.0.0.1:6720/portal/"
        adjust(&settings)
        service = try Service(
            store: try store ?? .inMemory(), settings: settings, clock: clock,
            ids: IDStreams(seed: seed))
    }

    var arn: String { caller.arn(IdentitySource.resource) }

    func perform(
        _ operation: OperationName, _ input: Structure, as other: Caller? = nil
    ) throws(ServiceError) -> Answer {
        try service.perform(operation, input, for: other ?? caller)
    }

    func create(
        token: String? = nil, tags: [String: String]? = nil, instance: String = instanceARN,
        region: String = "us-east-1", as other: Caller? = nil
    ) throws(ServiceError) -> Answer {
        try perform(
            .createIdentitySource,
            Self.createInput(token: token, tags: tags, instance: instance, region: region),
            as: other)
    }

    static func createInput(
        token: String? = nil, tags: [String: String]? = nil, instance: String = instanceARN,
        region: String = "us-east-1"
    ) -> Structure {
        let center = Structure(["InstanceArn": .string(instance), "Region": .string(region)])
        return Structure([
            "IdentitySourceParameters": .structure(
                Structure(["IamIdentityCenter": .structure(center)])),
            "ClientToken": token.map(Document.string),
            "Tags": tags.map(Self.map),
        ])
    }

    static func map(_ strings: [String: String]) -> Document {
        .map(DocumentMap(strings.map { ($0.key, .string($0.value)) }))
    }

    func get(as other: Caller? = nil) throws(ServiceError) -> Structure {
        let answer = try perform(
            .getIdentitySource, Structure(["IdentitySourceArn": .string(arn)]), as: other)
        return answer.structure
    }

    func delete() throws(ServiceError) -> Answer {
        try perform(.deleteIdentitySource, Structure(["IdentitySourceArn": .string(arn)]))
    }

    func tag(_ tags: [String: String], arn other: String? = nil) throws(ServiceError) -> Answer {
        try perform(
            .tagResource, Structure(["ResourceArn": .string(other ?? arn), "Tags": Self.map(tags)]))
    }

    func tags() throws(ServiceError) -> [String: String] {
        let answer = try perform(
            .listTagsForResource, Structure(["ResourceArn": .string(arn)]))
        return (answer.structure["Tags"]?.map?.entries ?? []).reduce(into: [:]) {
            $0[$1.key] = $1.value.string
        }
    }
}

extension Answer {
    /// The members of an answer that was made for this call.
    var structure: Structure {
        switch self {
        case .structure(let structure): structure
        case .document(_, let structure): structure ?? Structure()
        }
    }

    var document: [UInt8] { if case .document(let bytes, _) = self { bytes } else { [] } }

    var isReplay: Bool { if case .document(_, nil) = self { true } else { false } }
}

/// The error that `body` throws, nil if none.
func failure(_ body: () throws(ServiceError) -> Void) -> ServiceError? {
    do {
        try body()
        return nil
    } catch {
        return error
    }
}

extension ServiceError {
    /// The name of the exception.
    var name: String { shape.name }

    var text: String { document.members["Message"]?.string ?? "" }
}
