import AWSProtocol
import HTTPServer
import MPA

/// Each takes any bytes, must come back, and stops the process where a promise is broken.
enum Parsers {
    private static let router = Router(API.operations)
    private static let verifier = SigV4Verifier(service: "mpa", isRegion: { _ in true })
    private static let caller = Caller(
        account: "111122223333", region: "us-east-1", partition: "aws")
    private static let team =
        "arn:aws:mpa:us-east-1:111122223333:approval-team/keepers-00000000"

    static func target(_ bytes: [UInt8]) {
        let request = Request(method: "GET", target: bytes, headers: Headers()).inOriginForm
        guard let target = RawTarget(request.below(Array("/prefix".utf8)).target) else { return }
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            if let match = router.match(method: method, target: target) {
                precondition(API.operations[match.place].name == match.operation.name)
                precondition(router.methods(of: target).contains(method))
            }
        }
        for item in target.query { precondition(target.hasQueryKey(item.name)) }
    }

    /// The first byte chooses the operation.
    static func input(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let operation = API.operations[Int(first) % API.operations.count]
        let decoder = InputDecoder(operation)
        let body = Array(bytes.dropFirst())
        guard case .success(let input)? = try? decoder.awsJSON(body: body) else { return }
        _ = ConstraintValidator.failure(input, operation.input)
        _ = RequestDigest.sha256(input, operation.input)
        // What was read is written so that the same is read again.
        let again = try? decoder.awsJSON(body: JSONWriter.encode(input)).get()
        precondition(again == input)
    }

    static func signature(_ bytes: [UInt8]) {
        _ = CredentialScope(authorization: bytes[...])
        let text = String(decoding: bytes, as: UTF8.self)
        _ = CredentialScope(credential: text)
        let headers = [("host", "h"), ("x-amz-date", "20300102T030405Z"), ("authorization", text)]
        let request = SigV4Request(
            method: "GET", target: Array("/".utf8), query: [],
            headers: headers.map { (name: $0.0, value: $0.1) }, body: [])
        try? verifier.checkForm(request)
        try? verifier.verify(request, now: 1_893_553_445_000) { _ in
            SigV4Key(secret: "secret", sessionToken: nil)
        }
    }

    /// A list of filters, as ListSessions takes it.
    static func filters(_ bytes: [UInt8]) {
        listSessions(
            Array(#"{"ApprovalTeamArn":"\#(team)","Filters":"#.utf8) + bytes + Array("}".utf8))
    }

    static func token(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let place = PageToken.decode(text, context: ["ListSessions"]) {
            let again = PageToken.encode(place, context: ["ListSessions"])
            precondition(PageToken.decode(again, context: ["ListSessions"]) == place)
        }
        let quoted = JSONWriter.encode(
            Structure(["ApprovalTeamArn": .string(team), "NextToken": .string(text)]))
        listSessions(quoted)
    }

    static func seed(_ bytes: [UInt8]) {
        do {
            try first.importState(bytes)
        } catch is ControlError {
            return
        } catch {
            preconditionFailure("\(error)")
        }
        // What was taken in is told so that the same is taken in again.
        do {
            let text = try first.exportState()
            try second.importState(text)
            let again = try second.exportState()
            precondition(again == text)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    private static func listSessions(_ body: [UInt8]) {
        let operation = API.description(of: .listSessions)
        guard case .success(let input)? = try? InputDecoder(operation).awsJSON(body: body),
            ConstraintValidator.failure(input, operation.input) == nil
        else { return }
        do {
            _ = try filled.perform(.listSessions, input, for: caller)
        } catch {
            if case .internalServer(let cause) = error { preconditionFailure(cause) }
        }
    }

    private static let first = service("{\"formatVersion\": 1}")
    private static let second = service("{\"formatVersion\": 1}")
    /// With a team that has sessions to list.
    private static let filled = service(document)

    private static func service(_ document: String) -> Service {
        do {
            let service = try Service(
                store: .inMemory(), settings: ServiceSettings(),
                clock: EmulatorClock(source: { 1_893_553_445_000 }))
            try service.importState(Array(document.utf8))
            return service
        } catch {
            preconditionFailure("\(error)")
        }
    }

    private static let document = """
        {"formatVersion": 1, "approvalTeams": [
            {"account": "111122223333", "name": "keepers", "arn": "\(team)",
            "approvers": ["ann", "bob", "cleo"]}]}
        """

    static var exported: [UInt8] { (try? filled.exportState()) ?? [] }
}
