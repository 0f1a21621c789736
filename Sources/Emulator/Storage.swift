import AWSProtocol
package import MPA

/// Where the emulator keeps its state.
package enum Storage: Sendable, Equatable {
    case memory
    case file(String)

    package init(path: String?) { self = path.map(Storage.file) ?? .memory }

    package func open() throws -> Store {
        switch self {
        case .memory: try .inMemory()
        case .file(let path): try .file(path)
        }
    }

    var description: Structure {
        switch self {
        case .memory: Structure(["kind": .string("memory")])
        case .file(let path): Structure(["kind": .string("file"), "path": .string(path)])
        }
    }
}
