import AWSProtocol
import HTTPServer
import MPA

/// Whether anything has changed.
extension ControlRoute {
    static let revisionRoutes = [
        ControlRoute(
            "GetRevision", "GET", "/revision",
            "Tells a number that grows with each change, once it is above the one given",
            [
                Member("after", ControlShapes.position, .query),
                Member("wait", ControlShapes.wait, .query),
            ],
            answers: ControlShapes.object(
                "Revision", [.always("revision", ControlShapes.position)])
        ) { call in
            guard let after = call.integer("after"), let wait = call.integer("wait"), wait > 0
            else { return .members(try call.service.revision().document) }
            return .reply(.waiting(call.plane.awaitRevision(after: after, milliseconds: wait)))
        }
    ]
}

extension ControlPlane {
    fileprivate func awaitRevision(after number: Int64, milliseconds: Int64) -> Waiting {
        let sleeper = Sleeper()
        let waiting = Waiting(milliseconds: milliseconds) { [service] isOver in
            do {
                let revision = try service.awaitRevision(
                    after: number, as: ObjectIdentifier(sleeper), sleeper.wake)
                guard isOver || revision > number else {
                    return .wait(milliseconds: try service.millisecondsToNextStep())
                }
                service.stopAwaitingRevision(ObjectIdentifier(sleeper))
                return .response(
                    Response(
                        status: 200, headers: [("Content-Type", "application/json")],
                        body: JSONWriter.encode(revision.document)))
            } catch {
                return .response(Problem(error).response)
            }
        }
        sleeper.watch(waiting)
        return waiting
    }
}

extension Int64 {
    fileprivate var document: Structure { Structure(["revision": .integer(self)]) }
}
