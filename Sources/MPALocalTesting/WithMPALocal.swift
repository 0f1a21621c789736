/// Runs an emulator for as long as `body` takes, on a free port of the loopback address and with
/// everything in memory.
///
/// It is stopped in any case, also when `body` throws or its task is cancelled. Any number of
/// emulators run side by side in one process; none knows of another.
///
/// ```swift
/// @Test func sourceIsActive() async throws {
///     try await withMPALocal { server in
///         let mpa = MPA(client: aws, region: .useast1, endpoint: server.url)
///         …
///         try server.clock.advance(by: .hours(24))
///     }
/// }
/// ```
///
/// - Parameters:
///   - options: What the emulator does otherwise than by default.
///   - isolation: Where `body` runs: with its caller.
///   - body: What needs the emulator.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, or ``MPALocalError`` when the emulator cannot start.
public func withMPALocal<Result>(
    _ options: MPALocal.Options = MPALocal.Options(),
    isolation: isolated (any Actor)? = #isolation,
    _ body: (MPALocal) async throws -> Result
) async throws -> Result {
    let server = try MPALocal(options)
    do {
        let result = try await body(server)
        try await server.stop()
        return result
    } catch {
        // Why it could not be stopped as well matters less than why the body failed.
        try? await server.stop()
        throw error
    }
}
