import Glibc

/// Files that are read as a whole.
package enum File {
    /// In the system's words, such as `No such file or directory`.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        init(code: Int32) {
            description =
                unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        }
    }

    /// Larger files, and devices without an end, are not read.
    package static let bytesMax = 64 << 20

    package static func bytes(_ path: String) throws(Failure) -> [UInt8] {
        guard let file = unsafe fopen(path, "rbe") else { throw Failure(code: errno) }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 64 * 1_024)
        repeat {
            let count = unsafe block.withUnsafeMutableBytes { buffer in
                unsafe fread(buffer.baseAddress, 1, buffer.count, file)
            }
            bytes += block.prefix(count)
            if unsafe ferror(file) != 0 { throw Failure(code: errno) }
            if bytes.count > bytesMax { throw Failure(code: EFBIG) }
        } while unsafe feof(file) == 0
        return bytes
    }
}
