import AWSProtocol
import HTTPServer
import MPA
import Synchronization

/// Events as they happen, https://html.spec.whatwg.org/multipage/server-sent-events.html.
final class EventStream: BodyStream.Source {
    /// So that proxies and clients see that it still lives.
    private static let heartbeatMilliseconds: Int64 = 15_000
    /// As many leave in one piece.
    private static let pieceEventsMax = 100
    /// How many streams there may be at once.
    static let streamsMax = 100
    /// So long a further one waits for a place: it takes a moment to see that a client has left.
    static let placeMilliseconds: Int64 = 2_000

    private let service: Service
    private let subscription: EventSubscription
    private let format: EventFormat
    private let places: Places
    /// When it ends; nil for never.
    private let deadline: ContinuousClock.Instant?
    private let hasBegun = Atomic(false)
    /// That of the next event.
    private let epoch: Mutex<String>

    /// Nil where there are too many already.
    init?(_ query: EventStreamQuery, _ service: Service, _ places: Places) throws {
        guard places.take() else { return nil }
        self.places = places
        self.service = service
        format = query.format
        deadline = query.milliseconds.map { .now + .milliseconds($0) }
        do {
            subscription = try service.followEvents(after: query.after)
            epoch = Mutex(subscription.epoch)
        } catch {
            places.give()
            throw error
        }
    }

    deinit {
        service.unfollowEvents(subscription)
        places.give()
    }

    /// The stream as an answer.
    var response: Response {
        var response = Response(
            status: 200,
            headers: [
                ("Content-Type", "text/event-stream"), ("Cache-Control", "no-store"),
                // Proxies of one kind gather what they pass on, unless they are told.
                ("X-Accel-Buffering", "no"),
            ], body: [])
        response.delivery = .stream(BodyStream(self))
        return response
    }

    var pauseMilliseconds: Int64 {
        guard let deadline else { return Self.heartbeatMilliseconds }
        return Self.pauseMilliseconds(before: ContinuousClock.Instant.now.duration(to: deadline))
    }

    /// Up to the end, and not a moment less: it would be asked again until then.
    static func pauseMilliseconds(before end: Duration) -> Int64 {
        let milliseconds = (end / .milliseconds(1)).rounded(.up)
        return Int64(min(max(0, milliseconds), Double(heartbeatMilliseconds)))
    }

    func next(isIdle: Bool, wake: @escaping @Sendable () -> Void) -> BodyStream.Piece {
        let notices = subscription.next(limit: Self.pieceEventsMax, wake)
        guard notices.isEmpty else { return .bytes(notices.flatMap(text)) }
        if let deadline, deadline <= .now { return .end }
        // A comment: a client knows at once that it is connected, and later that it still is.
        let isFirst = !hasBegun.exchange(true, ordering: .relaxed)
        return isFirst || isIdle ? .bytes(Array(": \n\n".utf8)) : .wait
    }

    private func text(_ notice: EventSubscription.Notice) -> [UInt8] {
        hasBegun.store(true, ordering: .relaxed)
        switch notice {
        case .event(let sequence, let document):
            let id = EventPosition(epoch: epoch.withLock { $0 }, sequence: sequence).text
            return Array("id: \(id)\ndata: ".utf8) + format.render(document)
                + Array("\n\n".utf8)
        case .dropped(let count):
            return Array("event: dropped\ndata: {\"count\":\(count)}\n\n".utf8)
        case .replaced(let latest):
            epoch.withLock { $0 = latest.epoch ?? $0 }
            let data = "{\"latestSequence\":\(latest.sequence)}"
            return Array("event: replaced\nid: \(latest.text)\ndata: \(data)\n\n".utf8)
        }
    }

    /// How many streams there are.
    final class Places: Sendable {
        private let taken = Mutex(0)

        func take() -> Bool {
            taken.withLock { taken in
                guard taken < EventStream.streamsMax else { return false }
                taken += 1
                return true
            }
        }

        func give() { taken.withLock { $0 -= 1 } }
    }
}

/// What somebody wants to follow.
struct EventStreamQuery {
    /// The last event that is known already; nil for none but new ones.
    let after: EventPosition?
    let format: EventFormat
    /// Nil for a stream without an end.
    let milliseconds: Int64?
}

extension ControlRoute {
    static let streamRoutes = [
        ControlRoute(
            "StreamEvents", "GET", "/events/stream",
            "Sends events as they happen, as server-sent events",
            [
                Member("after", ControlShapes.position, .query),
                Member("format", ControlShapes.choice(EventFormat.self), .query),
                Member("wait", ControlShapes.duration(.either), .query),
            ], headers: [Member("Last-Event-ID", ControlShapes.text)],
            answers: message,
            mediaType: "text/event-stream", errors: [ProblemShapes.unavailable]
        ) { call in
            let query = EventStreamQuery(
                after: try lastEventID(call)
                    ?? call.integer("after").map { EventPosition(sequence: $0) },
                format: call.value("format") ?? .cloudtrail, milliseconds: call.integer("wait"))
            let (service, places) = (call.service, call.plane.streams)
            if let stream = try EventStream(query, service, places) {
                return .reply(.response(stream.response))
            }
            let waiting = Waiting(milliseconds: EventStream.placeMilliseconds) { isOver in
                do {
                    if let stream = try EventStream(query, service, places) {
                        return .response(stream.response)
                    }
                    return isOver ? .response(tooMany.response) : .wait(milliseconds: 100)
                } catch {
                    return .response(Problem(error).response)
                }
            }
            return .reply(.waiting(waiting))
        }
    ]

    private static let tooMany = Problem(
        status: 503,
        detail: "There are \(EventStream.streamsMax) event streams already; end one of them.")

    /// One message of the stream.
    private static let message = ControlShapes.object(
        "ServerSentEvent",
        [
            Member("id", ControlShapes.text), Member("event", ControlShapes.text),
            .always("data", ControlShapes.text),
        ])

    /// What a client that was cut off has seen: it says so where it was told another place before.
    private static func lastEventID(_ call: ControlCall) throws -> EventPosition? {
        guard let text = call.lastEventID, !text.isEmpty else { return nil }
        guard let position = EventPosition(text) else {
            throw ControlError.invalid(
                path: "Last-Event-ID",
                "The header field must hold the id of an event, as the stream gave it.")
        }
        return position
    }
}
