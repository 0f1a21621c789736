/// Finds the operation that a method and a raw target address.
///
/// The rules are Smithy's: literal segments before labels, then more query literals; a trailing
/// slash counts for nothing; https://smithy.io/2.0/spec/http-bindings.html#http-trait.
package struct Router: Sendable {
    package struct Match: Sendable {
        package let operation: OperationDescription
        /// Its place among the operations that the router was given.
        package let place: Int
        /// The labels of the path by member name.
        package let labels: [(name: String, value: String)]
    }

    private enum Segment: Sendable, Equatable {
        case literal(String)
        case label(String)

        var isLabel: Bool { if case .label = self { true } else { false } }
    }

    private final class Route: Sendable {
        let operation: OperationDescription
        let place: Int
        let segments: [Segment]
        let queryLiterals: [String]

        init(_ operation: OperationDescription, place: Int) {
            self.operation = operation
            self.place = place
            let parts = operation.uri.split(separator: "?", maxSplits: 1)
            segments = (parts.first ?? "").split(separator: "/").map { part in
                part.hasPrefix("{")
                    ? .label(String(part.dropFirst().dropLast())) : .literal(String(part))
            }
            queryLiterals = parts.dropFirst().flatMap { $0.split(separator: "&").map(String.init) }
        }

        /// True when this route must be tried before the other.
        func precedes(_ other: Route) -> Bool {
            for (mine, theirs) in zip(segments, other.segments) where mine.isLabel != theirs.isLabel
            {
                return !mine.isLabel
            }
            return queryLiterals.count > other.queryLiterals.count
        }
    }

    /// Routes by their number of segments, the most specific first.
    private let routes: [[Route]]
    private let operations: [OperationDescription]
    private let places: [String: Int]

    package init(_ operations: [OperationDescription]) {
        let all = operations.enumerated().map { Route($1, place: $0) }
        let longest = all.map(\.segments.count).max() ?? 0
        routes = (0...longest).map { count in
            all.filter { $0.segments.count == count }.sorted { $0.precedes($1) }
        }
        self.operations = operations
        places = Dictionary(
            operations.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The operation of a restJson1 request.
    package func match(method: String, target: RawTarget) -> Match? {
        guard target.segments.count < routes.count else { return nil }
        for route in routes[target.segments.count] {
            guard route.operation.method.hasBytes(of: method),
                route.queryLiterals.allSatisfy(target.hasQueryKey),
                let labels = labels(of: route, target.segments)
            else { continue }
            return Match(operation: route.operation, place: route.place, labels: labels)
        }
        return nil
    }

    /// The methods that the target's path has, each once.
    package func methods(of target: RawTarget) -> [String] {
        guard target.segments.count < routes.count else { return [] }
        var methods: [String] = []
        for route in routes[target.segments.count] where !methods.contains(route.operation.method) {
            if labels(of: route, target.segments) != nil { methods.append(route.operation.method) }
        }
        return methods.sorted()
    }

    /// The operation of an awsJson request: the word after the last dot of `X-Amz-Target`.
    package func match(amzTarget: String) -> Match? {
        guard let dot = amzTarget.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
        let name = String(amzTarget[amzTarget.utf8.index(after: dot)...])
        guard let place = places[name], operations[place].name.hasBytes(of: name) else {
            return nil
        }
        return Match(operation: operations[place], place: place, labels: [])
    }

    private func labels(
        of route: Route, _ segments: [String]
    ) -> [(name: String, value: String)]? {
        for (wanted, found) in zip(route.segments, segments) {
            switch wanted {
            case .literal(let text): if !text.hasBytes(of: found) { return nil }
            case .label: if found.isEmpty { return nil }
            }
        }
        return zip(route.segments, segments).compactMap { wanted, found in
            if case .label(let name) = wanted { (name, found) } else { nil }
        }
    }
}
