import Glibc

/// The first bytes of a database file, https://www.sqlite.org/fileformat.html#the_database_header.
///
/// SQLite itself begins a write-ahead log when it looks into a file; a file that need not be opened
/// to be refused stays quite untouched.
struct DatabaseFileHeader {
    private static let size = 100

    private let bytes: [UInt8]

    /// Nil when there is nothing to be told: no file, an empty one, or one with a log beside it.
    init?(path: String) {
        guard access(path + "-wal", F_OK) != 0, let file = fopen(path, "rbe") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: Self.size)
        let count = fread(&bytes, 1, Self.size, file)
        guard count > 0 else { return nil }
        self.bytes = Array(bytes.prefix(count))
    }

    func refuse(_ path: String, _ schema: Schema) throws(DatabaseFileError) {
        guard bytes.count == Self.size, bytes.starts(with: "SQLite format 3\0".utf8) else {
            throw .notADatabase(path)
        }
        let (application, version) = (field(68), field(60))
        let isEmpty = field(40) == 0
        guard application == Int64(schema.applicationID) || (application == 0 && isEmpty) else {
            throw .foreign(path)
        }
        guard version <= schema.version else {
            throw .newer(path, found: version, known: schema.version)
        }
    }

    /// A big-endian integer of four bytes.
    private func field(_ offset: Int) -> Int64 {
        bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int64($1) }
    }
}
