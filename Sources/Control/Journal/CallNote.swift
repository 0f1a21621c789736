package import AWSProtocol
package import HTTPServer
package import MPA

/// What is noted of a call while it is under way: nothing is copied, and nothing rendered.
package struct CallNote: Sendable {
    let request: Request
    /// On the emulator's clock.
    let time: Int64
    let machineTime: Int64
    package var caller: Caller?
    /// The name of a fault that was made on purpose.
    package var fault: String?
    private(set) var input: Structure?
    private(set) var isIdempotentReplay = false

    package init(_ request: Request, time: Int64, machineTime: Int64) {
        self.request = request
        self.time = time
        self.machineTime = machineTime
    }

    package mutating func read(_ input: InputDecoder.Input) {
        if case .success(let input) = input { self.input = input }
    }

    package mutating func take(_ answer: Answer) {
        if case .document(_, nil) = answer { isIdempotentReplay = true }
    }
}

/// How a call ended.
package struct CallOutcome: Sendable {
    let requestID: String
    let account: String?
    let operation: OperationName?
    let status: Int
    let error: String?
    let answer: [UInt8]
    let microseconds: Int64

    package init(
        requestID: String, account: String?, operation: OperationName?, status: Int, error: String?,
        answer: [UInt8], microseconds: Int64
    ) {
        self.requestID = requestID
        self.account = account
        self.operation = operation
        self.status = status
        self.error = error
        self.answer = answer
        self.microseconds = microseconds
    }
}
