import Emulator
import HTTPServer

extension Pipeline {
    /// The answer to a request that waits for nothing.
    @Sendable func answer(_ request: Request) -> Response {
        switch reply(to: request) {
        case .response(let response): response
        case .waiting: Response(status: 0, headers: [], body: Array("waiting".utf8))
        }
    }
}
