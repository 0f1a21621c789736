import AWSProtocol
import HTTPServer
import MPA

/// What was called, for those who ask.
extension ControlPlane {
    /// - Throws: Problem where no request is kept.
    func openJournal() throws(Problem) -> Journal {
        guard let journal else {
            throw Problem(
                status: 409,
                detail: "No requests are kept. Start mpa-local with --journal and a number.")
        }
        return journal
    }

    /// - Throws: Problem for a request that is not kept, or no more.
    func keptCall(_ requestID: String) throws(Problem) -> Journal.Call {
        guard let call = try openJournal().find(requestID) else {
            throw Problem(
                status: 404, detail: "No request of that id is kept; GET /_mpa/requests lists them."
            )
        }
        return call
    }

    /// Waits until there are calls, unless there are some already or nobody wants to wait.
    func awaitCalls(_ query: CallQuery) throws(Problem) -> Reply {
        let journal = try openJournal()
        if query.waitMilliseconds == 0 {
            let calls = journal.calls(after: query.after, query.filter, limit: query.limit)
            return .response(page(query, journal, calls))
        }
        let sleeper = Sleeper()
        let waiting = Waiting(milliseconds: query.waitMilliseconds) { isOver in
            let calls = journal.calls(
                after: query.after, query.filter, limit: query.limit,
                as: ObjectIdentifier(sleeper), { sleeper.wake() })
            guard calls.isEmpty, !isOver else {
                journal.stopWaiting(ObjectIdentifier(sleeper))
                return .response(page(query, journal, calls))
            }
            return .wait(milliseconds: nil)
        }
        sleeper.watch(waiting)
        return .waiting(waiting)
    }

    private func page(_ query: CallQuery, _ journal: Journal, _ calls: [Journal.Call]) -> Response {
        let requests = calls.map { call in
            Document.structure(
                call.entry.document(call.number, showsSensitive: journal.showsSensitive))
        }
        return answer(
            Structure([
                "requests": .list(requests), "next": .integer(calls.last?.number ?? query.after),
            ]))
    }

    /// Sends a call through the whole house again.
    func replay(_ call: Journal.Call) throws(Problem) -> Reply {
        let journal = try openJournal()
        guard call.entry.isRequestWhole, let performAgain else {
            throw Problem(
                status: 409,
                detail: "The request was too large to be kept whole, so it cannot be sent again.")
        }
        let outcome: @Sendable (Response) -> Response = { response in
            let id = response.headers.first { $0.name == "x-amzn-requestid" }?.value ?? ""
            let error = response.headers.first { $0.name == "x-amzn-errortype" }?.value
            var outcome = Structure([
                "requestId": .string(id), "status": .integer(Int64(response.status)),
                "error": error.map(Document.string),
            ])
            outcome.append(
                answer: response.body, response.status, of: call.entry.operation,
                journal.showsSensitive)
            return answer(outcome)
        }
        switch performAgain(call.entry.request) {
        case .response(let response): return .response(outcome(response))
        case .waiting(let waiting):
            waiting.decorate(outcome)
            return .waiting(waiting)
        }
    }

    private func answer(_ members: Structure) -> Response {
        Response(
            status: 200, headers: [("Content-Type", "application/json")],
            body: JSONWriter.encode(members))
    }
}
