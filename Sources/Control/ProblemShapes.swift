import AWSProtocol
import HTTPServer

/// The errors of the control plane, https://www.rfc-editor.org/rfc/rfc9457.
enum ProblemShapes {
    static let mediaType = "application/problem+json"

    static let notFound = problem("NotFound", 404)
    static let conflict = problem("Conflict", 409)
    static let unavailable = problem("Unavailable", 503)
    /// What only a route that reads a body answers.
    static let unsupportedMediaType = problem("UnsupportedMediaType", 415)
    /// What any request can meet: one that is too large is told so before it is looked at.
    static let ofAll = [
        problem("BadRequest", 400), problem("Unauthorized", 401), problem("Forbidden", 403),
        problem("BodyTooLarge", 413),
    ]

    static let members = [
        Member("type", ControlShapes.text, required: true),
        Member("title", ControlShapes.text, required: true),
        Member("status", ControlShapes.count, required: true),
        Member("detail", ControlShapes.text, required: true),
        Member("path", ControlShapes.text),
    ]

    private static func problem(_ name: String, _ status: Int) -> Shape {
        Shape(name, .structure(members, isUnion: false), fault: Fault(status: status))
    }
}

/// An error of the control plane, in words that tell what to do.
struct Problem: Error {
    let status: Int
    let detail: String
    /// Where in the request the fault lies.
    var path: String?
    /// The methods that the path has.
    var allow: String?
    /// What is not told to the client.
    var failure: String?

    var title: String {
        switch status {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 503: "Service Unavailable"
        default: "Internal Server Error"
        }
    }

    var document: Structure {
        Structure([
            "type": .string("about:blank"),
            "title": .string(title),
            "status": .integer(Int64(status)),
            "detail": .string(detail),
            "path": path.map(Document.string),
        ])
    }

    var response: Response {
        var headers = [(name: "Content-Type", value: ProblemShapes.mediaType)]
        if let allow { headers.append((name: "Allow", value: allow)) }
        if status == 401 { headers.append((name: "WWW-Authenticate", value: "Bearer")) }
        var response = Response(
            status: status, headers: headers, body: JSONWriter.encode(document))
        response.failure = failure
        return response
    }
}
