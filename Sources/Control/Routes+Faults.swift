import AWSProtocol
import MPA

/// The rules by which calls fail.
extension ControlRoute {
    private static let faultID = Member("id", ControlShapes.text, .uri, required: true)

    static let faultRoutes = [
        ControlRoute(
            "ListFaults", "GET", "/faults",
            "Lists the rules by which calls fail, and how often each did",
            answers: ControlShapes.page("FaultPage", "faults", of: FaultShapes.told)
        ) { call in
            let rules = call.service.faultRules().map { Document.json($0.document.text) }
            return .members(Structure(["faults": .list(rules)]))
        },
        ControlRoute(
            "AddFault", "POST", "/faults", "Lets calls fail that a rule matches",
            [Member("rule", FaultShapes.given, .payload, required: true)],
            answers: FaultShapes.told, status: 201, errors: [ProblemShapes.conflict]
        ) { call in
            guard case .json(let text) = call.input["rule"] else { return .nothing }
            return .document(try call.service.addFaultRule(text).document.text)
        },
        ControlRoute(
            "DeleteFaults", "DELETE", "/faults", "Deletes every rule", answers: nil
        ) { call in
            call.service.deleteFaultRules()
            return .nothing
        },
        ControlRoute(
            "GetFault", "GET", "/faults/{id}", "Tells a rule, and how often it decided",
            [faultID], answers: FaultShapes.told, errors: [ProblemShapes.notFound]
        ) { call in
            .document(try call.service.faultRule(call.text("id")).document.text)
        },
        ControlRoute(
            "DeleteFault", "DELETE", "/faults/{id}", "Deletes a rule", [faultID], answers: nil,
            errors: [ProblemShapes.notFound]
        ) { call in
            try call.service.deleteFaultRule(call.text("id"))
            return .nothing
        },
    ]
}
