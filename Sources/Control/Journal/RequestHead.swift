import AWSProtocol
import HTTPServer

/// The head of a request for people: without what would let somebody use it, or who signed it.
enum RequestHead {
    private static let hidden = "HIDDEN"

    static func document(_ request: Request) -> Structure {
        let headers = request.headers.all.map { field in
            Document.structure(
                Structure([
                    "name": .string(field.name), "value": .string(value(field.value, field.name)),
                ]))
        }
        return Structure([
            "method": .string(request.method),
            "target": .string(target(request.target)),
            "headers": .list(headers),
        ])
    }

    private static func value(_ value: String, _ name: String) -> String {
        switch name.lowercased() {
        case "authorization": withoutSignature(value)
        case "x-amz-security-token", "cookie", "proxy-authorization": hidden
        default: value
        }
    }

    private static func withoutSignature(_ header: String) -> String {
        guard header.hasPrefix("AWS4-") else { return hidden }
        let name = "signature="
        var shown = ""
        var rest = header[...]
        while !rest.isEmpty {
            let word = rest.prefix { !isSeparator($0) }
            shown += word.lowercased().hasPrefix(name) ? word.prefix(name.count) + hidden : word
            rest = rest[word.endIndex...]
            let gap = rest.prefix(while: isSeparator)
            shown += gap
            rest = rest[gap.endIndex...]
        }
        return shown
    }

    private static func isSeparator(_ letter: Character) -> Bool {
        letter == "," || letter == " " || letter == "\t"
    }

    /// A presigned URL has its signature in the query.
    private static func target(_ target: [UInt8]) -> String {
        guard let mark = target.firstIndex(of: UInt8(ascii: "?")) else {
            return String(decoding: target, as: UTF8.self)
        }
        var shown = Array(target[...mark])
        let items = target[(mark + 1)...].split(
            separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        for (offset, item) in items.enumerated() {
            if offset > 0 { shown.append(UInt8(ascii: "&")) }
            shown +=
                isSecret(item) ? item.prefix { $0 != UInt8(ascii: "=") } + "=HIDDEN".utf8 : item
        }
        return String(decoding: shown, as: UTF8.self)
    }

    /// Judged by the decoded name: it may be escaped.
    private static func isSecret(_ item: ArraySlice<UInt8>) -> Bool {
        let name = item.prefix { $0 != UInt8(ascii: "=") }
        let decoded = RawTarget(Array("/?".utf8) + name)?.query.first?.name.lowercased()
        return decoded == "x-amz-signature" || decoded == "x-amz-security-token"
    }
}
