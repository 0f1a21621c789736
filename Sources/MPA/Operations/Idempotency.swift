import AWSProtocol

/// Completes a request once for its client token,
/// https://docs.aws.amazon.com/mpa/latest/APIReference/API_CreateIdentitySource.html.
enum Idempotency {
    /// How long a token is remembered, on the emulator's clock.
    static let lifetimeMilliseconds: Int64 = 24 * 60 * 60 * 1_000

    /// Performs `body`, unless an equal request with its token was answered before.
    static func once(
        _ operation: OperationName, _ input: Structure, _ work: Work,
        mismatch: (String) -> ServiceError, _ body: () throws -> Structure
    ) throws -> Answer {
        guard let token = input["ClientToken"]?.string, !token.isEmpty else {
            return .structure(try body())
        }
        let key = ClientTokenTable.Key(
            account: work.caller.account, region: work.caller.region,
            operation: operation.rawValue, token: token)
        let hash = RequestDigest.sha256(input, API.description(of: operation).input)
        if let earlier = try work.store.clientTokens.find(key), earlier.expiryTime > work.now {
            guard earlier.requestHash == hash else {
                throw mismatch(
                    "The ClientToken was used for a \(operation.rawValue) request with other "
                        + "parameters.")
            }
            return .document(earlier.answer, nil)
        }
        let structure = try body()
        let answer = JSONWriter.encode(structure)
        let record = ClientTokenTable.Record(
            requestHash: hash, answer: answer,
            expiryTime: work.now + lifetimeMilliseconds)
        try work.store.clientTokens.put(record, for: key)
        return .document(answer, structure)
    }
}
