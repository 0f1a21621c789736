import AWSProtocol
import HTTPServer
import MPA

/// Finds for whom a request is made. Signatures are read, not verified.
struct Authentication: Sendable {
    private let account: String
    private let regions: Configuration.Regions
    private let standard: RegionName?

    init(_ configuration: Configuration) {
        account = configuration.account
        regions = configuration.regions
        standard = RegionName(regions.standard)
    }

    /// The credential of the `Authorization` header, or of a presigned URL.
    func scope(of request: Request, target: RawTarget?) -> CredentialScope? {
        if let header = request.headers["authorization"] {
            return CredentialScope(authorization: header)
        }
        return target?.queryValue("X-Amz-Credential").flatMap { CredentialScope(credential: $0) }
    }

    func account(of scope: CredentialScope?) -> String { scope?.account ?? account }

    /// - Throws: ValidationException for a Region that is not served.
    func caller(_ scope: CredentialScope?) throws(ServiceError) -> Caller {
        let region = scope?.region ?? regions.standard
        guard let name = name(of: region) else {
            throw .validation(
                "AWS Multi-party approval is not available in \(region). To emulate it there, "
                    + "start mpa-local with --regions any, or with --regions and a list of Regions."
            )
        }
        return Caller(account: account(of: scope), region: name.name, partition: name.partition)
    }

    /// Nil for a Region that is not served. Nearly all calls are made in the standard one.
    private func name(of region: String) -> RegionName? {
        if let standard, region.hasBytes(of: standard.name) { return standard }
        return regions.contains(region) ? RegionName(region) : nil
    }
}
