import Glibc
import Synchronization

/// Lines of several threads stay whole.
private let writing = Mutex(())

/// An open file descriptor that the process was given at its start.
package struct FileDescriptor: Sendable {
    private let number: Int32

    package init(number: Int32) { self.number = number }

    package static let standardOutput = FileDescriptor(number: STDOUT_FILENO)
    package static let standardError = FileDescriptor(number: STDERR_FILENO)

    /// Writes every byte, unbuffered; a reader that is gone is no error. False when something else
    /// keeps them from being written.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
        writing.withLock { _ in writeAlone(bytes) }
    }

    /// True when a line finds room now, so that nobody has to wait for a reader.
    package var hasRoom: Bool {
        var room = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&room, 1, 0) > 0
    }

    /// The same for a descriptor that only the calling thread writes to.
    @discardableResult
    func writeAlone(_ bytes: [UInt8]) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    number, buffer.baseAddress?.advanced(by: written), buffer.count - written)
            }
            if count < 0 && errno == EAGAIN {
                awaitRoom()
            } else if count < 0 && errno != EINTR {
                return errno == EPIPE
            }
            written += max(count, 0)
        }
        return true
    }

    private func awaitRoom() {
        var room = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&room, 1, -1)
    }

    package func write(_ text: String) { write(Array(text.utf8)) }
}
