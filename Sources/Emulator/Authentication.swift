import AWSProtocol
import HTTPServer
import MPA

/// Finds for whom a request is made, and verifies its signature if that is asked for.
struct Authentication: Sendable {
    private let account: String
    private let regions: Configuration.Regions
    private let standard: RegionName?
    private let signatures: Configuration.Signatures
    private let verifier: SigV4Verifier
    private let service: Service

    init(_ configuration: Configuration, service: Service) {
        let regions = configuration.regions
        account = configuration.account
        self.regions = regions
        standard = RegionName(regions.standard)
        signatures = configuration.signatures
        verifier = SigV4Verifier(service: "mpa", isRegion: { regions.contains($0) })
        self.service = service
    }

    /// The credential of the `Authorization` header, or of a presigned URL.
    func scope(of request: Request, target: RawTarget?) -> CredentialScope? {
        if let header = request.headers.bytes(of: "authorization") {
            return CredentialScope(authorization: header)
        }
        return target?.queryValue("X-Amz-Credential").flatMap { CredentialScope(credential: $0) }
    }

    func account(of scope: CredentialScope?) -> String {
        guard let scope else { return account }
        return service.principal(accessKeyID: scope.accessKeyID)?.account ?? scope.account
            ?? account
    }

    /// - Throws: FrameworkError.signature as far as signatures count.
    func checkSignature(_ request: Request, _ target: RawTarget) throws(FrameworkError) {
        guard signatures != .off else { return }
        let signed = SigV4Request(
            method: request.method, target: request.prefix + request.target, query: target.query,
            headers: request.headers.all, body: request.body)
        do throws(SigV4Error) {
            switch signatures {
            case .off: break
            case .parse: try verifier.checkForm(signed)
            case .require:
                try verifier.verify(signed, now: service.machineTime) { id in
                    service.principal(accessKeyID: id).map {
                        SigV4Key(secret: $0.secretAccessKey, sessionToken: $0.sessionToken)
                    }
                }
            }
        } catch {
            throw .signature(error)
        }
    }

    /// - Throws: ValidationException for a Region that is not served.
    func caller(_ scope: CredentialScope?) throws(ServiceError) -> Caller {
        let region = scope?.region ?? regions.standard
        guard let name = name(of: region) else {
            throw .validation(
                "AWS Multi-party approval is not available in \(region). To emulate it there, "
                    + "start mpa-local with --regions any, or with --regions and a list of Regions."
            )
        }
        let principal = scope.flatMap { service.principal(accessKeyID: $0.accessKeyID) }
        return Caller(
            account: principal?.account ?? scope?.account ?? account, region: name.name,
            partition: name.partition, principalARN: principal?.arn,
            permissions: principal?.permissions)
    }

    /// Nil for a Region that is not served. Nearly all calls are made in the standard one.
    private func name(of region: String) -> RegionName? {
        if let standard, region.hasBytes(of: standard.name) { return standard }
        return regions.contains(region) ? RegionName(region) : nil
    }
}
