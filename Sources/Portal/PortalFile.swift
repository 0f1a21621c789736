/// A file of the web pages.
struct PortalFile: Sendable {
    let name: String
    let bytes: [UInt8]

    static let all = [
        PortalFile(name: "api.js", bytes: PackageResources.api_js),
        PortalFile(name: "console-live.js", bytes: PackageResources.console_live_js),
        PortalFile(name: "console-overview.js", bytes: PackageResources.console_overview_js),
        PortalFile(name: "console-sessions.js", bytes: PackageResources.console_sessions_js),
        PortalFile(name: "console-teams.js", bytes: PackageResources.console_teams_js),
        PortalFile(name: "console-tools.js", bytes: PackageResources.console_tools_js),
        PortalFile(name: "console.html", bytes: PackageResources.console_html),
        PortalFile(name: "console.js", bytes: PackageResources.console_js),
        PortalFile(name: "dom.js", bytes: PackageResources.dom_js),
        PortalFile(name: "icon.svg", bytes: PackageResources.icon_svg),
        PortalFile(name: "inspect.js", bytes: PackageResources.inspect_js),
        PortalFile(name: "pictures.js", bytes: PackageResources.pictures_js),
        PortalFile(name: "portal-people.js", bytes: PackageResources.portal_people_js),
        PortalFile(name: "portal-sessions.js", bytes: PackageResources.portal_sessions_js),
        PortalFile(name: "portal-teams.js", bytes: PackageResources.portal_teams_js),
        PortalFile(name: "portal.html", bytes: PackageResources.portal_html),
        PortalFile(name: "portal.js", bytes: PackageResources.portal_js),
        PortalFile(name: "router.js", bytes: PackageResources.router_js),
        PortalFile(name: "style.css", bytes: PackageResources.style_css),
        PortalFile(name: "time.js", bytes: PackageResources.time_js),
        PortalFile(name: "words.js", bytes: PackageResources.words_js),
    ]

    /// By the ending of the name.
    var mediaType: String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }
}
