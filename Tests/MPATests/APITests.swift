import AWSProtocol
import MPA
import Testing

@Suite("API description")
struct APITests {
    @Test("Every operation is described once, under the name that routes to it")
    func names() {
        #expect(
            API.operations.map(\.name).sorted() == OperationName.allCases.map(\.rawValue).sorted())
        for name in OperationName.allCases {
            #expect(API.description(of: name).name == name.rawValue)
        }
    }

    @Test("Every label of a route is a required member in the URI, and the other way round")
    func labels() {
        for operation in API.operations {
            let labels = operation.uri.split(separator: "/")
                .filter { $0.hasPrefix("{") }
                .map { String($0.prefix { $0 != "?" }.dropFirst().dropLast()) }
            let members = operation.input.members.filter { $0.location == .uri }
            #expect(labels.sorted() == members.map(\.name).sorted(), "\(operation.name)")
            #expect(!members.contains { !$0.isRequired })
        }
    }

    @Test("Every error shape is answered by a case of ServiceError with the status of the shape")
    func errors() {
        let cases: [ServiceError] = [
            .accessDenied("x"), .conflict("x"), .internalServer(cause: "x"), .invalidParameter("x"),
            .resourceNotFound("x"), .serviceQuotaExceeded("x"), .throttling("x"),
            .tooManyTags("x", resourceName: "r"), .validation("x"),
        ]
        let declared = Set(API.operations.flatMap { $0.errors.map(\.name) })
        #expect(Set(cases.map(\.shape.name)) == declared)
        for error in cases { #expect(error.document.status == error.shape.fault?.status) }
    }

    @Test("An internal error tells its cause to the log alone")
    func internalServer() {
        let error = ServiceError.internalServer(cause: "SELECT secret")
        #expect(!error.text.contains("SELECT"))
    }
}
