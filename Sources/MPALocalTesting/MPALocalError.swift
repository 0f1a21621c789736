/// Why the emulator refused a call, or could not start.
public struct MPALocalError: Error, Sendable, Equatable, CustomStringConvertible {
    /// As the control API has it: 400 for bad input, 404 for what does not exist, 409 for what the
    /// present state does not allow; 0 where no control API is there to answer.
    public let status: Int
    /// What is wrong, and what to do.
    public let detail: String
    /// Where in the input the fault lies, such as `$.effect.code`.
    public let path: String?

    /// The detail, with the path before it.
    public var description: String { path.map { "\($0): \(detail)" } ?? detail }
}
