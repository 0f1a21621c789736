import AWSProtocol
import MPA

/// Whether what was called is what should have been.
extension ControlRoute {
    static let verificationRoutes = [
        ControlRoute(
            "VerifyRequests", "POST", "/requests/verify",
            "Tells whether the calls that were expected were made; with fail=true it is 409 if not",
            [
                Member("fail", ControlShapes.flag, .query),
                Member("verification", ControlShapes.json, .payload, required: true),
            ],
            answers: ControlShapes.object(
                "VerificationResult",
                [
                    .always("verified", ControlShapes.flag),
                    Member("forgotten", ControlShapes.position),
                    Member("failures", ControlShapes.list(of: Failure.shape)),
                ]),
            errors: [ProblemShapes.conflict]
        ) { call in
            .members(try call.verify())
        }
    ]
}

extension ControlCall {
    fileprivate func verify() throws -> Structure {
        let journal = try plane.openJournal()
        guard case .json(let body) = input["verification"] else { return Structure() }
        let verification = try Verification(body)
        let failures = verification.failures(journal)
        let forgotten = journal.forgotten(after: verification.after)
        if !failures.isEmpty, boolean("fail") == true {
            throw Problem(
                status: 409, detail: "Not verified. \(failures.map(\.text).joined(separator: " "))")
        }
        return Structure([
            "verified": .boolean(failures.isEmpty),
            "forgotten": forgotten > 0 ? .integer(forgotten) : nil,
            "failures": failures.isEmpty
                ? nil : .list(failures.map { .structure($0.document) }),
        ])
    }
}
