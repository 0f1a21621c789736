/// What a start reads besides its options, before there is anything else.
package struct StartDocuments {
    let seed: Seed?
    let credentials: Credentials?

    /// - Throws: SeedError for a file that cannot be read.
    package init(_ configuration: Configuration) throws {
        seed = try configuration.seedPath.map(Seed.init(path:))
        credentials = try configuration.credentialsPath.map(Credentials.init(path:))
    }
}
