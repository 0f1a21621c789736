import AWSProtocol
@testable import Control
import Foundation
import Testing

@Suite("OpenAPI document")
struct OpenAPITests {
    typealias Object = [String: Any]

    let control: ControlFixture
    let document: Object

    init() throws {
        control = try ControlFixture()
        document = control.send("GET /_mpa/openapi.json").members
    }

    private var paths: [String: [String: Object]] {
        document["paths"] as? [String: [String: Object]] ?? [:]
    }

    private var schemas: [String: Object] {
        (document["components"] as? Object)?["schemas"] as? [String: Object] ?? [:]
    }

    @Test("It says what it is")
    func head() {
        #expect(document["openapi"] as? String == "3.1.0")
        let info = document["info"] as? [String: String]
        #expect(info?["title"]?.isEmpty == false)
        #expect(info?["version"]?.isEmpty == false)
    }

    @Test("Every route that exists is in it, and nothing else")
    func routes() {
        let described = paths.flatMap { path, methods in
            methods.map { "\($0.key.uppercased()) \(path) \($0.value["operationId"] ?? "")" }
        }
        let existing = ControlRoute.all.map {
            "\($0.operation.method) \($0.operation.uri) \($0.operation.name)"
        }
        #expect(described.sorted() == existing.sorted())
        #expect(Set(ControlRoute.all.map(\.operation.name)).count == existing.count)
        #expect(
            Set(ControlRoute.all.map { "\($0.operation.method) \($0.operation.uri)" }).count
                == existing.count)
    }

    @Test("Every route in it is answered by the operation that it names")
    func routed() throws {
        let router = Router(ControlRoute.all.map(\.operation))
        for (path, methods) in paths {
            let target = path.replacing("{", with: "").replacing("}", with: "")
            for (method, operation) in methods {
                let match = router.match(
                    method: method.uppercased(),
                    target: try #require(RawTarget(Array(target.utf8))))
                #expect(match?.operation.name == operation["operationId"] as? String)
            }
        }
    }

    @Test("The names of AWS's portal are the names here")
    func portalNames() {
        let names = Set(ControlRoute.all.map(\.operation.name))
        #expect(
            names.isSuperset(of: [
                "ListApprovalTeamsForApprover", "GetApprovalTeamForApprover",
                "ListInvitationsForApprover", "GetInvitationForApprover",
                "UpdateInvitationForApprover", "ListSessionsForApprover",
                "GetSessionForApprover", "UpdateSessionForApprover", "SendCodeForApprover",
                "StartSession",
            ]))
    }

    @Test("A path's labels are its parameters, and each is required")
    func parameters() {
        for (path, methods) in paths {
            let labels = path.split(separator: "/").filter { $0.hasPrefix("{") }
                .map { String($0.dropFirst().dropLast()) }
            for operation in methods.values {
                let parameters = operation["parameters"] as? [Object] ?? []
                let inPath = parameters.filter { $0["in"] as? String == "path" }
                #expect(inPath.compactMap { $0["name"] as? String }.sorted() == labels.sorted())
                #expect(inPath.allSatisfy { $0["required"] as? Bool == true })
                #expect(parameters.allSatisfy { $0["schema"] is Object })
            }
        }
    }

    @Test("Every operation has a summary, one success and its errors as problems")
    func responses() throws {
        for operation in paths.values.flatMap(\.values) {
            #expect((operation["summary"] as? String)?.isEmpty == false)
            let responses = try #require(operation["responses"] as? [String: Object])
            #expect(responses.keys.filter { $0.hasPrefix("2") }.count == 1)
            #expect(responses["400"] != nil)
            #expect(responses["413"] != nil)
            for (status, response) in responses where !status.hasPrefix("2") {
                let content = response["content"] as? Object ?? [:]
                #expect(Array(content.keys) == ["application/problem+json"])
            }
            #expect((operation["requestBody"] != nil) == (responses["415"] != nil))
        }
    }

    @Test("Every reference leads to a schema, and every schema is referred to")
    func references() throws {
        let text = String(decoding: OpenAPI.document, as: UTF8.self)
        let pattern = try Regex(##""\$ref":"#/components/schemas/([A-Za-z]+)""##)
        let named = Set(
            text.matches(of: pattern).compactMap { $0.output[1].substring }
                .map(String.init))
        #expect(named == Set(schemas.keys))
        #expect(!named.isEmpty)
    }

    @Test("Two shapes of one name are one shape")
    func names() {
        var found: [String: [String]] = [:]
        func collect(_ shape: Shape) {
            guard case .structure(let members, _) = shape.kind else {
                if case .list(let element, _) = shape.kind { collect(element) }
                return
            }
            let names = members.map(\.name)
            #expect(found[shape.name, default: names] == names, "\(shape.name)")
            found[shape.name] = names
            for member in members { collect(member.shape) }
        }
        for route in ControlRoute.all {
            if let output = route.operation.output { collect(output) }
        }
        #expect(found.count > 10)
    }

    @Test("Schemas of objects leave nothing open")
    func closed() {
        for (name, schema) in schemas {
            #expect(schema["type"] as? String == "object", "\(name)")
            #expect(schema["additionalProperties"] as? Bool == false, "\(name)")
            let properties = Set((schema["properties"] as? Object ?? [:]).keys)
            #expect(properties.isSuperset(of: schema["required"] as? [String] ?? []), "\(name)")
        }
    }
}
