import Foundation
import HTTPServer
@testable import Portal
import Testing

@Suite("Web pages")
struct PortalTests {
    private let portal = Portal()

    private func response(_ line: String, _ headers: [(String, String)] = []) -> Response? {
        let words = line.split(separator: " ").map(String.init)
        return portal.response(
            to: Request(
                method: words[0], target: Array(words[1].utf8), headers: Headers(headers)))
    }

    private func header(_ name: String, of response: Response?) -> String? {
        response?.headers.first { $0.name == name }?.value
    }

    @Test(
        "Every page and file is there, of the type that it is",
        arguments: [
            ("/portal/", "text/html; charset=utf-8"), ("/_mpa/", "text/html; charset=utf-8"),
            ("/portal/?x=1", "text/html; charset=utf-8"),
            ("/portal/portal.js", "text/javascript; charset=utf-8"),
            ("/_mpa/assets/console.js", "text/javascript; charset=utf-8"),
            ("/portal/style.css", "text/css; charset=utf-8"),
            ("/_mpa/assets/style.css", "text/css; charset=utf-8"),
            ("/portal/icon.svg", "image/svg+xml"), ("/_mpa/assets/icon.svg", "image/svg+xml"),
        ])
    func files(target: String, type: String) throws {
        let page = try #require(response("GET \(target)"))
        #expect(page.status == 200)
        #expect(header("Content-Type", of: page) == type)
        #expect(!page.body.isEmpty)
        let policy = try #require(header("Content-Security-Policy", of: page))
        #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'"))
        #expect(policy.hasSuffix("frame-ancestors 'none'"))
        #expect(header("X-Content-Type-Options", of: page) == "nosniff")
        #expect(header("Cache-Control", of: page) == "no-cache")
    }

    @Test(
        "What is the control plane's or the API's is not a page",
        arguments: [
            "/_mpa/health", "/_mpa/openapi.json", "/_mpa/assets", "/portalx", "/_mpax", "/",
            "/policies", "/approval-teams/x", "/_mpa/sessions/x", "/Portal/",
        ])
    func others(target: String) {
        #expect(response("GET \(target)") == nil)
    }

    @Test("What is certainly no page is not looked at")
    func mayOwn() {
        for target in ["/portal", "/portal/x", "/_mpa/x"] {
            #expect(Portal.mayOwn(Array(target.utf8)))
        }
        for target in ["/policies/?List", "/policy-versions/x", "/approval-teams", "/", "", "/_mp"]
        {
            #expect(!Portal.mayOwn(Array(target.utf8)))
        }
    }

    @Test(
        "There are no other pages",
        arguments: [
            "/portal/none.js", "/portal/console.html", "/portal/portal.html", "/portal/../x",
            "/_mpa/assets/", "/_mpa/assets/console.html", "/portal/%2e%2e/x", "/portal/a/b.js",
        ])
    func missing(target: String) {
        #expect(response("GET \(target)")?.status == 404)
    }

    @Test("A folder without its slash leads to the one with it", arguments: ["portal", "_mpa"])
    func folders(name: String) {
        let redirect = response("GET /\(name)")
        #expect(redirect?.status == 308)
        #expect(header("Location", of: redirect) == "\(name)/")
    }

    @Test("Pages are only read", arguments: ["POST", "PUT", "DELETE", "OPTIONS"])
    func methods(method: String) {
        let refusal = response("\(method) /portal/")
        #expect(refusal?.status == 405)
        #expect(header("Allow", of: refusal) == "GET, HEAD")
        #expect(response("HEAD /portal/")?.status == 200)
    }

    @Test("A browser that has a file already is told so")
    func unchanged() throws {
        let first = response("GET /portal/portal.js")
        let tag = try #require(header("ETag", of: first))
        let second = response("GET /portal/portal.js", [("If-None-Match", tag)])
        #expect(second?.status == 304)
        #expect(second?.body == [])
        #expect(response("GET /portal/portal.js", [("If-None-Match", "\"x\"")])?.status == 200)
        let other = try #require(header("ETag", of: response("GET /portal/api.js")))
        #expect(other != tag)
    }

    @Test("Every file beside the sources is embedded, and the text of no other")
    func embedded() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/Portal/Resources")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(names) == Set(PortalFile.all.map(\.name)))
        for file in PortalFile.all {
            #expect(try Array(Data(contentsOf: folder.appending(path: file.name))) == file.bytes)
        }
    }

    @Test("Nothing is inserted as markup, and nothing fetched from elsewhere")
    func habits() throws {
        let forbidden = [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
            "new Function", "<script>", " style=", " onclick=", "http:", "https:", "//cdn",
        ]
        for file in PortalFile.all where file.name != "icon.svg" {
            let text = String(decoding: file.bytes, as: UTF8.self)
                .replacing("http://www.w3.org/2000/svg", with: "")
            for word in forbidden { #expect(!text.contains(word), "\(file.name): \(word)") }
            #expect(text.split(separator: "\n").count < 320, "\(file.name)")
        }
    }
}
