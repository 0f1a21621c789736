/// Why a database file was refused; nothing in it was changed.
package enum DatabaseFileError: Error, Equatable, CustomStringConvertible {
    case notADatabase(String)
    case foreign(String)
    case newer(String, found: Int64, known: Int64)
    case readOnly(String)
    case inUse(String)
    case unusable(String, String)
    case damaged(String, String)

    package var description: String {
        switch self {
        case .notADatabase(let path): "\(path) is not a SQLite database"
        case .foreign(let path): "\(path) is a database of another program"
        case .newer(let path, let found, let known):
            "\(path) has schema version \(found), from a newer release; this one knows \(known)"
        case .readOnly(let path): "\(path) cannot be written"
        case .inUse(let path): "\(path) is in use by another process"
        case .unusable(let path, let reason): "\(path) cannot be opened: \(reason)"
        case .damaged(let path, let reason): "\(path) is damaged: \(reason)"
        }
    }
}
