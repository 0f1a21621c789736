/// Why the control plane refuses, in words that tell what to do.
package enum ControlError: Error, Equatable {
    case notFound(String)
    case conflict(String)
    /// `path` is the JSON path of what is wrong.
    case invalid(path: String, String)
}
