import Glibc

/// A file that grows, made where there is none.
package struct AppendingFile: ~Copyable, Sendable {
    private let descriptor: Int32

    /// A pipe needs its reader beforehand.
    package init(_ path: String) throws(File.Failure) {
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK
        descriptor = unsafe open(path, flags, 0o644)
        guard descriptor >= 0 else { throw File.Failure(code: errno) }
    }

    deinit { close(descriptor) }

    /// True for a file without content, and for what is no file.
    package var isEmpty: Bool {
        var status = stat()
        return unsafe fstat(descriptor, &status) != 0 || status.st_size == 0
    }

    /// Writes every byte, however long a reader takes.
    ///
    /// - Throws: File.Failure, after which some of the bytes may have been written.
    package func append(_ bytes: [UInt8]) throws(File.Failure) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe write(
                    descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
            }
            if count >= 0 {
                written += count
            } else if errno == EAGAIN {
                var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&room, 1, -1)
            } else if errno != EINTR {
                throw File.Failure(code: errno)
            }
        }
    }
}
